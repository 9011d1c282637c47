package org.biggantune.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.biggantune.archive.script.ScriptPickler;
import org.biggantune.archive.script.ScriptTensor;
import org.biggantune.archive.script.StoredZipWriter;
import org.biggantune.io.AtomicFile;

/**
 * Writes a checkpoint with one tensor in the layout of {@code torch.save} since PyTorch 1.6, readable by {@code
 * torch.load} even with {@code weights_only}:
 *
 * <pre>
 * archive/data.pkl            a dict with the tensor under its name
 * archive/byteorder           little
 * archive/data/0              float32 elements, row-major
 * archive/version             3
 * </pre>
 */
public final class CheckpointFile {
    private static final String FOLDER = "archive/";
    private static final String KEY = "0";

    private CheckpointFile() {}

    /**
     * Writes a checkpoint atomically.
     *
     * @param path the file, replaced if it exists
     * @param name the tensor's name
     * @param values its elements, row-major, not copied
     * @param shape its shape
     */
    public static void write(Path path, String name, float[] values, long... shape) {
        ByteBuffer elements = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        elements.asFloatBuffer().put(values);
        byte[] pickle = ScriptPickler.dictOf(name, KEY, ScriptTensor.of(values, shape));
        AtomicFile.write(path, channel -> {
            StoredZipWriter zip = new StoredZipWriter(channel);
            zip.add(FOLDER + "data.pkl", ByteBuffer.wrap(pickle));
            zip.add(FOLDER + "byteorder", ascii("little"));
            zip.add(FOLDER + "data/" + KEY, elements);
            zip.add(FOLDER + "version", ascii("3\n"));
            zip.finish();
        });
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
