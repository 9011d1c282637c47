package org.biggantune.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.biggantune.archive.array.ArrayDescription;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * Rows of finite numbers read from a {@code .npy}, {@code .npz} or safetensors file.
 *
 * @param rows the number of rows, at least 1
 * @param shape the shape of a row
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ArrayInput(int rows, int[] shape, float[] values) {

    /**
     * Reads an array of rows, or a single row.
     *
     * @param option the option that gives the file, for messages
     * @param file the file
     * @param shape the expected shape of a row; −1 accepts any size
     * @throws MissingInputException if it does not exist
     * @throws UnsupportedInputException if it has another shape or does not contain floating-point numbers
     * @throws CorruptInputException if a number is not finite, or the file is damaged
     */
    public static ArrayInput read(String option, Path file, int... shape) {
        ArrayInput all = finite(option, file, found -> fits(found, shape), expected(shape));
        int sizes = all.shape.length;
        return sizes == shape.length
                ? all
                : new ArrayInput(all.shape[0], Arrays.copyOfRange(all.shape, 1, sizes), all.values);
    }

    /**
     * Reads an array of a given shape.
     *
     * @param option the option that gives the file, for messages
     * @param file the file
     * @param reason appended to the shape in a message: why it is required
     * @param shape the expected shape
     * @return its elements, row-major
     * @throws MissingInputException if it does not exist
     * @throws UnsupportedInputException if it has another shape or does not contain floating-point numbers
     * @throws CorruptInputException if a number is not finite, or the file is damaged
     */
    public static float[] readOne(String option, Path file, String reason, long... shape) {
        String expected = Arrays.toString(shape) + " of floating-point numbers" + reason;
        return finite(option, file, found -> Arrays.equals(found.shape(), shape), expected).values;
    }

    /** Reads the whole array as a single row. */
    private static ArrayInput finite(String option, Path file, Predicate<ArrayDescription> fits, String expected) {
        if (Files.notExists(file)) {
            throw new MissingInputException(option + " " + file + ": no such file; check the path");
        }
        NpyArray array = ArrayFile.read(file, found -> {
            if (!fits.test(found) || !found.type().isFloating()) {
                throw new UnsupportedInputException(
                        option + " " + file + ": the array is " + found + ", expected " + expected);
            }
        });
        float[] values = array.floats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new CorruptInputException(option + " " + file + ": number " + i + " of " + values.length + " is "
                        + values[i] + ", expected finite numbers");
            }
        }
        return new ArrayInput(
                1, Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray(), values);
    }

    private static boolean fits(ArrayDescription array, int... shape) {
        long[] found = array.shape();
        boolean fits = (found.length == shape.length || found.length == shape.length + 1) && array.elementCount() > 0;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] < 0 || shape[i] == found[found.length - shape.length + i];
        }
        return fits;
    }

    /** Returns a copy of one row. */
    public float[] row(int index) {
        int size = values.length / rows;
        return Arrays.copyOfRange(values, index * size, (index + 1) * size);
    }

    private static String expected(int... shape) {
        String row = Arrays.toString(shape).replace("-1", "s");
        return "[n, " + row.substring(1) + " of floating-point numbers";
    }
}
