package org.biggantune.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.MissingInputException;
import org.biggantune.domain.SourceFile;

/**
 * What a run has finished so far, read without locking its folder.
 *
 * @param root the run's folder
 * @param generator the generator that it tuned
 * @param rows its finished classes, in the order of their folders' names
 */
record FinishedRun(Path root, SourceFile generator, List<Row> rows) {
    private static final String RECORD = "run.json";

    /** Folders between a folder that is named and a run's. */
    private static final int DEEPEST = 4;

    /**
     * A finished class.
     *
     * @param target the class
     * @param original the generator's row that it was compared with
     * @param embedding the file of the run's row
     */
    record Row(ClassLabel target, ClassLabel original, Path embedding) {}

    /** Copies the rows. */
    FinishedRun {
        rows = List.copyOf(rows);
    }

    /**
     * The runs in folders: a folder with a {@code run.json} is one, of any other those below it, up to four deep.
     *
     * @param named the folders
     * @return each once, in the order given and within a folder in the order of names
     * @throws MissingInputException if a folder is not there or has no run
     * @throws CorruptInputException if a run's files are damaged
     */
    static List<FinishedRun> find(List<Path> named) {
        Map<Path, Path> roots = new LinkedHashMap<>();
        for (Path folder : named) {
            if (!Files.isDirectory(folder)) {
                throw new MissingInputException("--run " + folder + ": no such folder");
            }
            List<Path> found = new ArrayList<>();
            collect(folder, DEEPEST, found);
            if (found.isEmpty()) {
                throw new MissingInputException("--run " + folder + ": no " + RECORD
                        + " in it or in folders below; expected the folder of a run, or one that holds some");
            }
            found.forEach(root -> roots.putIfAbsent(root.toAbsolutePath().normalize(), root));
        }
        return roots.values().stream().map(FinishedRun::read).toList();
    }

    private static void collect(Path folder, int depth, List<Path> found) {
        if (Files.exists(folder.resolve(RECORD))) {
            found.add(folder);
        } else if (depth > 0) {
            children(folder).stream()
                    .filter(Files::isDirectory)
                    .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
                    .forEach(child -> collect(child, depth - 1, found));
        }
    }

    private static FinishedRun read(Path root) {
        Path record = root.resolve(RECORD);
        JsonNode generator = JsonFile.read(record).path("models").path("generator");
        if (!generator.path("file").isTextual() || !generator.path("sha256").isTextual()) {
            throw new CorruptInputException(
                    record + ": no file and sha256 of models.generator in it; expected the" + " record of a run");
        }
        List<Row> rows = new ArrayList<>();
        Path classes = root.resolve("classes");
        if (Files.isDirectory(classes)) {
            for (Path folder : children(classes)) {
                Path result = folder.resolve("result.json");
                if (Files.exists(result)) {
                    rows.add(row(result));
                }
            }
        }
        SourceFile source = new SourceFile(
                generator.path("file").asText(), generator.path("sha256").asText());
        return new FinishedRun(root, source, rows);
    }

    private static Row row(Path file) {
        JsonNode result = JsonFile.read(file);
        ClassLabel target = label(file, result.path("class"));
        ClassLabel original = result.has("startRow") ? label(file, result.path("startRow")) : target;
        return new Row(target, original, file.resolveSibling("embedding.npy"));
    }

    private static ClassLabel label(Path file, JsonNode node) {
        int index = node.path("index").asInt(-1);
        if (index < 0 || !node.path("name").isTextual()) {
            throw new CorruptInputException(file + ": a class without index and name; expected a class's result");
        }
        return new ClassLabel(index, node.path("name").asText());
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new MissingInputException("--run " + folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
