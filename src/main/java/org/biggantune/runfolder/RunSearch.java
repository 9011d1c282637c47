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

/** Finds runs in and below the folders that a user names. */
public final class RunSearch {
    /** How many levels below a named folder to search. */
    private static final int DEEPEST = 4;

    private RunSearch() {}

    /**
     * Finds the folders of runs: each named folder that has a {@code run.json}, or else those up to four levels below it.
     *
     * @param before the prefix of each folder in messages, such as {@code "--run "}
     * @param named the folders
     * @return the folders without duplicates, in the order given and by name within a folder
     * @throws MissingInputException if a folder is missing or has no run
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
                        + " in it or below it; expected the folder of a run, or one that contains runs");
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

    /** Lists the content of a folder by name. */
    static List<Path> children(String before, Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new MissingInputException(before + folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
