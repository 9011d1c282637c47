package org.biggantune.report;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.WriteFailedException;

/**
 * Writes an event file for TensorBoard.
 *
 * <pre>
 * file   = record*
 * record = length:u64 masked(length):u32 event masked(event):u32      little-endian
 * masked(bytes) = rotate right by 15 of their CRC-32C, plus 0xa282ead8
 * </pre>
 *
 * <p>An event is a message of TensorFlow's {@code event.proto}, with these fields: {@code wall_time} 1, {@code step} 2,
 * {@code file_version} 3, {@code summary} 5 with values of {@code tag} 1 and {@code simple_value} 2 or {@code image} 4,
 * and {@code session_log} 7; its START makes TensorBoard discard events of that step and later ones in earlier files of
 * the folder. Every event is handed to the operating system at once. The caller closes the file.
 */
public final class TensorBoardFile implements AutoCloseable {
    private static final int MASK = 0xa282ead8;
    private static final int ROTATION = 15;
    private static final double MILLIS = 1000;
    private static final int RGB = 3;
    private static final int PNG_WIDTH_AT = 16;
    private static final int PNG_HEIGHT_AT = 20;
    private static final int START = 1;
    private static final AtomicInteger FILES = new AtomicInteger();

    private final Path file;
    private final FileChannel channel;

    /** Writes the contents of a message, such as an event's after its time and step. */
    private interface Part {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private TensorBoardFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Creates an event file in a folder, with a name that sorts after those of earlier processes.
     *
     * @param folder the folder of a TensorBoard run; created if missing
     * @param step events of this step and later ones in earlier files are discarded
     * @throws CannotCreateException if it cannot be created
     */
    public static TensorBoardFile begin(Path folder, long step) {
        String name = String.format(
                Locale.ROOT,
                "events.out.tfevents.%010d.biggan-tune.%d.%d",
                System.currentTimeMillis() / 1000,
                ProcessHandle.current().pid(),
                FILES.incrementAndGet());
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            TensorBoardFile made = new TensorBoardFile(
                    file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            made.write(0, out -> out.writeString(3, "brain.Event:2"));
            made.write(step, out -> message(out, 7, log -> log.writeEnum(1, START)));
            return made;
        } catch (IOException e) {
            throw new CannotCreateException(
                    file + ": cannot be created: " + e.getMessage() + "; omit --tensorboard to run without it", e);
        }
    }

    /** Writes the scalars of a step, tag to value. */
    public void scalars(long step, Map<String, Double> values) {
        write(
                step,
                out -> message(out, 5, summary -> {
                    for (Map.Entry<String, Double> value : values.entrySet()) {
                        message(summary, 1, one -> {
                            one.writeString(1, value.getKey());
                            one.writeFloat(2, value.getValue().floatValue());
                        });
                    }
                }));
    }

    /**
     * Writes an image of a step.
     *
     * @param png the bytes of a PNG file
     */
    public void picture(long step, String tag, byte[] png) {
        ByteBuffer head = ByteBuffer.wrap(png);
        write(
                step,
                out -> message(
                        out,
                        5,
                        summary -> message(summary, 1, value -> {
                            value.writeString(1, tag);
                            message(value, 4, image -> {
                                image.writeInt32(1, head.getInt(PNG_HEIGHT_AT));
                                image.writeInt32(2, head.getInt(PNG_WIDTH_AT));
                                image.writeInt32(3, RGB);
                                image.writeByteArray(4, png);
                            });
                        })));
    }

    private void write(long step, Part part) {
        byte[] event = bytes(out -> {
            out.writeDouble(1, System.currentTimeMillis() / MILLIS);
            out.writeInt64(2, step);
            part.writeTo(out);
        });
        ByteBuffer length =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, event.length);
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + event.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(length.array())
                .putInt(masked(length.array()))
                .put(event)
                .putInt(masked(event))
                .flip();
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Returns the checksum of a part of a record. */
    static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK;
    }

    private static void message(CodedOutputStream out, int field, Part part) throws IOException {
        out.writeByteArray(field, bytes(part));
    }

    private static byte[] bytes(Part part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            part.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a message could not be encoded in memory", e);
        }
        return bytes.toByteArray();
    }

    private WriteFailedException failed(IOException e) {
        return new WriteFailedException(
                file + ": writing failed: " + e.getMessage() + "; check free space and quota and run again", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
