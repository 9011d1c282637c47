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
 * A file on its way to become another one, beside it under a name that begins with a dot. Its process holds a lock on it,
 * so that others can tell it from one that a killed process has left: whoever makes the first such file in a folder
 * deletes those that are this user's, that nobody holds, and that have not changed for a minute. Deleted when it is closed
 * unpublished, or when the process ends by itself or by a signal that can be caught.
 */
final class TemporaryFile implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\\..+\\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    /** A file is not locked yet when it is made. */
    private static final Duration LEAST_AGE = Duration.ofMinutes(1);

    // Closing any channel on a file gives up the process's own lock on it (POSIX), so the process has to know which
    // files
    // are its own; and the end of the process concerns all of them. Only a static field knows of all.
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
     * Makes an empty file, and deletes what others have left in the folder.
     *
     * @param folder an existing folder
     * @param target the name that the file is to have in the end
     * @throws IOException if it cannot be made
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
                deleteLeft(real, Files.getOwner(path));
            }
            return file;
        } catch (IOException e) {
            OWN.remove(path);
            throw e;
        }
    }

    /** The open file; the caller does not close it. */
    FileChannel channel() {
        return channel;
    }

    /** Gives the file its name in the end, in place of what has it. */
    void publish(Path target) throws IOException {
        channel.force(true);
        channel.close();
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        OWN.remove(path);
    }

    /**
     * Gives the file its name in the end unless another has it.
     *
     * @return whether it got the name
     */
    boolean publishOnce(Path target) throws IOException {
        channel.force(true);
        try {
            // The one operation that both gives a whole file its name and fails where the name is taken.
            Files.createLink(target, path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without links. Who comes second finds the first one's, but for a moment.
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
            // It is not needed any more.
        }
        if (OWN.remove(path)) {
            delete(path);
        }
    }

    /** Whether a file has a name as these files have. */
    static boolean isNamedSo(Path file) {
        return NAME.matcher(String.valueOf(file.getFileName())).matches();
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The failure that led here is the one to report.
        }
    }

    private void lock() {
        try {
            // Held until the channel is closed.
            channel.tryLock();
        } catch (IOException | UnsupportedOperationException e) {
            // Where there are no locks, nobody takes the file for a left one either.
        }
    }

    private static void deleteLeft(Path folder, UserPrincipal user) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(TemporaryFile::isNamedSo)
                    .filter(file -> !OWN.contains(file) && isLeft(file, user))
                    .forEach(TemporaryFile::delete);
        } catch (IOException | UncheckedIOException e) {
            // They take space, and harm nothing else.
        }
    }

    private static boolean isLeft(Path file, UserPrincipal user) {
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

    /** Whether something is a user's and has not changed for a while. */
    static boolean isOld(Path file, UserPrincipal user) throws IOException {
        Instant changed =
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(user)
                && changed.isBefore(Instant.now().minus(LEAST_AGE));
    }
}
