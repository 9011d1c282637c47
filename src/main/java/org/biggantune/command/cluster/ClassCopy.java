package org.biggantune.command.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.command.report.RunReport;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.MessageText;
import org.biggantune.runfolder.RunDirectory;

/**
 * Copies the files of a finished class from its run into the folder of a merge: its own folder with the steps, its TensorBoard
 * logs and the embeddings that it started from. Its lines of {@code events.jsonl} and its page are not among them.
 */
final class ClassCopy {
    /** Other files of a class's folder, which its run has only while it is tuned, or which a merge writes itself. */
    private static final Set<String> LEFT_OUT =
            Set.of(RunDirectory.EVENTS, RunDirectory.STATE, RunDirectory.RESULT, RunReport.NAME);

    private static final int OF_RESTARTS = 2;

    private final Path from;
    private final Path to;
    private final List<Part> parts;

    /**
     * Some of the class's files.
     *
     * @param from their folder in the run, which need not exist
     * @param to their folder in the merge
     * @param depth the levels of folders
     * @param only the beginning of their names; empty for all
     */
    private record Part(Path from, Path to, int depth, String only) {
        private Set<Path> sources() throws IOException {
            return files(from);
        }

        private Set<Path> targets() throws IOException {
            return files(to);
        }

        /** Finds files by their paths in a folder. Links are not followed, since no run leaves any. */
        private Set<Path> files(Path folder) throws IOException {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                return Set.of();
            }
            try (Stream<Path> all = Files.walk(folder, depth)) {
                return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .filter(file -> isCopied(String.valueOf(file.getFileName())))
                        .map(folder::relativize)
                        .collect(Collectors.toSet());
            }
        }

        private boolean isCopied(String name) {
            return !name.startsWith(".") && !LEFT_OUT.contains(name) && name.startsWith(only);
        }
    }

    /**
     * Creates the copy of a class.
     *
     * @param run the run's folder
     * @param merge the merge's folder
     */
    ClassCopy(ClassLabel label, Path run, Path merge) {
        this.from = RunDirectory.classPath(run, label);
        this.to = RunDirectory.classPath(merge, label);
        String name = label.directoryName();
        this.parts = List.of(
                new Part(from, to, 1, ""),
                new Part(from.resolve(RunDirectory.STEPS), to.resolve(RunDirectory.STEPS), 1, ""),
                new Part(
                        run.resolve(RunDirectory.TENSORBOARD).resolve(name),
                        merge.resolve(RunDirectory.TENSORBOARD).resolve(name),
                        OF_RESTARTS,
                        ""),
                new Part(run.resolve(RunDirectory.TOP_ROWS), merge.resolve(RunDirectory.TOP_ROWS), 1, name + ".json"));
    }

    /**
     * Copies the files, the result last. If the same result is there, only files that are missing or incomplete are copied;
     * otherwise those of another run are deleted.
     *
     * @throws WriteFailedException if they cannot be copied
     */
    void make() {
        try {
            Path result = to.resolve(RunDirectory.RESULT);
            Path source = from.resolve(RunDirectory.RESULT);
            boolean same = Files.exists(result) && Files.mismatch(result, source) < 0;
            if (!same) {
                Files.deleteIfExists(result);
                Files.deleteIfExists(to.resolve(RunReport.NAME));
            }
            Files.createDirectories(to);
            for (Part part : parts) {
                copy(part, same);
            }
            if (!same) {
                AtomicFile.writeBytes(result, Files.readAllBytes(source));
            }
        } catch (IOException e) {
            throw new WriteFailedException(
                    to + ": cannot be copied from " + from + ": " + MessageText.of(e.toString())
                            + "; check free space and quota and run again",
                    e);
        }
    }

    private static void copy(Part part, boolean same) throws IOException {
        Set<Path> sources = part.sources();
        if (!same) {
            for (Path file : part.targets()) {
                if (!sources.contains(file)) {
                    Files.delete(part.to().resolve(file));
                }
            }
        }
        for (Path file : sources) {
            Path source = part.from().resolve(file);
            Path target = part.to().resolve(file);
            if (!same || !Files.exists(target) || Files.size(target) != Files.size(source)) {
                Files.createDirectories(target.getParent());
                Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
