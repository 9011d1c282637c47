package org.biggantune.archive.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, sound ones and others. */
public final class PickleBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public PickleBytes op(int... opcodes) {
        for (int opcode : opcodes) {
            bytes.write(opcode);
        }
        return this;
    }

    public PickleBytes ascii(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    public PickleBytes u4(long value) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, (int) value)
                .array());
        return this;
    }

    public PickleBytes i8(long value) {
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, value)
                .array());
        return this;
    }

    public PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X').u4(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    public PickleBytes number(long value) {
        return op(0x8a, 8).i8(value);
    }

    public PickleBytes global(String module, String name) {
        return ascii("c" + module + "\n" + name + "\n");
    }

    public PickleBytes numbers(long... values) {
        op('(');
        for (long value : values) {
            number(value);
        }
        return op('t');
    }

    /** A call of _rebuild_tensor_v2. */
    public PickleBytes tensor(String storage, String key, long count, long offset, long[] shape, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2")
                .op('(', '(')
                .text("storage")
                .global("torch", storage);
        text(key)
                .text("cpu")
                .number(count)
                .op('t', 'Q')
                .number(offset)
                .numbers(shape)
                .numbers(strides);
        return op(0x89).global("collections", "OrderedDict").op(')', 'R', 't', 'R');
    }

    public byte[] stop() {
        return op('.').bytes.toByteArray();
    }
}
