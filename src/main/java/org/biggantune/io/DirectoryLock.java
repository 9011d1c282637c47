package org.biggantune.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.biggantune.domain.CannotCreateException;
import org.biggantune.domain.SettingsConflictException;

/**
 * The sole use of an output folder, held from {@link #acquire} to {@link #close}. The operating system drops the lock
 * when the process ends, however it ends; the file {@code .lock} stays and means nothing by itself. On file systems
 * without locks (some network mounts) acquiring fails with the system's reason.
 */
public final class DirectoryLock implements AutoCloseable {
    /** The name of the lock file inside the folder. */
    public static final String FILE_NAME = ".lock";

    private static final int OWNER_LIMIT = 20;
    // The locked byte lies far behind the text, so that a refused process can still read who holds the lock.
    private static final long LOCKED_BYTE = 1L << 40;

    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(FileChannel channel, FileLock lock) {
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
     */
    public static DirectoryLock acquire(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        FileChannel channel = open(folder, file);
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw inUse(folder, channel);
            }
            writeOwner(channel);
            return new DirectoryLock(channel, lock);
        } catch (OverlappingFileLockException e) {
            SettingsConflictException conflict = inUse(folder, channel);
            closeQuietly(channel);
            throw conflict;
        } catch (IOException e) {
            closeQuietly(channel);
            throw new CannotCreateException(file + ": cannot be locked: " + e.getMessage(), e);
        } catch (SettingsConflictException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** Gives the folder back; closing twice does nothing. */
    @Override
    public void close() {
        try {
            if (channel.isOpen()) {
                lock.release();
                channel.close();
            }
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }

    private static FileChannel open(Path folder, Path file) {
        try {
            Files.createDirectories(folder);
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new CannotCreateException(
                    folder + ": cannot be used as output folder: " + MessageText.of(String.valueOf(e.getMessage())), e);
        }
    }

    private static void writeOwner(FileChannel channel) throws IOException {
        channel.truncate(0);
        String owner = Long.toString(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static SettingsConflictException inUse(Path folder, FileChannel channel) {
        return new SettingsConflictException(folder + " is in use by another biggan-tune (process " + owner(channel)
                + "); wait for it or choose another output folder");
    }

    private static String owner(FileChannel channel) {
        ByteBuffer text = ByteBuffer.allocate(OWNER_LIMIT);
        try {
            channel.read(text, 0);
        } catch (IOException e) {
            return "unknown";
        }
        String owner = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return owner.matches("\\d+") ? owner : "unknown";
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The refusal is what matters.
        }
    }
}
