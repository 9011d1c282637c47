package org.biggantune.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive use of an output folder, from {@link #acquire} to {@link #close}. The operating system releases the lock
 * when the process ends, however it ends; the file {@code .lock} remains and means nothing by itself. On file systems
 * without locks (some network mounts) acquiring fails with the system's reason. Nothing else in the process may open
 * the lock file, because on POSIX systems closing it anywhere releases the lock.
 */
public final class DirectoryLock implements AutoCloseable {
    /** The name of the lock file inside the folder. */
    public static final String FILE_NAME = ".lock";

    private static final int OWNER_LIMIT = 20;
    private static final String UNKNOWN = "unknown";
    // Locks a byte far beyond the text, so that other processes can still read who holds the lock.
    private static final long LOCKED_BYTE = 1L << 40;

    // A process must never open and close a second channel on a lock file that it holds (see above), so it needs
    // a process-wide list of its locks.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(Path folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Acquires the lock, creating the folder if it is missing.
     *
     * @param folder the folder to lock
     * @return the held lock; the caller closes it
     * @throws SettingsConflictException if another process, or another part of this one, holds the lock
     * @throws CannotCreateException if the lock file cannot be created
     * @throws CorruptInputException if something else has the lock file's name; it is not touched
     */
    public static DirectoryLock acquire(Path folder) {
        Path real = created(folder);
        if (!HELD.add(real)) {
            throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
        }
        DirectoryLock lock = null;
        try {
            lock = locked(folder, real);
            return lock;
        } finally {
            if (lock == null) {
                HELD.remove(real);
            }
        }
    }

    /** Releases the lock; closing twice has no effect. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            // The system releases the lock when the process ends.
        } finally {
            HELD.remove(folder);
        }
    }

    private static DirectoryLock locked(Path folder, Path real) {
        Path file = real.resolve(FILE_NAME);
        FileChannel channel = null;
        FileLock lock = null;
        try {
            RegularFile.exists(file);
            channel = FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw inUse(folder, owner(channel));
            }
            if (channel.size() > 0 && owner(channel).equals(UNKNOWN)) {
                lock = null;
                throw new CorruptInputException(
                        file + ": does not contain a process id; remove the file or move it elsewhere");
            }
            writeOwner(channel);
            return new DirectoryLock(real, channel, lock);
        } catch (IOException e) {
            lock = null;
            throw new CannotCreateException(file + ": cannot be locked: " + MessageText.of(e.toString()), e);
        } finally {
            if (lock == null) {
                closeQuietly(channel);
            }
        }
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw new CannotCreateException(
                    folder + ": cannot be used as output folder: " + MessageText.of(e.toString()), e);
        }
    }

    private static void writeOwner(FileChannel channel) throws IOException {
        channel.truncate(0);
        String owner = Long.toString(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static SettingsConflictException inUse(Path folder, String process) {
        return new SettingsConflictException(folder + " is in use by another biggan-tune (process " + process
                + "); wait for it or choose another output folder");
    }

    private static String owner(FileChannel channel) {
        ByteBuffer text = ByteBuffer.allocate(OWNER_LIMIT + 1);
        try {
            channel.read(text, 0);
        } catch (IOException e) {
            return UNKNOWN;
        }
        String owner = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return owner.matches("\\d{1," + OWNER_LIMIT + "}") ? owner : UNKNOWN;
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The original failure matters more.
        }
    }
}
