package org.biggantune.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.batch.TrailingLines;
import org.biggantune.domain.CannotCreateException;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.SettingsConflictException;
import org.biggantune.io.DirectoryLock;
import org.biggantune.report.JsonLines;

/**
 * The classes of a run that worker processes tune: each in a run's folder of its own, {@code parts/0005-shirt}, which
 * holds the class's events, state and files. Finished ones are taken into the run's folder in the order of the classes, so
 * that it ends as if one process had tuned them one after the other. Whoever is killed while a part is made or taken in
 * leaves what the next one can go on from.
 */
final class ClassParts {
    private static final String FOLDER = "parts";
    private static final int PATIENCE_SECONDS = 60;
    private static final int LOOK_MILLIS = 100;

    private final RunDirectory directory;

    /** The parts of a run's folder, lent. */
    ClassParts(RunDirectory directory) {
        this.directory = directory;
    }

    /**
     * Waits for workers whose parent process was killed: they need a moment to save their state.
     *
     * @param root the run's folder
     * @throws SettingsConflictException if one still works there after a minute
     */
    static void awaitWorkers(Path root) {
        for (Path part : list(root.resolve(FOLDER))) {
            for (int look = 0; Files.exists(part.resolve(DirectoryLock.FILE_NAME)); look++) {
                try {
                    DirectoryLock.acquire(part).close();
                    break;
                } catch (SettingsConflictException e) {
                    if (look >= PATIENCE_SECONDS * 1000 / LOOK_MILLIS) {
                        throw e;
                    }
                    sleep();
                }
            }
        }
    }

    boolean exists(ClassLabel label) {
        return Files.isDirectory(path(label));
    }

    /** Opens a class's part, made if missing; the caller closes it. */
    RunDirectory open(ClassLabel label) {
        return RunDirectory.open(path(label), JsonFile.object());
    }

    /**
     * Makes a part of a class that a process without workers has begun, so that a worker can go on with it.
     *
     * @param run the digest of the run's identity
     */
    void adopt(ClassLabel label, String run) {
        if (exists(label) || !Files.exists(directory.classPath(label).resolve(RunDirectory.STATE))) {
            return;
        }
        SavedTuning saved = directory.savedState(label, run).orElseThrow();
        long begin = lines(label).start(directory.events(), saved.events());
        Path draft = directory.root().resolve(FOLDER).resolve("." + label.directoryName());
        delete(draft);
        Path files = draft.resolve(RunDirectory.CLASSES).resolve(label.directoryName());
        try {
            copy(directory.classPath(label), files);
            copy(directory.events(), begin, saved.events(), draft.resolve(RunDirectory.EVENTS));
            saved.withEvents(saved.events() - begin).write(files.resolve(RunDirectory.STATE));
            Files.move(draft, path(label), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CannotCreateException(path(label) + ": cannot be made: " + RunDirectory.reason(e), e);
        }
        delete(directory.classPath(label));
    }

    /** Takes in the finished parts that come first; further ones wait for those in front of them. */
    void gather(List<ClassLabel> classes) {
        if (list(directory.root().resolve(FOLDER)).isEmpty()) {
            return;
        }
        try (JsonLines events = JsonLines.append(directory.events())) {
            for (ClassLabel label : classes) {
                if (take(label, events).isEmpty()) {
                    return;
                }
            }
        }
    }

    /**
     * Takes in the part of a class if it is finished.
     *
     * @param events the run's open file of lines, lent; lines of the class at its end are replaced
     * @return the class's result, if the class is finished
     */
    Optional<ObjectNode> take(ClassLabel label, JsonLines events) {
        Path part = path(label);
        if (!Files.isDirectory(part)) {
            return directory.finished(label);
        }
        Path made = part.resolve(RunDirectory.CLASSES).resolve(label.directoryName());
        if (Files.exists(made.resolve(RunDirectory.RESULT))) {
            events.cutTo(lines(label).start(directory.events(), events.length()));
            events.appendLines(part.resolve(RunDirectory.EVENTS));
            events.force();
            delete(directory.classPath(label));
            try {
                Files.move(made, directory.classPath(label), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new CannotCreateException(
                        directory.classPath(label) + ": cannot be made: " + RunDirectory.reason(e), e);
            }
        }
        Optional<ObjectNode> finished = directory.finished(label);
        if (finished.isPresent()) {
            delete(part);
            deleteIfEmpty(directory.root().resolve(FOLDER));
        }
        return finished;
    }

    /** Whether a class is finished, taken in or not. */
    boolean finished(ClassLabel label) {
        return directory.finished(label).isPresent()
                || Files.exists(path(label)
                        .resolve(RunDirectory.CLASSES)
                        .resolve(label.directoryName())
                        .resolve(RunDirectory.RESULT));
    }

    private Path path(ClassLabel label) {
        return directory.root().resolve(FOLDER).resolve(label.directoryName());
    }

    /** A class's lines: {@link TuningEvents} puts the class first. */
    private static TrailingLines lines(ClassLabel label) {
        return new TrailingLines("{\"class\":" + label.index() + ",");
    }

    private static void sleep() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> parts = Files.list(folder)) {
            return parts.sorted().toList();
        } catch (IOException e) {
            throw new CannotCreateException(folder + ": cannot be read: " + RunDirectory.reason(e), e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void copy(Path from, long begin, long end, Path to) throws IOException {
        try (FileChannel source = FileChannel.open(from);
                FileChannel target = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long at = begin; at < end; ) {
                long count = source.transferTo(at, end - at, target);
                if (count <= 0) {
                    throw new EOFException(from + " ends at byte " + at + ", expected " + end);
                }
                at += count;
            }
            target.force(true);
        }
    }

    private static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new CannotCreateException(folder + ": cannot be deleted: " + RunDirectory.reason(e), e);
        }
    }

    private static void deleteIfEmpty(Path folder) {
        if (list(folder).isEmpty()) {
            delete(folder);
        }
    }
}
