package org.biggantune.command.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.biggantune.archive.ArrayInput;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.DigestedFile;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.ClassResult;
import org.biggantune.runfolder.NoiseLayerFile;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunRecord;

/**
 * A matrix of class embeddings and its origin.
 *
 * @param matrix one row per class
 * @param names the names of the rows; empty if unknown
 * @param tuned the names of the tuned rows by index; empty if unknown
 * @param provenance facts by name
 */
record TunedMatrix(
        EmbeddingMatrix matrix,
        List<String> names,
        Optional<Map<Integer, String>> tuned,
        Map<String, String> provenance) {
    /** Copies the collections. */
    TunedMatrix {
        names = List.copyOf(names);
        tuned = tuned.map(TreeMap::new);
        provenance = new LinkedHashMap<>(provenance);
    }

    /**
     * Reads the matrix in a file.
     *
     * @throws SettingsConflictException if there is a noise layer in its folder
     */
    static TunedMatrix ofFile(Path file) {
        if (NoiseLayerFile.beside(file).isPresent()) {
            throw layered("--embedding " + file + ": the embedding");
        }
        DigestedFile digested = DigestedFile.of(file);
        ArrayInput array = ArrayInput.read("--embedding", file, -1);
        digested.requireUntouched();
        EmbeddingMatrix matrix = new EmbeddingMatrix(array.rows(), array.shape()[0], array.values());
        return new TunedMatrix(
                matrix,
                List.of(),
                Optional.empty(),
                Map.of("source", String.valueOf(file.getFileName()), "source_sha256", digested.sha256()));
    }

    /**
     * Reads the matrix of a finished run.
     *
     * @throws MissingInputException if the folder has no run, or an unfinished one
     * @throws SettingsConflictException if embeddings were trained with a noise layer
     */
    static TunedMatrix ofRun(Path folder, InstallDir home) {
        Path file = folder.resolve(RunDirectory.MATRIX);
        if (!Files.isRegularFile(folder.resolve(RunDirectory.RECORD))) {
            throw new MissingInputException("--run " + folder + ": is not the folder of a run (it has no run.json)");
        }
        Map<Integer, String> finished = finished(folder);
        if (!Files.isRegularFile(file)) {
            throw new MissingInputException("--run " + folder
                    + ": has no embeddings.npy, because the run is not finished; resume it with the same --out");
        }
        RunIdentity run = RunRecord.read(folder.resolve(RunDirectory.RECORD)).identity();
        DigestedFile digested = DigestedFile.of(file);
        ArrayInput array = ArrayInput.read("--run", file, -1);
        digested.requireUntouched();
        EmbeddingMatrix matrix = new EmbeddingMatrix(array.rows(), array.shape()[0], array.values());
        SourceFile generator = run.models().generator().generator();
        String checkpoint = run.models().generator().checkpoint();
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("command", run.command());
        provenance.put("generator", generator.file());
        provenance.put("generator_sha256", generator.sha256());
        if (!checkpoint.isEmpty()) {
            provenance.put("checkpoint_sha256", checkpoint);
        }
        provenance.put("seed", run.setting("seed").asText());
        provenance.put("source_sha256", digested.sha256());
        if (Files.isRegularFile(folder.resolve(RunDirectory.CLASS_NAMES))) {
            List<String> names = JsonFile.texts(folder.resolve(RunDirectory.CLASS_NAMES));
            return new TunedMatrix(
                    matrix, names.size() == matrix.rows() ? names : List.of(), Optional.empty(), provenance);
        }
        return new TunedMatrix(matrix, shippedNames(generator, home), Optional.of(finished), provenance);
    }

    /** Returns the class names of the generator if it is a shipped model. */
    private static List<String> shippedNames(SourceFile generator, InstallDir home) {
        Path file = home.models().resolve(generator.file());
        try {
            boolean same = Files.isRegularFile(file) && Sha256.of(file).equals(generator.sha256());
            return same ? ModelFile.generator(file).metadata().classNames() : List.of();
        } catch (BigganTuneException e) {
            return List.of();
        }
    }

    private static Map<Integer, String> finished(Path folder) {
        Map<Integer, String> tuned = new TreeMap<>();
        try (Stream<Path> classes = Files.list(folder.resolve(RunDirectory.CLASSES))) {
            for (Path file : classes.map(path -> path.resolve(RunDirectory.RESULT))
                    .filter(Files::isRegularFile)
                    .toList()) {
                JsonNode result = ClassResult.read(file);
                JsonNode label = result.path("class");
                if (result.path("noiseLayer").asBoolean()) {
                    throw layered("--run " + folder + ": the embedding of "
                            + label.path("name").asText());
                }
                tuned.put(label.path("index").asInt(), label.path("name").asText());
            }
            return tuned;
        } catch (IOException e) {
            throw new MissingInputException(
                    "--run " + folder + ": its folder classes cannot be read: " + e.getMessage(), e);
        }
    }

    private static SettingsConflictException layered(String subject) {
        return new SettingsConflictException(subject
                + " was trained together with a noise layer, which neither a matrix nor a checkpoint can hold and"
                + " without which it draws other images; use it with sample --embedding, or tune without"
                + " --noise-layer");
    }

    /** Returns a row's index and name. */
    String label(int row) {
        Optional<String> name = row < names.size() ? Optional.of(names.get(row)) : tuned.map(rows -> rows.get(row));
        return row
                + name.filter(text -> !text.isEmpty())
                        .map(text -> " (" + text + ")")
                        .orElse("");
    }
}
