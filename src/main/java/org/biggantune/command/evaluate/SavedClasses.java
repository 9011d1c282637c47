package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
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
 * The classes that an evaluation has finished, each in a file of a folder that is named by a digest of all that the numbers
 * depend on: only the same evaluation finds them again. The folder is deleted when the evaluation is complete.
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
     * What an earlier process left of the same evaluation.
     *
     * @param cache where; empty for nowhere
     * @param identity what the numbers depend on, but for the contents of real images
     * @param listener is told where classes cannot be saved
     */
    static SavedClasses of(Optional<Path> cache, ObjectNode identity, Consumer<String> listener) {
        String name = Sha256.of(JsonFile.line(identity).getBytes(StandardCharsets.UTF_8));
        return new SavedClasses(cache.map(root -> root.resolve("unfinished").resolve(name)), listener);
    }

    /** Whether classes are saved at all. */
    boolean isKept() {
        return folder.isPresent() && !refused;
    }

    /**
     * Takes the measures of a class.
     *
     * @param label the judge's label
     * @param subjects whose measures they are, in order
     * @param side is given what is known of the real images
     * @param contents what identifies the real images
     * @return empty where it was not finished, its file is damaged, or its real images have changed
     */
    Optional<List<EvaluatedRow>> find(int label, List<EvaluationSubject> subjects, RealSide side, String contents) {
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
            List<EvaluatedRow> rows = new ArrayList<>();
            for (int i = 0; i < subjects.size(); i++) {
                rows.add(row(subjects.get(i), results.path(i)));
            }
            side.restore(json.path("side"));
            return Optional.of(rows);
        } catch (BigganTuneException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Saves the measures of a class; see {@link #find}. */
    void keep(int label, List<EvaluatedRow> rows, RealSide side, String contents) {
        file(label).ifPresent(file -> {
            ObjectNode json = JsonFile.object().put("contents", contents);
            json.set("side", side.state());
            rows.forEach(row -> json.withArray(RESULTS).add(json(row)));
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

    /** Deletes all. */
    void clear() {
        folder.filter(Files::isDirectory).ifPresent(root -> {
            try (Stream<Path> files = Files.list(root)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
                Files.deleteIfExists(root);
            } catch (IOException e) {
                // It takes space; the same evaluation takes its classes from there.
            }
        });
    }

    private static ObjectNode json(EvaluatedRow row) {
        ObjectNode json = JsonFile.object();
        row.real().ifPresent(real -> {
            ObjectNode scores = json.putObject(REAL).put("count", real.count());
            scores.set("values", json(real.values()));
        });
        json.set("before", json(row.before()));
        row.after().ifPresent(after -> json.set("after", json(after)));
        return json;
    }

    private static ObjectNode json(RowMeasures measures) {
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

    private static EvaluatedRow row(EvaluationSubject subject, JsonNode json) {
        return new EvaluatedRow(
                subject,
                json.has(REAL)
                        ? Optional.of(new EvaluatedRow.RealScores(
                                json.path(REAL).path("count").asInt(),
                                values(json.path(REAL).path("values"))))
                        : Optional.empty(),
                measures(json.path("before")),
                json.has("after") ? Optional.of(measures(json.path("after"))) : Optional.empty());
    }

    private static RowMeasures measures(JsonNode json) {
        double[] inception = new double[json.path("inception").size()];
        if (inception.length < 2) {
            throw new IllegalArgumentException("no sums of the Inception Score");
        }
        for (int i = 0; i < inception.length; i++) {
            inception[i] = json.path("inception").path(i).asDouble();
        }
        return new RowMeasures(
                json.path("count").asInt(), values(json.path("values")), InceptionAccumulator.of(inception));
    }

    private static Map<String, ConfidenceInterval> values(JsonNode json) {
        Map<String, ConfidenceInterval> values = new LinkedHashMap<>();
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode numbers = json.path(name);
            double mean = numbers.path(0).asDouble();
            values.put(
                    name,
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
