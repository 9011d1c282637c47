package org.biggantune.libtorch;

import ai.djl.util.Utils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder in a cache that libraries are unpacked to before they are put in their place, for this user alone. It is deleted
 * when it is closed or when the process ends by itself or by a signal that can be caught; those of killed processes by a
 * later start. No lock says which are in use: not every home takes locks, and none is in use for so long.
 */
final class UnpackFolder implements AutoCloseable {
    private static final String PREFIX = "unpack-";
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final Path path;
    private final Thread atExit;

    private UnpackFolder(Path path) {
        this.path = path;
        this.atExit = new Thread(() -> Utils.deleteQuietly(path), "delete " + path.getFileName());
    }

    /** Makes one in a cache's folder; the caller closes it. */
    static UnpackFolder create(Path cache) throws IOException {
        UnpackFolder folder = new UnpackFolder(Files.createTempDirectory(cache, PREFIX));
        Runtime.getRuntime().addShutdownHook(folder.atExit);
        return folder;
    }

    /** Deletes those of killed processes, as far as that is possible: not changed for an hour. */
    static void deleteForgotten(Path cache) {
        Instant before = Instant.now().minus(FORGOTTEN);
        try (Stream<Path> files = Files.list(cache)) {
            List<Path> folders = files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith(PREFIX))
                    .toList();
            for (Path folder : folders) {
                if (Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(before)) {
                    Utils.deleteQuietly(folder);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // There is no cache yet, or another start deletes them at the same time.
        }
    }

    /** The folder. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        Utils.deleteQuietly(path);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs anyway, and finds nothing.
        }
    }
}
