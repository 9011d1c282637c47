package org.biggantune.runfolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.domain.failure.MissingInputException;

/** Finds the folders of runs below folders that a user names. */
public final class RunSearch {
    /** Folders between a folder that is named and a run's. */
    private static final int DEEPEST = 4;

    private RunSearch() {}

    /**
     * The folders of runs: a folder with a {@code run.json} is one, of any other those below it, up to four deep.
     *
     * @param before what is before each folder in messages, such as {@code "--run "}
     * @param named the folders
     * @return each once, in the order given and within a folder in the order of names
     * @throws MissingInputException if a folder is not there or has no run
     */
    public static List<Path> roots(String before, List<Path> named) {
        Map<Path, Path> roots = new LinkedHashMap<>();
        for (Path folder : named) {
            if (!Files.isDirectory(folder)) {
                throw new MissingInputException(before + folder + ": no such folder");
            }
            List<Path> found = new ArrayList<>();
            collect(before, folder, DEEPEST, found);
            if (found.isEmpty()) {
                throw new MissingInputException(before + folder + ": no " + RunDirectory.RECORD
                        + " in it or in folders below; expected the folder of a run, or one that holds some");
            }
            found.forEach(root -> roots.putIfAbsent(root.toAbsolutePath().normalize(), root));
        }
        return List.copyOf(roots.values());
    }

    private static void collect(String before, Path folder, int depth, List<Path> found) {
        if (Files.exists(folder.resolve(RunDirectory.RECORD))) {
            found.add(folder);
        } else if (depth > 0) {
            children(before, folder).stream()
                    .filter(Files::isDirectory)
                    .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
                    .forEach(child -> collect(before, child, depth - 1, found));
        }
    }

    /** What a folder holds, in the order of names. */
    static List<Path> children(String before, Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new MissingInputException(before + folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
