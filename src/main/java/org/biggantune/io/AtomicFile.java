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
 * Writes files that appear complete or not at all: under a temporary name in the target's folder, forced to the device,
 * then renamed. Missing parent folders are created; an existing file is replaced; on any failure the temporary file is
 * deleted and an existing target is unchanged.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface ContentWriter {
        /**
         * Writes the whole content.
         *
         * @param channel open for reading and writing at position 0; the receiver must not close it
         * @throws IOException if writing fails
         */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file atomically.
     *
     * @param target the final name
     * @param content writes the content; its exceptions are rethrown, an {@link IOException} as {@link
     *     WriteFailedException}
     * @throws CannotCreateException if the folder cannot be created or written, or the target is a folder
     * @throws WriteFailedException if writing fails after the file was created
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
     * Writes a UTF-8 text file atomically unless the target exists. If several processes, possibly on several machines,
     * do so at the same time, the first one wins.
     *
     * @return whether this call created the file
     * @throws CannotCreateException if the folder cannot be created or written
     * @throws WriteFailedException if writing fails after the file was created
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
     * Writes bytes to a file atomically.
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
     * Writes a UTF-8 text file atomically.
     *
     * @param target the final name
     * @param content all text
     */
    public static void writeString(Path target, String content) {
        writeBytes(target, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Deletes the temporary files of killed processes in a folder and its sub-folders, as far as possible. Nobody else
     * may write there at the same time.
     *
     * @param folder the folder
     */
    public static void deleteLeftovers(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(TemporaryFile::isTemporaryName)
                    .filter(Files::isRegularFile)
                    .forEach(TemporaryFile::delete);
        } catch (IOException | UncheckedIOException e) {
            // Leftovers are harmless apart from the space they take.
        }
    }

    private static void createFolder(Path folder, Path target) {
        // Making one that is there asks more of a network file system than a look.
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new CannotCreateException(target + ": cannot be created: " + e.getMessage() + " is not a folder", e);
        } catch (IOException e) {
            throw new CannotCreateException(
                    target + ": cannot be created: folder " + folder + " cannot be created: " + reason(e), e);
        }
    }

    private static TemporaryFile create(Path folder, Path target) {
        try {
            return TemporaryFile.create(folder, target);
        } catch (IOException e) {
            throw new CannotCreateException(target + ": cannot be created in folder " + folder + ": " + reason(e), e);
        }
    }

    /** Forces the new name to the device if the system supports forcing a folder. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not supported by every system; the file itself was forced.
        }
    }

    private static String reason(IOException e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : MessageText.of(e.getMessage()) + " (" + name + ")";
    }
}
