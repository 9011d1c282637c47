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
 * A folder for files that nobody keeps, in the system's folder for such: deleted with all it holds when it is closed, or
 * when the process ends by itself or by a signal that can be caught. Its process holds a lock in it; making one deletes
 * those of killed processes: this user's, held by nobody, and not changed for a minute. The caller closes it.
 */
public final class TemporaryFolder implements AutoCloseable {
    /** How the names of all begin. */
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
     * Makes a folder that only this user can read.
     *
     * @param prefix how its name begins: with the tool's name
     * @throws CannotCreateException if the system's folder takes none
     */
    public static TemporaryFolder create(String prefix) {
        TemporaryFolder folder;
        try {
            folder = new TemporaryFolder(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new CannotCreateException(
                    System.getProperty("java.io.tmpdir") + ": no folder can be made there: " + e.getMessage()
                            + "; name another with -Djava.io.tmpdir in BIGGAN_TUNE_JAVA_OPTS",
                    e);
        }
        Runtime.getRuntime().addShutdownHook(folder.atExit);
        deleteLeft(folder.path);
        return folder;
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** Deletes what can be deleted; closing twice does nothing. */
    @Override
    public void close() {
        lock.close();
        delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs anyway, and finds nothing.
        }
    }

    private static void deleteLeft(Path own) {
        try (Stream<Path> folders = Files.list(own.getParent())) {
            UserPrincipal user = Files.getOwner(own);
            folders.filter(folder -> folder.getFileName().toString().startsWith(PREFIX))
                    .filter(folder -> isLeft(folder, user))
                    .forEach(TemporaryFolder::delete);
        } catch (IOException | UncheckedIOException e) {
            // The system clears its folder for temporary files in time.
        }
    }

    private static boolean isLeft(Path folder, UserPrincipal user) {
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
            // Someone else deletes it at the same time.
        } catch (IOException | UncheckedIOException e) {
            // A file that is still being written; the system clears its folder for temporary files in time.
        }
    }
}
