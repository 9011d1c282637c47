package org.biggantune.archive;

import java.nio.file.Path;
import java.util.Arrays;
import org.biggantune.archive.array.ArrayDescription;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * Rows of finite numbers from a {@code .npy}, {@code .npz} or safetensors file.
 *
 * @param rows the count of rows, at least 1
 * @param shape the sizes of a row
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent") // a view of what was read, never compared
public record ArrayInput(int rows, int[] shape, float[] values) {

    /**
     * Reads an array of rows, or a single row.
     *
     * @param option the option that names the file, for messages
     * @param file the file
     * @param shape the sizes of a row; −1 stands for any size
     * @throws UnsupportedInputException if it is of another shape, or does not hold floating-point numbers
     * @throws CorruptInputException if a number is not finite, or the file is damaged
     */
    public static ArrayInput read(String option, Path file, int... shape) {
        NpyArray array = ArrayFile.read(file, found -> {
            if (!fits(found, shape)) {
                throw new UnsupportedInputException(option + " " + file + ": the array is " + found + ", expected "
                        + expected(shape) + " of floating-point numbers");
            }
        });
        float[] values = array.floats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new CorruptInputException(option + " " + file + ": number " + i + " of " + values.length + " is "
                        + values[i] + ", expected finite numbers");
            }
        }
        long[] found = array.shape();
        int[] row = Arrays.stream(found)
                .skip(found.length - shape.length)
                .mapToInt(Math::toIntExact)
                .toArray();
        return new ArrayInput(found.length == shape.length ? 1 : Math.toIntExact(found[0]), row, values);
    }

    private static boolean fits(ArrayDescription array, int... shape) {
        long[] found = array.shape();
        boolean fits = (found.length == shape.length || found.length == shape.length + 1)
                && array.type().isFloating()
                && array.elementCount() > 0;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] < 0 || shape[i] == found[found.length - shape.length + i];
        }
        return fits;
    }

    /** A copy of one row. */
    public float[] row(int index) {
        int size = values.length / rows;
        return Arrays.copyOfRange(values, index * size, (index + 1) * size);
    }

    private static String expected(int... shape) {
        String row = Arrays.toString(shape).replace("-1", "s");
        return "[n, " + row.substring(1);
    }
}
