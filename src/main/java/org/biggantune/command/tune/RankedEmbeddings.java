package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.domain.settings.StartSettings;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.io.RegularFile;
import org.biggantune.metric.EmbeddingRanking;
import org.biggantune.metric.EmbeddingRanking.RankedEmbedding;
import org.biggantune.model.BatchLoop;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.ClassResult;
import org.biggantune.runfolder.RunDirectory;

/**
 * Ranks the generator's embeddings by the probability that the classifier gives their samples for a class. For {@code
 * --initial top} the best ones, one per start, are kept in the run's folder, since ranking draws samples of every class
 * of the generator. Each class has its own file, since several processes may search at the same time:
 *
 * <pre>
 * top-rows/0005-shirt.json = {"class": {"index", "name"}, "rows": [{"index", "name", "probability"}, …]}
 * </pre>
 */
final class RankedEmbeddings {
    private final StartSettings settings;
    private final long seed;
    private final RunDirectory directory;
    private final Progress progress;

    /** The rankings computed by this process. */
    private final Map<ClassLabel, List<RankedEmbedding>> searched = new LinkedHashMap<>();

    /** The rankings read from the run's folder so far; a worker gets its classes one at a time. */
    private final Map<ClassLabel, List<RankedEmbedding>> known = new LinkedHashMap<>();

    RankedEmbeddings(TuningSettings settings, RunDirectory directory, Progress progress) {
        this.settings = settings.start();
        this.seed = settings.seed();
        this.directory = directory;
        this.progress = progress;
    }

    /** Ranks the embeddings that classes start from, unless their rankings are in the run's folder. */
    void find(List<ClassLabel> classes, TuningModels loaded) {
        int rows = loaded.generator().embeddings().rows();
        List<ClassLabel> missing = classes.stream()
                .filter(label -> !known.containsKey(label) && !read(label, rows))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        Map<ClassLabel, List<RankedEmbedding>> best = best(missing, loaded);
        ClassNames names =
                new ClassNames("generator", loaded.generator().metadata().classNames());
        RunDirectory.create(directory.root().resolve(RunDirectory.TOP_ROWS));
        best.forEach((label, list) -> {
            // If another process wrote the ranking first, that one is used.
            directory.writeOnce(name(label), json(label, list, names));
            read(label, rows);
        });
    }

    /** Returns the best embeddings for classes: one per class, or with {@code --initial top} one per start. */
    Map<ClassLabel, List<RankedEmbedding>> best(List<ClassLabel> classes, TuningModels loaded) {
        searched.putAll(rank(
                classes.stream().filter(label -> !searched.containsKey(label)).toList(), loaded));
        Map<ClassLabel, List<RankedEmbedding>> best = new LinkedHashMap<>();
        classes.forEach(label -> best.put(label, searched.get(label)));
        return best;
    }

    /**
     * Returns the best embeddings of a class that has been ranked.
     *
     * @param all the generator's embedding matrix
     */
    EmbeddingMatrix of(ClassLabel label, EmbeddingMatrix all) {
        List<RankedEmbedding> best = Objects.requireNonNull(known.get(label));
        float[] values = new float[best.size() * all.columns()];
        for (int i = 0; i < best.size(); i++) {
            System.arraycopy(all.row(best.get(i).row()), 0, values, i * all.columns(), all.columns());
        }
        return new EmbeddingMatrix(best.size(), all.columns(), values);
    }

    private Map<ClassLabel, List<RankedEmbedding>> rank(List<ClassLabel> classes, TuningModels loaded) {
        Map<ClassLabel, List<RankedEmbedding>> best = new LinkedHashMap<>();
        int count = settings.initial() == InitialEmbedding.TOP ? settings.starts() : 1;
        if (classes.isEmpty()) {
            return best;
        }
        EmbeddingRanking ranking = new EmbeddingRanking(
                new BatchLoop(loaded.runtime(), loaded.tuning().load()), loaded.generator(), loaded.examiner());
        progress.begin("ranking embeddings", loaded.generator().embeddings().rows());
        try {
            List<List<RankedEmbedding>> found =
                    ranking.best(classes, seed, settings.rankingSamples(), count, row -> progress.advance(row, ""));
            for (int i = 0; i < found.size(); i++) {
                best.put(classes.get(i), found.get(i));
            }
            return best;
        } catch (StoppedException e) {
            throw new StoppedException(
                    e.getMessage() + " while ranking embeddings; run the same command with --out " + directory.root()
                            + " to repeat the ranking",
                    e);
        } finally {
            progress.end();
        }
    }

    private static ObjectNode json(ClassLabel label, List<RankedEmbedding> rows, ClassNames names) {
        ObjectNode json = JsonFile.object();
        json.set("class", ClassResult.json(label));
        ArrayNode list = json.putArray("rows");
        rows.forEach(row -> list.add(ClassResult.json(names.label(row.row())).put("probability", row.probability())));
        return json;
    }

    /** Returns the name of a class's file in the run's folder. */
    private static String name(ClassLabel label) {
        return RunDirectory.TOP_ROWS + "/" + label.directoryName() + ".json";
    }

    /** Reads the ranking of a class; false if there is no file. */
    private boolean read(ClassLabel label, int rows) {
        Path file = directory.root().resolve(name(label));
        if (!RegularFile.exists(file)) {
            return false;
        }
        JsonNode entry = JsonFile.read(file);
        List<RankedEmbedding> list = new ArrayList<>();
        for (JsonNode row : entry.path("rows")) {
            list.add(new RankedEmbedding(
                    row.path("index").asInt(-1), row.path("probability").asDouble()));
        }
        if (!ClassResult.label(file, entry.path("class")).equals(label)
                || list.size() != Math.min(settings.starts(), rows)
                || list.stream().anyMatch(row -> row.row() < 0 || row.row() >= rows)) {
            throw new CorruptInputException(
                    file + ": belongs to other settings or another generator; delete the file to repeat the search");
        }
        known.put(label, list);
        return true;
    }
}
