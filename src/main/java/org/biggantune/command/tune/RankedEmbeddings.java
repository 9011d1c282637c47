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
 * The rows of a generator whose samples the classifier gives classes the most probability for, the best one first. Where
 * starts begin at them ({@code --initial top}) as many are kept as there are starts, since finding them takes samples of
 * every row. Each class has a file of its own, since several processes may search at once:
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

    /** What was searched for in this process. */
    private final Map<ClassLabel, List<RankedEmbedding>> searched = new LinkedHashMap<>();

    /** What the folder knows of classes so far: a worker is given one at a time. */
    private final Map<ClassLabel, List<RankedEmbedding>> known = new LinkedHashMap<>();

    RankedEmbeddings(TuningSettings settings, RunDirectory directory, Progress progress) {
        this.settings = settings.start();
        this.seed = settings.seed();
        this.directory = directory;
        this.progress = progress;
    }

    /** Finds the rows that classes start at. What the folder already knows is not searched again. */
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
            // The rows of whoever was first are those of all.
            directory.writeOnce(name(label), json(label, list, names));
            read(label, rows);
        });
    }

    /** Searches for the best rows of classes: one each, or one per start where starts begin at them. */
    Map<ClassLabel, List<RankedEmbedding>> best(List<ClassLabel> classes, TuningModels loaded) {
        searched.putAll(rank(
                classes.stream().filter(label -> !searched.containsKey(label)).toList(), loaded));
        Map<ClassLabel, List<RankedEmbedding>> best = new LinkedHashMap<>();
        classes.forEach(label -> best.put(label, searched.get(label)));
        return best;
    }

    /**
     * The rows of a class that were found, as embeddings.
     *
     * @param all the generator's rows
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
        progress.begin(
                "searching rows to start at", loaded.generator().embeddings().rows());
        try {
            List<List<RankedEmbedding>> found =
                    ranking.best(classes, seed, settings.rankingSamples(), count, row -> progress.advance(row, ""));
            for (int i = 0; i < found.size(); i++) {
                best.put(classes.get(i), found.get(i));
            }
            return best;
        } catch (StoppedException e) {
            throw new StoppedException(
                    e.getMessage() + " while comparing original rows; run the same command with --out "
                            + directory.root() + " to begin this again",
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

    /** Where a class's rows are in the folder. */
    private static String name(ClassLabel label) {
        return RunDirectory.TOP_ROWS + "/" + label.directoryName() + ".json";
    }

    /** Reads the rows of a class; whether the folder has any. */
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
                    file + ": rows of other settings or of another generator; delete it to find them again");
        }
        known.put(label, list);
        return true;
    }
}
