package org.biggantune.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A temporary file beside its target, with a name that begins with a dot. The process holds a lock on it, which
 * distinguishes it from leftovers of killed processes: creating the first temporary file in a folder deletes those of
 * this user that are not locked and unchanged for a minute. The file is deleted if it is closed without being
 * published, or when the process exits normally or by a signal that can be caught.
 */
final class TemporaryFile implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\\..+\\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    /** The least age of a leftover, because a new file is not locked immediately. */
    private static final Duration LEAST_AGE = Duration.ofMinutes(1);

    // Process-wide, because closing any channel on a file releases the process's own lock on it (POSIX), so the
    // process must recognise its own files; and all of them are deleted when it exits.
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();
    private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OWN.forEach(TemporaryFile::delete), "delete files"));
    }

    private final Path path;
    private final FileChannel channel;

    private TemporaryFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates an empty file, and deletes leftovers in the folder.
     *
     * @param folder an existing folder
     * @param target the final name of the file
     * @throws IOException if it cannot be created
     */
    static TemporaryFile create(Path folder, Path target) throws IOException {
        Path real = folder.toRealPath();
        Path path = real.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        OWN.add(path);
        try {
            TemporaryFile file = new TemporaryFile(
                    path,
                    FileChannel.open(
                            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
            file.lock();
            if (SWEPT.add(real)) {
                deleteLeftovers(real, Files.getOwner(path));
            }
            return file;
        } catch (IOException e) {
            OWN.remove(path);
            throw e;
        }
    }

    /** Returns the open file; the caller must not close it. */
    FileChannel channel() {
        return channel;
    }

    /** Renames the file to its final name, replacing an existing file. */
    void publish(Path target) throws IOException {
        channel.force(true);
        channel.close();
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        OWN.remove(path);
    }

    /**
     * Renames the file to its final name unless that name is taken.
     *
     * @return whether it was renamed
     */
    boolean publishOnce(Path target) throws IOException {
        channel.force(true);
        try {
            // Linking is the only operation that atomically publishes a complete file and fails if the name is taken.
            Files.createLink(target, path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without links: detects an existing file, except for a short race.
            if (Files.exists(target)) {
                return false;
            }
            publish(target);
            return true;
        }
    }

    /** Deletes the file unless it was published. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is no longer needed.
        }
        if (OWN.remove(path)) {
            delete(path);
        }
    }

    /** Whether a file's name is that of a temporary file. */
    static boolean isTemporaryName(Path file) {
        return NAME.matcher(String.valueOf(file.getFileName())).matches();
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The original failure is the one to report.
        }
    }

    private void lock() {
        try {
            // Held until the channel is closed.
            channel.tryLock();
        } catch (IOException | UnsupportedOperationException e) {
            // Without locks no file is considered a leftover either.
        }
    }

    private static void deleteLeftovers(Path folder, UserPrincipal user) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(TemporaryFile::isTemporaryName)
                    .filter(file -> !OWN.contains(file) && isLeftover(file, user))
                    .forEach(TemporaryFile::delete);
        } catch (IOException | UncheckedIOException e) {
            // Leftovers are harmless apart from the space they take.
        }
    }

    private static boolean isLeftover(Path file, UserPrincipal user) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isOld(file, user)) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                return channel.tryLock() != null;
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Whether a file belongs to a user and has been unchanged for a minute. */
    static boolean isOld(Path file, UserPrincipal user) throws IOException {
        Instant changed =
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(user)
                && changed.isBefore(Instant.now().minus(LEAST_AGE));
    }
}
