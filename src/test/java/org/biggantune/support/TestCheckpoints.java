package org.biggantune.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.pickle.PickleBytes;

/** State dicts in memory, to be changed and written as checkpoints in the layout of {@code torch.save}. */
public final class TestCheckpoints {
    private TestCheckpoints() {}

    /**
     * A float32 tensor.
     *
     * @param shape its shape
     * @param values row-major
     */
    public record Tensor(long[] shape, float[] values) {
        /** A tensor of zeros. */
        public static Tensor zeros(long... shape) {
            long count = 1;
            for (long size : shape) {
                count *= size;
            }
            return new Tensor(shape, new float[Math.toIntExact(count)]);
        }
    }

    /** The tensors of a checkpoint, to be changed. */
    public static Map<String, Tensor> read(Path file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            StateDict dict = checkpoint.stateDict();
            for (String name : dict.names()) {
                tensors.put(
                        name, new Tensor(dict.get(name).shape(), dict.get(name).floats()));
            }
        }
        return tensors;
    }

    /** Writes tensors as a zip checkpoint whose top level is the dict. */
    public static Path write(Path file, Map<String, Tensor> tensors) throws IOException {
        PickleBytes pickle = new PickleBytes().op(0x80, 2, '}');
        int key = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            pickle.text(entry.getKey())
                    .tensor(
                            "FloatStorage",
                            Integer.toString(key++),
                            tensor.values().length,
                            0,
                            tensor.shape(),
                            strides(tensor.shape()))
                    .op('s');
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "m/data.pkl", pickle.stop());
            key = 0;
            for (Tensor tensor : tensors.values()) {
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.values().length)
                        .order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(tensor.values());
                put(zip, "m/data/" + key++, bytes.array());
            }
        }
        return file;
    }

    /** Adds an entry that is not compressed. */
    static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static long[] strides(long[] shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= shape[d];
        }
        return strides;
    }
}
