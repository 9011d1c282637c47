package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.Sha256;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.InceptionAccumulator;
import org.biggantune.report.JsonFile;

/**
 * Saves the finished classes of an evaluation, one file per class. The folder is named by a digest of everything that the
 * numbers depend on, so only the same evaluation finds it again. It is deleted when the evaluation is complete.
 */
final class SavedClasses {
    private static final String REAL = "real";
    private static final String RESULTS = "results";

    private final Optional<Path> folder;
    private final Consumer<String> listener;
    private boolean refused;

    private SavedClasses(Optional<Path> folder, Consumer<String> listener) {
        this.folder = folder;
        this.listener = listener;
    }

    /**
     * Opens the saved classes of an evaluation.
     *
     * @param cache the cache folder; empty to save nothing
     * @param identity everything that the numbers depend on, except for the contents of the real images
     * @param listener gets a message if classes cannot be saved
     */
    static SavedClasses of(Optional<Path> cache, ObjectNode identity, Consumer<String> listener) {
        String name = Sha256.of(JsonFile.line(identity).getBytes(StandardCharsets.UTF_8));
        return new SavedClasses(cache.map(root -> root.resolve("unfinished").resolve(name)), listener);
    }

    /** Returns whether classes are saved at all. */
    boolean isKept() {
        return folder.isPresent() && !refused;
    }

    /**
     * Reads the saved measures of a class.
     *
     * @param label the judge's label
     * @param subjects the subjects of the measures, in order
     * @param side gets the saved state of the real images
     * @param contents identifies the real images
     * @return empty if the class is not finished, its file is damaged, its real images have changed, or some of them could
     *     not be read and are not to be skipped
     */
    Optional<List<EvaluatedClass>> find(int label, List<EvaluationSubject> subjects, RealSide side, String contents) {
        Optional<Path> file = file(label).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            ObjectNode json = JsonFile.read(file.get());
            JsonNode results = json.path(RESULTS);
            if (!json.path("contents").asText().equals(contents) || results.size() != subjects.size()) {
                return Optional.empty();
            }
            List<EvaluatedClass> saved = new ArrayList<>();
            for (int i = 0; i < subjects.size(); i++) {
                saved.add(evaluated(subjects.get(i), results.path(i)));
            }
            return side.accept(json.path("side")) ? Optional.of(saved) : Optional.empty();
        } catch (BigganTuneException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Saves the measures of a class; see {@link #find}. */
    void keep(int label, List<EvaluatedClass> classes, RealSide side, String contents) {
        file(label).ifPresent(file -> {
            ObjectNode json = JsonFile.object().put("contents", contents);
            json.set("side", side.state());
            classes.forEach(one -> json.withArray(RESULTS).add(json(one)));
            try {
                AtomicFile.writeString(file, JsonFile.line(json));
            } catch (BigganTuneException e) {
                if (!refused) {
                    listener.accept("finished classes are not saved: " + e.getMessage());
                }
                refused = true;
            }
        });
    }

    private Optional<Path> file(int label) {
        return folder.map(root -> root.resolve(label + ".json"));
    }

    /** Deletes all saved classes. */
    void clear() {
        folder.filter(Files::isDirectory).ifPresent(root -> {
            try (Stream<Path> files = Files.list(root)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
                Files.deleteIfExists(root);
            } catch (IOException e) {
                // Harmless: the files only take space, and the same evaluation would reuse them.
            }
        });
    }

    private static ObjectNode json(EvaluatedClass one) {
        ObjectNode json = JsonFile.object();
        one.real().ifPresent(real -> {
            ObjectNode scores = json.putObject(REAL).put("count", real.count());
            scores.set("values", json(real.values()));
        });
        json.set("before", json(one.before()));
        one.after().ifPresent(after -> json.set("after", json(after)));
        return json;
    }

    private static ObjectNode json(EmbeddingMeasures measures) {
        ObjectNode json = JsonFile.object().put("count", measures.count());
        json.set("values", json(measures.values()));
        json.set("inception", JsonFile.tree(measures.inception().numbers()));
        return json;
    }

    private static ObjectNode json(Map<String, ConfidenceInterval> values) {
        ObjectNode json = JsonFile.object();
        values.forEach((name, found) -> {
            var numbers = json.putArray(name).add(found.mean());
            if (found.isBounded()) {
                numbers.add(found.low()).add(found.high());
            }
        });
        return json;
    }

    private static EvaluatedClass evaluated(EvaluationSubject subject, JsonNode json) {
        return new EvaluatedClass(
                subject,
                json.has(REAL)
                        ? Optional.of(new EvaluatedClass.RealScores(
                                json.path(REAL).path("count").asInt(),
                                values(json.path(REAL).path("values"))))
                        : Optional.empty(),
                measures(json.path("before")),
                json.has("after") ? Optional.of(measures(json.path("after"))) : Optional.empty());
    }

    private static EmbeddingMeasures measures(JsonNode json) {
        double[] inception = new double[json.path("inception").size()];
        if (inception.length < 2) {
            throw new IllegalArgumentException("no sums of the Inception Score");
        }
        for (int i = 0; i < inception.length; i++) {
            inception[i] = json.path("inception").path(i).asDouble();
        }
        return new EmbeddingMeasures(
                json.path("count").asInt(), values(json.path("values")), InceptionAccumulator.of(inception));
    }

    private static Map<String, ConfidenceInterval> values(JsonNode json) {
        Map<String, ConfidenceInterval> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> one : json.properties()) {
            JsonNode numbers = one.getValue();
            double mean = numbers.path(0).asDouble();
            values.put(
                    one.getKey(),
                    numbers.size() == 3
                            ? new ConfidenceInterval(
                                    mean,
                                    numbers.path(1).asDouble(),
                                    numbers.path(2).asDouble())
                            : ConfidenceInterval.unbounded(mean));
        }
        return values;
    }
}
