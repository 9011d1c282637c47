package org.biggantune.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.scalar.ScalarDecoder;
import org.biggantune.archive.scalar.ScalarType;

/** Elements of any type as double: exact up to 53 bits. The tool itself reads floating-point tensors as float only. */
public final class ExactNumbers {
    private ExactNumbers() {}

    /** A tensor's elements in row-major order; booleans are 0 and 1. */
    public static double[] of(StoredTensor tensor) {
        double[] values = new double[Math.toIntExact(tensor.elementCount())];
        ScalarType type = tensor.type();
        tensor.read((index, data, at, count) -> {
            for (int i = 0; i < count; i++) {
                values[index + i] = ScalarDecoder.number(type, data, at + i * type.bytes());
            }
        });
        return values;
    }

    /** An array's elements in row-major order. */
    public static double[] of(NpyArray array) {
        double[] values = new double[array.elementCount()];
        Arrays.setAll(
                values,
                i -> ScalarDecoder.number(
                        array.type(), array.bytes(), i * array.type().bytes()));
        return values;
    }

    /** A float64 array. */
    public static NpyArray array(long[] shape, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return new NpyArray(shape, ScalarType.FLOAT64, bytes.array());
    }
}
