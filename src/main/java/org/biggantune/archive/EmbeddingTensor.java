package org.biggantune.archive;

import java.util.List;
import java.util.Optional;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * The tensor of a checkpoint or program with a generator's class embeddings.
 *
 * @param tensor the tensor
 * @param transposed whether classes are columns, as in the linear layer of Hugging Face's BigGAN: shape [size, classes]
 */
public record EmbeddingTensor(StoredTensor tensor, boolean transposed) {
    /** Accepts any number of classes. */
    public static final int ANY = -1;

    /** BigGAN-PyTorch's embedding: one row per class. */
    private static final String ROWS = "shared.weight";
    /** Hugging Face's linear layer: one column per class. */
    private static final String COLUMNS = "embeddings.weight";

    /**
     * Finds the class embeddings.
     *
     * @param network the network's tensors, without prefixes
     * @param all all tensors of the file, by full name
     * @param parameter the tensor's name, if given by the user
     * @param classes the required number of classes, or {@link #ANY}
     * @param size the required embedding size
     * @return the tensor, with the required shape
     * @throws UnsupportedInputException if there is none or more than one, or it has another shape
     */
    public static EmbeddingTensor find(
            StateDict network, StateDict all, Optional<String> parameter, int classes, int size) {
        if (parameter.isPresent()) {
            String name = parameter.get();
            return checked(network.find(name).orElseGet(() -> all.get(name)), network, classes, size);
        }
        for (String name : List.of(ROWS, COLUMNS)) {
            List<StoredTensor> found = named(network, name);
            if (found.size() == 1) {
                return checked(found.get(0), network, classes, size);
            } else if (found.size() > 1) {
                throw new UnsupportedInputException(network.source() + ": " + found.size()
                        + " tensors may be the class embeddings: " + names(found) + "; choose one with --parameter");
            }
        }
        List<StoredTensor> shaped = all.all().stream()
                .filter(tensor ->
                        tensor.type().isFloating() && (fits(tensor, classes, size) || fits(tensor, size, classes)))
                .toList();
        String shape = "[" + (classes == ANY ? "classes" : classes) + ", " + size + "]";
        throw new UnsupportedInputException(network.source() + ": has no tensor " + ROWS + " or " + COLUMNS
                + (shaped.isEmpty()
                        ? ", and none of shape " + shape + "; is this a generator?"
                        : "; of shape " + shape + ": " + names(shaped) + "; give one with --parameter"));
    }

    /**
     * Arranges a matrix's values in the order of this tensor.
     *
     * @param matrix one row per class
     * @return row-major in the tensor's shape
     */
    public float[] arranged(EmbeddingMatrix matrix) {
        return transposed ? transpose(matrix.values(), matrix.rows(), matrix.columns()) : matrix.values();
    }

    /**
     * Reads this tensor as a matrix.
     *
     * @return one row per class, float64 rounded to float32
     */
    public EmbeddingMatrix matrix() {
        int rows = (int) tensor.shape()[0];
        int columns = (int) tensor.shape()[1];
        float[] values = tensor.floats();
        return transposed
                ? new EmbeddingMatrix(columns, rows, transpose(values, rows, columns))
                : new EmbeddingMatrix(rows, columns, values);
    }

    /** Returns the tensor with exactly this name, else all with this last part. */
    private static List<StoredTensor> named(StateDict network, String name) {
        return network.find(name)
                .map(List::of)
                .orElseGet(() -> network.all().stream()
                        .filter(tensor -> tensor.name().endsWith("." + name))
                        .toList());
    }

    private static EmbeddingTensor checked(StoredTensor tensor, StateDict network, int classes, int size) {
        boolean rows = fits(tensor, classes, size);
        boolean columns = fits(tensor, size, classes);
        if (!rows && !columns) {
            throw new UnsupportedInputException(network.source() + ": tensor " + MessageText.quoted(tensor.name())
                    + " is " + tensor.describe() + ", expected " + (classes == ANY ? "" : classes + " ") + "classes × "
                    + size
                    + " numbers");
        }
        String name = "." + tensor.name();
        return new EmbeddingTensor(tensor, columns && (!rows || name.endsWith("." + COLUMNS)));
    }

    private static boolean fits(StoredTensor tensor, long first, long second) {
        long[] shape = tensor.shape();
        return shape.length == 2 && (first == ANY || shape[0] == first) && (second == ANY || shape[1] == second);
    }

    private static String names(List<StoredTensor> tensors) {
        return MessageText.of(
                String.join(", ", tensors.stream().map(StoredTensor::name).toList()));
    }

    private static float[] transpose(float[] values, int rows, int columns) {
        float[] transpose = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transpose[j * rows + i] = values[i * columns + j];
            }
        }
        return transpose;
    }
}
