package org.biggantune.archive.script;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes a TorchScript archive for {@code torch::jit::load} of PyTorch 1.6 and later, without using libtorch:
 *
 * <pre>
 * NAME/data.pkl               the objects (see {@link ScriptPickler})
 * NAME/code/__torch__/X.py    the classes' source (see {@link ScriptSource})
 * NAME/data/0, 1, …           the storages, float32 little-endian, 64-byte aligned
 * NAME/constants.pkl          an empty tuple
 * NAME/extra/FILE extra files
 * NAME/byteorder, NAME/version
 * </pre>
 *
 * Layout after PyTorch's {@code caffe2/serialize/inline_container.h} and {@code torch/csrc/jit/serialization}.
 */
public final class TorchScriptWriter {
    /** The version of the file format: the oldest in which all operators used here have their present meaning. */
    private static final String FORMAT_VERSION = "3\n";

    private static final String PACKAGE = "biggan_tune";

    private TorchScriptWriter() {}

    /**
     * Writes a program.
     *
     * @param channel the target; left open
     * @param name the archive's top folder
     * @param root the program's object tree
     * @param source the methods of classes without methods of their own
     * @param extras extra files by name
     * @throws IOException if writing to the channel fails
     */
    public static void write(
            WritableByteChannel channel, String name, ScriptModule root, String source, Map<String, byte[]> extras)
            throws IOException {
        StoredZipWriter zip = new StoredZipWriter(channel);
        ScriptPickler pickler = new ScriptPickler("__torch__." + PACKAGE);
        String code = new ScriptSource("__torch__." + PACKAGE, source).of(root);
        zip.add(name + "/data.pkl", ByteBuffer.wrap(pickler.pickle(root)));
        zip.add(name + "/byteorder", text("little"));
        zip.add(name + "/code/__torch__/" + PACKAGE + ".py", text(code));
        zip.add(name + "/constants.pkl", ByteBuffer.wrap(ScriptPickler.emptyTuple()));
        for (Map.Entry<String, byte[]> extra : extras.entrySet()) {
            zip.add(name + "/extra/" + extra.getKey(), ByteBuffer.wrap(extra.getValue()));
        }
        List<ScriptTensor> tensors = pickler.tensors();
        for (int key = 0; key < tensors.size(); key++) {
            zip.add(name + "/data/" + key, littleEndian(tensors.get(key).storage()));
        }
        zip.add(name + "/version", text(FORMAT_VERSION));
        zip.finish();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
