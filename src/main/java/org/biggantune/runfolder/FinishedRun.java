package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.biggantune.archive.ArrayInput;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassNames;
import org.biggantune.domain.ClassSelection;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.tuning.TunedParameters;

/**
 * The finished classes of a run, read without locking its folder.
 *
 * @param root the run's folder
 * @param generator the generator that it tuned
 * @param choosers the classifiers that helped to tune or choose its embeddings
 * @param rows its finished classes, in the order of their folders' names
 */
public record FinishedRun(Path root, SourceFile generator, TuningClassifiers choosers, List<Row> rows) {
    /**
     * A finished class.
     *
     * @param target the class
     * @param original the generator's class that it was compared with
     * @param embedding the file of the tuned embedding
     */
    public record Row(ClassLabel target, ClassLabel original, Path embedding) {
        /**
         * Reads the embedding, and its noise layer if there is one.
         *
         * @param metadata the generator's metadata
         * @throws CorruptInputException if a file is damaged or has more than one row
         */
        public TunedParameters read(GeneratorMetadata metadata) {
            ArrayInput tuned = ArrayInput.read("--run", embedding, metadata.embeddingSize());
            if (tuned.rows() != 1) {
                throw new CorruptInputException(embedding + ": " + tuned.rows() + " rows, expected one");
            }
            return new TunedParameters(
                    tuned.values(),
                    NoiseLayerFile.beside(embedding)
                            .map(file -> NoiseLayerFile.read("--run", file, metadata.latentSize())));
        }
    }

    /** Copies the rows. */
    public FinishedRun {
        rows = List.copyOf(rows);
    }

    /**
     * Finds runs: each folder that is the folder of a run, or else the runs up to four levels below it.
     *
     * @param named the folders
     * @return the runs without duplicates, in the order given and by name within a folder
     * @throws MissingInputException if a folder is missing or has no run
     * @throws CorruptInputException if a file of a run is damaged
     */
    public static List<FinishedRun> find(List<Path> named) {
        return RunSearch.roots("--run ", named).stream().map(FinishedRun::read).toList();
    }

    /**
     * Returns the only run in a folder.
     *
     * @throws MissingInputException if there is none, or none with a finished class
     * @throws InvalidOptionException if there are several
     */
    public static FinishedRun only(Path folder) {
        List<FinishedRun> found = find(List.of(folder));
        if (found.size() > 1) {
            throw new InvalidOptionException("--run " + folder + ": holds " + found.size() + " runs, the first is "
                    + found.get(0).root() + "; name one of them");
        }
        if (found.get(0).rows().isEmpty()) {
            throw new MissingInputException("--run " + folder + ": no class is finished yet; run it to its end first");
        }
        return found.get(0);
    }

    /**
     * Selects finished classes.
     *
     * @param expressions the values of {@code --class}; if empty, all classes
     * @throws InvalidOptionException if one is not among the finished classes
     */
    public List<Row> select(List<String> expressions) {
        if (expressions.isEmpty()) {
            return rows;
        }
        Map<Integer, Row> finished = new TreeMap<>();
        rows.forEach(row -> finished.put(row.target().index(), row));
        List<String> names = IntStream.rangeClosed(0, Collections.max(finished.keySet()))
                .mapToObj(index -> finished.containsKey(index)
                        ? finished.get(index).target().name()
                        : "")
                .toList();
        List<ClassLabel> chosen = expressions.equals(List.of("all"))
                ? rows.stream().map(Row::target).toList()
                : ClassSelection.parse(expressions, new ClassNames("run", names), names.size());
        return chosen.stream()
                .map(label -> Optional.ofNullable(finished.get(label.index()))
                        .orElseThrow(() ->
                                new InvalidOptionException("--class " + label.index() + ": not a finished class of "
                                        + root + "; it has "
                                        + String.join(
                                                ", ",
                                                rows.stream()
                                                        .map(row -> row.target().toString())
                                                        .toList()))))
                .toList();
    }

    private static FinishedRun read(Path root) {
        RunIdentity.Models models =
                RunRecord.read(root.resolve(RunDirectory.RECORD)).identity().models();
        List<Row> rows = new ArrayList<>();
        Path classes = root.resolve(RunDirectory.CLASSES);
        if (Files.isDirectory(classes)) {
            for (Path folder : RunSearch.children("--run ", classes)) {
                Path result = folder.resolve(RunDirectory.RESULT);
                if (Files.exists(result)) {
                    rows.add(row(result));
                }
            }
        }
        return new FinishedRun(root, models.generator().generator(), TuningClassifiers.of(models), rows);
    }

    private static Row row(Path file) {
        JsonNode result = ClassResult.read(file);
        ClassLabel target = ClassResult.label(file, result.path("class"));
        ClassLabel original = result.has("startRow") ? ClassResult.label(file, result.path("startRow")) : target;
        return new Row(target, original, file.resolveSibling(RunDirectory.EMBEDDING));
    }
}
