package org.biggantune.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.MissingInputException;
import org.biggantune.domain.SettingsConflictException;
import org.biggantune.domain.UnsupportedInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.tuning.TuningState;
import org.biggantune.tuning.TuningStateFormat;

/**
 * A class's {@code state.bin}: where its tuning stands.
 *
 * <pre>
 * file = "biggan-tune state" version:int run:utf class:int events:long seconds:double state crc32:long
 * </pre>
 *
 * @param run the digest of the run's identity
 * @param classIndex the class
 * @param events the length of {@code events.jsonl} that belongs to the state, in bytes
 * @param seconds the time spent so far
 * @param state the tuning's state
 */
record SavedTuning(String run, int classIndex, long events, double seconds, TuningState state) {
    private static final String MAGIC = "biggan-tune state";
    private static final int VERSION = 3;
    private static final int FOOTER = Long.BYTES;
    private static final long MOST_BYTES = 1L << 30;

    /** The same, for lines that begin at another place of their file. */
    SavedTuning withEvents(long length) {
        return new SavedTuning(run, classIndex, length, seconds, state);
    }

    /** Writes the file, whole or not at all. */
    void write(Path file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(MAGIC);
            out.writeInt(VERSION);
            out.writeUTF(run);
            out.writeInt(classIndex);
            out.writeLong(events);
            out.writeDouble(seconds);
            TuningStateFormat.write(state, out);
            out.flush();
            out.writeLong(crc(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing into memory failed", e);
        }
        AtomicFile.writeBytes(file, bytes.toByteArray());
    }

    /**
     * Reads the file.
     *
     * @param expectedRun the digest of the identity of the run that wants to go on
     * @throws CorruptInputException if it is damaged
     * @throws UnsupportedInputException if another version wrote it
     * @throws SettingsConflictException if it belongs to another run or class
     */
    static SavedTuning read(Path file, String expectedRun, int expectedClass) {
        byte[] bytes = bytes(file);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (!in.readUTF().equals(MAGIC)) {
                throw new IOException("it does not begin with '" + MAGIC + "'");
            }
            int version = in.readInt();
            if (version != VERSION) {
                throw new UnsupportedInputException(file + ": state of version " + version + ", this version reads "
                        + VERSION + "; delete it to tune the class from its beginning");
            }
            requireChecksum(bytes);
            String run = in.readUTF();
            int classIndex = in.readInt();
            if (!run.equals(expectedRun) || classIndex != expectedClass) {
                throw new SettingsConflictException(
                        file + ": state of another run; delete it to tune the class from its beginning");
            }
            return new SavedTuning(run, classIndex, in.readLong(), in.readDouble(), TuningStateFormat.read(in));
        } catch (IOException | IllegalArgumentException e) {
            throw new CorruptInputException(
                    file + ": the state is damaged (" + e.getMessage()
                            + "); delete it to tune the class from its beginning",
                    e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new CorruptInputException(file + ": too large for a state");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireChecksum(byte[] bytes) throws IOException {
        int body = bytes.length - FOOTER;
        try (DataInputStream footer = new DataInputStream(
                new ByteArrayInputStream(Arrays.copyOfRange(bytes, Math.max(0, body), bytes.length)))) {
            if (footer.readLong() != crc(bytes, body)) {
                throw new IOException("its checksum does not fit");
            }
        }
    }

    private static long crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}
