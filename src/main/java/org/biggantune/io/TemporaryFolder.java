package org.biggantune.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CannotCreateException;

/**
 * A folder in the system's temporary directory that is deleted with its content when it is closed, or when the process
 * exits normally or by a signal that can be caught. The process holds a lock in it. Creating one deletes leftovers of
 * killed processes: folders of this user that are not locked and unchanged for a minute. The caller closes it.
 */
public final class TemporaryFolder implements AutoCloseable {
    /** The prefix of all names. */
    private static final String PREFIX = "biggan-tune";

    private final Path path;
    private final DirectoryLock lock;
    private final Thread atExit;

    private TemporaryFolder(Path path) {
        this.path = path;
        this.lock = DirectoryLock.acquire(path);
        this.atExit = new Thread(() -> delete(path), "delete " + path.getFileName());
    }

    /**
     * Creates a folder that only this user can read.
     *
     * @param prefix the prefix of its name, beginning with the tool's name
     * @throws CannotCreateException if it cannot be created
     */
    public static TemporaryFolder create(String prefix) {
        TemporaryFolder folder;
        try {
            folder = new TemporaryFolder(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new CannotCreateException(
                    System.getProperty("java.io.tmpdir") + ": no folder can be created there: " + e.getMessage()
                            + "; name another folder in the variable TMPDIR",
                    e);
        }
        Runtime.getRuntime().addShutdownHook(folder.atExit);
        deleteLeftovers(folder.path);
        return folder;
    }

    public Path path() {
        return path;
    }

    /** Deletes the folder as far as possible; closing twice has no effect. */
    @Override
    public void close() {
        lock.close();
        delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is exiting: the hook runs anyway and finds nothing.
        }
    }

    private static void deleteLeftovers(Path own) {
        try (Stream<Path> folders = Files.list(own.getParent())) {
            UserPrincipal user = Files.getOwner(own);
            folders.filter(folder -> folder.getFileName().toString().startsWith(PREFIX))
                    .filter(folder -> isLeftover(folder, user))
                    .forEach(TemporaryFolder::delete);
        } catch (IOException | UncheckedIOException e) {
            // The system cleans its temporary directory eventually.
        }
    }

    private static boolean isLeftover(Path folder, UserPrincipal user) {
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !TemporaryFile.isOld(folder, user)) {
                return false;
            }
            DirectoryLock.acquire(folder).close();
            return true;
        } catch (IOException | BigganTuneException e) {
            return false;
        }
    }

    private static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Another process deletes it at the same time.
        } catch (IOException | UncheckedIOException e) {
            // A file is still being written; the system cleans its temporary directory eventually.
        }
    }
}
