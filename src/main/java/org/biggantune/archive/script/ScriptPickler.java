package org.biggantune.archive.script;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the {@code data.pkl} of a TorchScript archive: a protocol-2 pickle of nested {@code __torch__} objects, in the
 * order of {@code torch::jit::Pickler} and {@code torch::jit::Unpickler}. Storages have the keys "0", "1" and so on in
 * the order of {@link #tensors()}.
 */
public final class ScriptPickler {
    private static final int PROTO = 0x80;
    private static final int EMPTY_TUPLE = ')';
    private static final int NEW_OBJECT = 0x81;
    private static final int EMPTY_DICT = '}';
    private static final int MARK = '(';
    private static final int SET_ITEMS = 'u';
    private static final int BUILD = 'b';
    private static final int STOP = '.';
    private static final int TUPLE = 't';
    private static final int REDUCE = 'R';
    private static final int PERSISTENT_ID = 'Q';
    private static final int GLOBAL = 'c';
    private static final int UNICODE = 'X';
    private static final int FLOAT = 'G';
    private static final int INT = 'J';
    private static final int LONG = 0x8a;
    private static final int FALSE = 0x89;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<ScriptTensor> tensors = new ArrayList<>();
    private final String scope;

    /** @param scope the classes' package, such as {@code __torch__.biggan_tune} */
    ScriptPickler(String scope) {
        this.scope = scope;
    }

    /** Returns the pickle of a whole program. Must be called only once. */
    byte[] pickle(ScriptModule root) {
        out.write(PROTO);
        out.write(2);
        module(root);
        out.write(STOP);
        return out.toByteArray();
    }

    /** Returns the tensors of the program; the index of each is the key of its storage. */
    List<ScriptTensor> tensors() {
        return List.copyOf(tensors);
    }

    /** Returns the pickle of an empty tuple, the content of {@code constants.pkl}. */
    static byte[] emptyTuple() {
        return new byte[] {(byte) PROTO, 2, EMPTY_TUPLE, STOP};
    }

    private void module(ScriptModule module) {
        global(scope, module.className());
        out.write(EMPTY_TUPLE);
        out.write(NEW_OBJECT);
        out.write(EMPTY_DICT);
        out.write(MARK);
        string("training");
        out.write(FALSE);
        for (Map.Entry<String, Object> attribute : module.attributes().entrySet()) {
            string(attribute.getKey());
            value(attribute.getValue());
        }
        out.write(SET_ITEMS);
        out.write(BUILD);
    }

    private void value(Object value) {
        if (value instanceof ScriptTensor tensor) {
            tensor(Integer.toString(tensors.size()), tensor);
            tensors.add(tensor);
        } else if (value instanceof ScriptModule module) {
            module(module);
        } else if (value instanceof Long number) {
            integer(number);
        } else if (value instanceof Double number) {
            out.write(FLOAT);
            bytes(ByteBuffer.allocate(8).putDouble(number));
        } else {
            throw new IllegalArgumentException("an attribute of type " + value.getClass());
        }
    }

    /**
     * Returns the bytes of a tensor in a pickle. They contain the storage's key and are therefore unique.
     *
     * @param key the storage's name in the archive
     * @param tensor the tensor's shape and layout
     */
    public static byte[] record(String key, ScriptTensor tensor) {
        ScriptPickler pickler = new ScriptPickler("");
        pickler.tensor(key, tensor);
        return pickler.out.toByteArray();
    }

    /**
     * Returns the pickle of a plain dict with one tensor.
     *
     * @param name the tensor's name
     * @param key the storage's name in the archive
     * @param tensor its shape and layout
     */
    public static byte[] dictOf(String name, String key, ScriptTensor tensor) {
        ScriptPickler pickler = new ScriptPickler("");
        pickler.out.write(PROTO);
        pickler.out.write(2);
        pickler.out.write(EMPTY_DICT);
        pickler.out.write(MARK);
        pickler.string(name);
        pickler.tensor(key, tensor);
        pickler.out.write(SET_ITEMS);
        pickler.out.write(STOP);
        return pickler.out.toByteArray();
    }

    /**
     * Returns the pickle of a wrapper program: an object with one tensor and another program's root.
     *
     * @param root the names of the new root's class and attributes
     * @param inner the other program's {@code data.pkl}, of protocol 2
     * @param key the name of the tensor's storage in the archive
     * @param tensor its shape and layout
     * @throws IllegalArgumentException if the other pickle is not of protocol 2
     */
    public static byte[] around(WrapperNames root, byte[] inner, String key, ScriptTensor tensor) {
        int last = inner.length - 1;
        if (inner.length < 4 || (inner[0] & 0xFF) != PROTO || inner[1] != 2 || inner[last] != STOP) {
            throw new IllegalArgumentException("data.pkl is not a pickle of protocol 2");
        }
        ScriptPickler pickler = new ScriptPickler("");
        pickler.out.write(inner, 0, 2);
        pickler.global(root.scope(), root.className());
        pickler.out.write(EMPTY_TUPLE);
        pickler.out.write(NEW_OBJECT);
        pickler.out.write(EMPTY_DICT);
        pickler.out.write(MARK);
        pickler.string("training");
        pickler.out.write(FALSE);
        pickler.string(root.tensor());
        pickler.tensor(key, tensor);
        pickler.string(root.program());
        pickler.out.write(inner, 2, last - 2);
        pickler.out.write(SET_ITEMS);
        pickler.out.write(BUILD);
        pickler.out.write(STOP);
        return pickler.out.toByteArray();
    }

    /**
     * Returns the bytes of a storage in a pickle. They contain its key and are therefore unique.
     *
     * @param type the name of PyTorch's storage class, such as {@code FloatStorage}
     * @param key the storage's name in the archive
     * @param elementCount the number of elements
     */
    public static byte[] storageRecord(String type, String key, long elementCount) {
        ScriptPickler pickler = new ScriptPickler("");
        pickler.storage(type, key, elementCount);
        return pickler.out.toByteArray();
    }

    private void tensor(String key, ScriptTensor tensor) {
        global("torch._utils", "_rebuild_tensor_v2");
        out.write(MARK);
        storage("FloatStorage", key, tensor.elementCount());
        integer(0);
        integers(tensor.shape());
        integers(tensor.strides());
        out.write(FALSE);
        global("collections", "OrderedDict");
        out.write(EMPTY_TUPLE);
        out.write(REDUCE);
        out.write(TUPLE);
        out.write(REDUCE);
    }

    private void storage(String type, String key, long elementCount) {
        out.write(MARK);
        string("storage");
        global("torch", type);
        string(key);
        string("cpu");
        integer(elementCount);
        out.write(TUPLE);
        out.write(PERSISTENT_ID);
    }

    private void integers(long[] values) {
        out.write(MARK);
        for (long value : values) {
            integer(value);
        }
        out.write(TUPLE);
    }

    private void integer(long value) {
        if (value == (int) value) {
            out.write(INT);
            bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value));
        } else {
            out.write(LONG);
            out.write(8);
            bytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value));
        }
    }

    private void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write(UNICODE);
        bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length));
        out.writeBytes(utf8);
    }

    private void global(String module, String name) {
        out.write(GLOBAL);
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(ByteBuffer buffer) {
        out.writeBytes(buffer.array());
    }
}
