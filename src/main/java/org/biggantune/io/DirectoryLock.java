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
 * The sole use of an output folder, held from {@link #acquire} to {@link #close}. The operating system drops the lock
 * when the process ends, however it ends; the file {@code .lock} stays and means nothing by itself. On file systems
 * without locks (some network mounts) acquiring fails with the system's reason. Nothing else in the process may open
 * the lock file: on POSIX systems closing it anywhere gives the lock up.
 */
public final class DirectoryLock implements AutoCloseable {
    /** The name of the lock file inside the folder. */
    public static final String FILE_NAME = ".lock";

    private static final int OWNER_LIMIT = 20;
    private static final String UNKNOWN = "unknown";
    // The locked byte lies far behind the text, so that a refused process can still read who holds the lock.
    private static final long LOCKED_BYTE = 1L << 40;

    // A second channel on the lock file must never be opened and closed by the holder's own process, see above; so
    // the process has to know what it holds, and only a static field knows for all of it.
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
     * Takes the lock, creating the folder when it is missing.
     *
     * @param folder the folder to own
     * @return the held lock; the caller closes it
     * @throws SettingsConflictException when another process, or another part of this one, holds it
     * @throws CannotCreateException when the lock file cannot be made
     * @throws CorruptInputException when something else has its name, which is left as it is
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

    /** Gives the folder back; closing twice does nothing. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
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
                        file + ": holds something else than the number of a process; remove it or put it elsewhere");
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
            // The refusal is what matters.
        }
    }
}
