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
 * An array in memory as a {@code .npy} file holds it.
 *
 * @param shape sizes, empty for a scalar
 * @param type element type
 * @param data the elements in row-major order, little-endian; taken over, so that the caller leaves them alone
 */
public record NpyArray(long[] shape, ScalarType type, byte[] data) {
    /** Checks that the data have the size that shape and type ask for, and copies the shape. */
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
     * A float32 array.
     *
     * @param shape sizes whose product is the number of elements
     * @param data the elements in row-major order; copied
     * @return the array
     * @throws IllegalArgumentException when shape and number of elements do not fit
     */
    public static NpyArray ofFloats(long[] shape, float[] data) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(data.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(data);
        return new NpyArray(shape, ScalarType.FLOAT32, bytes.array());
    }

    /**
     * The sizes.
     *
     * @return a copy
     */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /**
     * The bytes of the elements.
     *
     * @return a copy, row-major and little-endian
     */
    @Override
    public byte[] data() {
        return data.clone();
    }

    /**
     * The number of elements.
     *
     * @return the product of the shape
     */
    public int elementCount() {
        return data.length / type.bytes();
    }

    /**
     * The elements as float, integers and float64 rounded.
     *
     * @return a new array in row-major order
     */
    public float[] floats() {
        ByteBuffer bytes = bytes();
        float[] values = new float[elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ScalarDecoder.single(type, bytes, i * type.bytes());
        }
        return values;
    }

    /**
     * A float64 array; like {@link #ofFloats}.
     *
     * @throws IllegalArgumentException when shape and number of elements do not fit
     */
    public static NpyArray ofDoubles(long[] shape, double[] data) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(data.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(data);
        return new NpyArray(shape, ScalarType.FLOAT64, bytes.array());
    }

    /** The elements as double, row-major in a new array. */
    public double[] doubles() {
        ByteBuffer bytes = bytes();
        double[] values = new double[elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ScalarDecoder.number(type, bytes, i * type.bytes());
        }
        return values;
    }

    /**
     * The same array with other numbers: an element changes only where its number, as float, is not the new one, so that
     * float64 keeps its digits elsewhere.
     *
     * @param values the new elements, row-major
     * @return an array of the same type and shape
     * @throws UnsupportedInputException when the type cannot hold a number
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
                throw new UnsupportedInputException(this + " cannot hold the number " + values[i]);
            }
        }
        return new NpyArray(shape, type, changed.array());
    }

    /** Arrays are equal when shape, type and bytes are. */
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

    /** The bytes of the elements, not copied. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(data).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
