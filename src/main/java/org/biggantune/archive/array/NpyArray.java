package org.biggantune.archive.array;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import org.biggantune.archive.scalar.ScalarDecoder;
import org.biggantune.archive.scalar.ScalarEncoder;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * An array in memory with the content of a {@code .npy} file.
 *
 * @param shape the shape, empty for a scalar
 * @param type the element type
 * @param data the elements in row-major order, little-endian; not copied, the caller must not modify it
 */
public record NpyArray(long[] shape, ScalarType type, byte[] data) {
    /** Checks that the data match shape and type, and copies the shape. */
    public NpyArray {
        Objects.requireNonNull(type, "type");
        shape = shape.clone();
        long count = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
            }
            count = Math.multiplyExact(count, size);
        }
        if (Math.multiplyExact(count, (long) type.bytes()) != data.length) {
            throw new IllegalArgumentException(
                    data.length + " bytes for shape " + Arrays.toString(shape) + " of " + type.label());
        }
    }

    /**
     * Creates a float32 array.
     *
     * @param shape the shape, with as many elements as {@code data}
     * @param data the elements in row-major order; copied
     * @return the array
     * @throws IllegalArgumentException if the number of elements does not match the shape
     */
    public static NpyArray ofFloats(long[] shape, float[] data) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(data.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(data);
        return new NpyArray(shape, ScalarType.FLOAT32, bytes.array());
    }

    /** Returns a copy of the shape. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Returns a copy of the bytes of the elements, row-major and little-endian. */
    @Override
    public byte[] data() {
        return data.clone();
    }

    /** Returns the number of elements. */
    public int elementCount() {
        return data.length / type.bytes();
    }

    /** Returns the elements as float in row-major order; integers and float64 are rounded. */
    public float[] floats() {
        ByteBuffer bytes = bytes();
        float[] values = new float[elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ScalarDecoder.single(type, bytes, i * type.bytes());
        }
        return values;
    }

    /**
     * Creates a float64 array; see {@link #ofFloats}.
     *
     * @throws IllegalArgumentException if the number of elements does not match the shape
     */
    public static NpyArray ofDoubles(long[] shape, double[] data) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(data.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(data);
        return new NpyArray(shape, ScalarType.FLOAT64, bytes.array());
    }

    /** Returns the elements as double in row-major order. */
    public double[] doubles() {
        ByteBuffer bytes = bytes();
        double[] values = new double[elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ScalarDecoder.number(type, bytes, i * type.bytes());
        }
        return values;
    }

    /**
     * Returns a copy with new elements. An element equal to the new value in float32 is kept, so unchanged elements of
     * float64 arrays keep their digits.
     *
     * @param values the new elements, row-major
     * @return an array of the same type and shape
     * @throws UnsupportedInputException if the type cannot represent a value
     */
    public NpyArray replaced(float[] values) {
        if (values.length != elementCount()) {
            throw new IllegalArgumentException(values.length + " numbers for " + this);
        }
        ByteBuffer changed = ByteBuffer.wrap(data.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            int at = i * type.bytes();
            if (Float.compare(values[i], ScalarDecoder.single(type, changed, at)) != 0
                    && !ScalarEncoder.put(type, changed, at, values[i])) {
                throw new UnsupportedInputException(this + " cannot represent " + values[i]);
            }
        }
        return new NpyArray(shape, type, changed.array());
    }

    /** Compares shape, type and bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof NpyArray array
                && type == array.type
                && Arrays.equals(shape, array.shape)
                && Arrays.equals(data, array.data);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(shape) + type.hashCode()) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return type.label() + " " + Arrays.toString(shape);
    }

    /** Returns a read-only view of the bytes of the elements. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(data).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
