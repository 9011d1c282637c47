package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.biggantune.cli.Target;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.metric.EmbeddingRanking.RankedEmbedding;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.ClassResult;
import org.biggantune.runfolder.RunDirectory;

/**
 * The original row of each class of a target: the generator's row of that name, else the row whose samples the
 * classifier gives the class the most probability for. Found once a run, as it takes an image or more of every row, and
 * kept:
 *
 * <pre>
 * start-rows.json = {"rows": [{"class": {"index", "name"}, "row": {"index", "name"}, "probability"}, …]}
 * </pre>
 *
 * <p>The probability is missing where the generator knows the class by name.
 */
final class BaselineEmbeddings {
    private final Target target;
    private final OptionalDouble knownProximity;
    private final RunDirectory directory;
    private final RankedEmbeddings ranked;

    /** Empty until it is read: a worker is given one class at a time. */
    private Map<ClassLabel, ClassLabel> rows = Map.of();

    /**
     * The original rows of a target's classes.
     *
     * @param target the data set whose classes are wanted
     * @param knownProximity λ for classes that the generator knows by name; empty: they are treated like all others
     * @param directory the run's folder
     * @param ranked finds the rows of classes that the generator does not know by name
     */
    BaselineEmbeddings(Target target, OptionalDouble knownProximity, RunDirectory directory, RankedEmbeddings ranked) {
        this.target = target;
        this.knownProximity = knownProximity;
        this.directory = directory;
        this.ranked = ranked;
    }

    /** Finds the rows of all classes of the target, if no process of the run has. */
    void find(TuningModels loaded) {
        if (!rows.isEmpty()) {
            return;
        }
        if (Files.notExists(directory.root().resolve(RunDirectory.START_ROWS))) {
            directory.writeOnce(RunDirectory.START_ROWS, search(loaded));
        }
        rows = read(loaded.generator().embeddings().rows());
    }

    /** The generator's row that a class starts at and has to beat. */
    ClassLabel of(ClassLabel label) {
        return Objects.requireNonNull(rows.get(label));
    }

    /**
     * λ for a class that is to stay near its row, as {@link org.biggantune.tuning.TuningSubject#anchor} says: a class
     * that the generator knows by name is held at its own row.
     */
    OptionalDouble anchor(ClassLabel label) {
        ClassNames rowName = new ClassNames("row", List.of(of(label).name()));
        return rowName.indexOf(label).isEmpty() ? OptionalDouble.empty() : knownProximity;
    }

    private ObjectNode search(TuningModels loaded) {
        ClassNames names =
                new ClassNames("generator", loaded.generator().metadata().classNames());
        List<ClassLabel> classes = target.classes();
        List<ClassLabel> foreign =
                classes.stream().filter(label -> names.indexOf(label).isEmpty()).toList();
        Map<ClassLabel, List<RankedEmbedding>> best = ranked.best(foreign, loaded);
        ObjectNode json = JsonFile.object();
        ArrayNode entries = json.putArray("rows");
        for (ClassLabel label : classes) {
            ObjectNode entry = entries.addObject();
            entry.set("class", ClassResult.json(label));
            if (best.containsKey(label)) {
                RankedEmbedding row = best.get(label).get(0);
                entry.set("row", ClassResult.json(names.label(row.row())));
                entry.put("probability", row.probability());
            } else {
                entry.set(
                        "row", ClassResult.json(names.label(names.indexOf(label).orElseThrow())));
            }
        }
        return json;
    }

    private Map<ClassLabel, ClassLabel> read(int count) {
        Path file = directory.root().resolve(RunDirectory.START_ROWS);
        Map<ClassLabel, ClassLabel> found = new LinkedHashMap<>();
        for (JsonNode entry : JsonFile.read(file).path("rows")) {
            found.put(ClassResult.label(file, entry.path("class")), ClassResult.label(file, entry.path("row")));
        }
        if (!found.keySet().containsAll(target.classes())
                || found.values().stream().anyMatch(row -> row.index() >= count)) {
            throw new CorruptInputException(
                    file + ": rows of other classes or of another generator; delete it to find them again");
        }
        return found;
    }
}
