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
 * The baseline embedding of each class of a target: that of the generator's class of the same name, else the one whose
 * samples get the highest probability for the class. The search draws samples of every class of the generator, so it is
 * done once per run and its result is kept:
 *
 * <pre>
 * start-rows.json = {"rows": [{"class": {"index", "name"}, "row": {"index", "name"}, "probability"}, …]}
 * </pre>
 *
 * <p>The probability is missing if the generator has a class of that name.
 */
final class BaselineEmbeddings {
    private final Target target;
    private final OptionalDouble knownProximity;
    private final RunDirectory directory;
    private final RankedEmbeddings ranked;

    /** Read on first use. */
    private Map<ClassLabel, ClassLabel> rows = Map.of();

    /**
     * Creates the baselines of a target's classes.
     *
     * @param target the data set
     * @param knownProximity λ for classes that the generator knows by name; empty to treat them like all others
     * @param directory the run's folder
     * @param ranked searches embeddings for the classes that the generator does not know by name
     */
    BaselineEmbeddings(Target target, OptionalDouble knownProximity, RunDirectory directory, RankedEmbeddings ranked) {
        this.target = target;
        this.knownProximity = knownProximity;
        this.directory = directory;
        this.ranked = ranked;
    }

    /** Finds the baselines of all classes of the target, unless a process of the run has already done so. */
    void find(TuningModels loaded) {
        if (!rows.isEmpty()) {
            return;
        }
        if (Files.notExists(directory.root().resolve(RunDirectory.START_ROWS))) {
            directory.writeOnce(RunDirectory.START_ROWS, search(loaded));
        }
        rows = read(loaded.generator().embeddings().rows());
    }

    /** Returns the generator's class whose embedding a class starts from and has to beat. */
    ClassLabel of(ClassLabel label) {
        return Objects.requireNonNull(rows.get(label));
    }

    /**
     * Returns λ for a class that the generator knows by name, which is anchored at its own embedding (see {@link
     * org.biggantune.tuning.TuningSubject#anchor}); empty for any other class.
     */
    OptionalDouble anchor(ClassLabel label) {
        ClassNames rowName = new ClassNames("row", List.of(of(label).name()));
        return rowName.indexOf(label).isEmpty() ? OptionalDouble.empty() : knownProximity;
    }

    private ObjectNode search(TuningModels loaded) {
        ClassNames names =
                new ClassNames("generator", loaded.generator().metadata().classNames());
        List<ClassLabel> classes = target.classes();
        List<ClassLabel> unknown =
                classes.stream().filter(label -> names.indexOf(label).isEmpty()).toList();
        Map<ClassLabel, List<RankedEmbedding>> best = ranked.best(unknown, loaded);
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
                    file + ": belongs to other classes or another generator; delete the file to repeat the search");
        }
        return found;
    }
}
