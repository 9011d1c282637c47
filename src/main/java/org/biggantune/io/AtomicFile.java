package org.biggantune.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.stream.Stream;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.WriteFailedException;

/**
 * A file that appears complete or not at all: written under a temporary name in the target's folder, forced to the
 * device, then renamed. Missing parent folders are created; an existing file is replaced; on any failure the temporary
 * file is deleted and an existing target stays as it was.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** The content of a file, as the code that writes it. */
    @FunctionalInterface
    public interface ContentWriter {
        /**
         * Writes the whole content.
         *
         * @param channel open for reading and writing at position 0; the receiver must not close it
         * @throws IOException when writing fails
         */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Publishes a file.
     *
     * @param target the final name
     * @param content writes the content; an exception from it is passed on ({@link IOException} as write failure)
     * @throws CannotCreateException when the folder cannot be made or written, or the target is a folder
     * @throws WriteFailedException when writing fails after the file had been created
     */
    public static void write(Path target, ContentWriter content) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new CannotCreateException(target + ": cannot be written: it is a folder; give a file name");
        }
        createFolder(folder, target);
        try (TemporaryFile file = create(folder, target)) {
            content.writeTo(file.channel());
            file.publish(target);
            forceFolder(folder);
        } catch (IOException e) {
            throw new WriteFailedException(
                    target + ": writing failed: " + reason(e)
                            + "; nothing was changed, check free space and quota and run again",
                    e);
        }
    }

    /**
     * Publishes a text file in UTF-8 if there is none of its name, whole or not at all. Of several processes that do so at
     * once, on one or on several machines, the first one's stays.
     *
     * @return whether it is this one's
     * @throws CannotCreateException when the folder cannot be made or written
     * @throws WriteFailedException when writing fails after the file had been created
     */
    public static boolean writeOnce(Path target, String content) {
        Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
        createFolder(folder, target);
        try (TemporaryFile file = create(folder, target)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.channel().write(bytes);
            }
            boolean first = file.publishOnce(target);
            forceFolder(folder);
            return first;
        } catch (IOException e) {
            throw new WriteFailedException(
                    target + ": writing failed: " + reason(e)
                            + "; nothing was changed, check free space and quota and run again",
                    e);
        }
    }

    /**
     * Publishes a file of the given bytes.
     *
     * @param target the final name
     * @param content all bytes
     */
    public static void writeBytes(Path target, byte[] content) {
        write(target, channel -> {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        });
    }

    /**
     * Publishes a text file in UTF-8.
     *
     * @param target the final name
     * @param content all text
     */
    public static void writeString(Path target, String content) {
        writeBytes(target, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Deletes what processes that were killed while they wrote have left in a folder and the folders inside, as far as
     * that is possible. The caller must be the only one who writes there.
     *
     * @param folder the folder
     */
    public static void deleteLeftovers(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(TemporaryFile::isNamedSo).filter(Files::isRegularFile).forEach(TemporaryFile::delete);
        } catch (IOException | UncheckedIOException e) {
            // They take space, and harm nothing else.
        }
    }

    private static void createFolder(Path folder, Path target) {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new CannotCreateException(target + ": cannot be created: " + e.getMessage() + " is not a folder", e);
        } catch (IOException e) {
            throw new CannotCreateException(
                    target + ": cannot be created: folder " + folder + " cannot be made: " + reason(e), e);
        }
    }

    private static TemporaryFile create(Path folder, Path target) {
        try {
            return TemporaryFile.create(folder, target);
        } catch (IOException e) {
            throw new CannotCreateException(target + ": cannot be created in folder " + folder + ": " + reason(e), e);
        }
    }

    /** Makes the new name survive a power cut, where the system lets a folder be forced. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system can; the file itself was forced.
        }
    }

    private static String reason(IOException e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : MessageText.of(e.getMessage()) + " (" + name + ")";
    }
}
