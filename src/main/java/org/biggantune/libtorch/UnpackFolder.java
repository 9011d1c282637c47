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
 * A private folder in a cache that libraries are unpacked to before they are moved into place. It is deleted when
 * closed or when the process exits normally or by a signal that can be caught; those of killed processes are deleted by
 * a later start. Age replaces a lock, because not every home supports locks.
 */
final class UnpackFolder implements AutoCloseable {
    private static final String PREFIX = "unpack-";
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path path;
    private final Thread atExit;

    private UnpackFolder(Path path) {
        this.path = path;
        this.atExit = new Thread(() -> Utils.deleteQuietly(path), "delete " + path.getFileName());
    }

    /** Creates a folder in a cache; the caller closes it. */
    static UnpackFolder create(Path cache) throws IOException {
        UnpackFolder folder = new UnpackFolder(Files.createTempDirectory(cache, PREFIX));
        Runtime.getRuntime().addShutdownHook(folder.atExit);
        return folder;
    }

    /** Deletes the folders of killed processes, unchanged for an hour, as far as possible. */
    static void deleteAbandoned(Path cache) {
        Instant before = Instant.now().minus(ABANDONED);
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
            // There is no cache yet, or another process deletes them at the same time.
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        Utils.deleteQuietly(path);
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is exiting: the hook runs anyway and finds nothing.
        }
    }
}
