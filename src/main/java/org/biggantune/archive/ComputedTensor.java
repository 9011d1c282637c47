package org.biggantune.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.zip.ElementSource;

/**
 * A float32 tensor with elements computed from their index, so that a network with random weights needs no storage.
 *
 * @param shape the sizes, outermost first; empty for a scalar
 * @param elements computes the elements
 */
public record ComputedTensor(long[] shape, Elements elements) {

    /** Computes an element from its index. Must be a pure function; called by any number of threads. */
    @FunctionalInterface
    public interface Elements {
        /**
         * Returns an element.
         *
         * @param index the row-major index, from 0
         */
        float at(long index);
    }

    /** Copies the shape. */
    public ComputedTensor {
        shape = shape.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Returns this tensor under a name, for a state dict. */
    StoredTensor stored(Path source, String name) {
        long[] strides = new long[shape.length];
        long count = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = count;
            count = Math.multiplyExact(count, shape[axis]);
        }
        TensorStorage storage =
                new TensorStorage(new Formula(source, elements), name, ScalarType.FLOAT32, count, 0, null, () -> {});
        return new StoredTensor(name, storage, 0, shape, strides);
    }

    private record Formula(Path path, Elements elements) implements ElementSource {
        @Override
        public ByteBuffer read(long position, int count) {
            ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
            long first = position / Float.BYTES;
            for (int i = 0; i < count / Float.BYTES; i++) {
                bytes.putFloat(elements.at(first + i));
            }
            return bytes.flip();
        }
    }
}
