package org.biggantune.runfolder;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.MessageText;
import org.biggantune.tuning.TuningState;
import org.biggantune.tuning.TuningStateFormat;
import org.jspecify.annotations.Nullable;

/**
 * The saved state of a class, {@code state.bin}.
 *
 * <pre>
 * file = "biggan-tune state" version:int run:utf class:int events:long seconds:double state crc32:long
 * </pre>
 *
 * @param run the digest of the run's identity
 * @param classIndex the class
 * @param events the length in bytes of the class's {@code events.jsonl} at this state
 * @param seconds the time spent so far
 * @param state the tuning's state
 */
public record SavedTuning(String run, int classIndex, long events, double seconds, TuningState state) {
    private static final String MAGIC = "biggan-tune state";
    private static final int VERSION = 7;
    private static final int FOOTER = Long.BYTES;
    private static final int BLOCK = 1 << 16;
    private static final String REMEDY = "; delete it to tune the class from the start";

    /** Writes the file atomically. */
    public void write(Path file) {
        AtomicFile.write(file, channel -> {
            CheckedOutputStream checked = new CheckedOutputStream(Channels.newOutputStream(channel), new CRC32());
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BLOCK));
            out.writeUTF(MAGIC);
            out.writeInt(VERSION);
            out.writeUTF(run);
            out.writeInt(classIndex);
            out.writeLong(events);
            out.writeDouble(seconds);
            TuningStateFormat.write(state, out);
            out.flush();
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
        });
    }

    /**
     * Reads the file.
     *
     * @param expectedRun the digest of the identity of the run being resumed
     * @param check throws {@link IllegalArgumentException} if the state does not belong to the class's tuning
     * @throws CorruptInputException if it is damaged
     * @throws UnsupportedInputException if another version wrote it
     * @throws SettingsConflictException if it belongs to another run or class
     */
    public static SavedTuning read(Path file, String expectedRun, int expectedClass, Consumer<TuningState> check) {
        try {
            requireVersion(file);
            requireChecksum(file);
            SavedTuning saved = parse(file);
            if (!saved.run().equals(expectedRun) || saved.classIndex() != expectedClass) {
                throw new SettingsConflictException(file + ": state of another run" + REMEDY);
            }
            if (saved.events() < 0 || !(saved.seconds() >= 0 && Double.isFinite(saved.seconds()))) {
                throw new IOException(saved.events() + " bytes of lines, " + saved.seconds() + " seconds");
            }
            check.accept(saved.state());
            return saved;
        } catch (EOFException e) {
            throw damaged(file, "it ends early", e);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, e.getMessage(), e);
        }
    }

    private static CorruptInputException damaged(Path file, @Nullable String how, Exception cause) {
        return new CorruptInputException(
                file + ": the state is damaged (" + MessageText.of(String.valueOf(how)) + ")" + REMEDY, cause);
    }

    private static void requireVersion(Path file) throws IOException {
        try (DataInputStream in = open(file)) {
            if (!in.readUTF().equals(MAGIC)) {
                throw new IOException("it does not begin with '" + MAGIC + "'");
            }
            int version = in.readInt();
            if (version != VERSION) {
                throw new UnsupportedInputException(
                        file + ": state of version " + version + ", but this tool reads version " + VERSION + REMEDY);
            }
        }
    }

    private static void requireChecksum(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] block = new byte[BLOCK];
        try (DataInputStream in = open(file)) {
            for (long left = Files.size(file) - FOOTER; left > 0; ) {
                int count = in.read(block, 0, (int) Math.min(block.length, left));
                if (count < 0) {
                    throw new EOFException();
                }
                crc.update(block, 0, count);
                left -= count;
            }
            if (in.readLong() != crc.getValue()) {
                throw new IOException("its checksum does not match");
            }
        }
    }

    private static SavedTuning parse(Path file) throws IOException {
        try (DataInputStream in = open(file)) {
            in.readUTF();
            in.readInt();
            SavedTuning saved = new SavedTuning(
                    in.readUTF(), in.readInt(), in.readLong(), in.readDouble(), TuningStateFormat.read(in));
            if (in.readNBytes(FOOTER + 1).length != FOOTER) {
                throw new IOException("unexpected length");
            }
            return saved;
        }
    }

    private static DataInputStream open(Path file) {
        try {
            return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BLOCK));
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + MessageText.of(e.toString()), e);
        }
    }
}
