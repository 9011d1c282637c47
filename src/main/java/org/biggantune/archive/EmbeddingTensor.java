package org.biggantune.archive;

import java.util.List;
import java.util.Optional;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * The tensor of a checkpoint or program that holds a generator's class embeddings.
 *
 * @param tensor the tensor
 * @param transposed whether a class is a column, as in the linear layer of Hugging Face's BigGAN: shape [size, classes]
 */
public record EmbeddingTensor(StoredTensor tensor, boolean transposed) {
    /** The count of classes that stands for any. */
    public static final int ANY = -1;

    /** BigGAN-PyTorch's embedding: a row a class. */
    private static final String ROWS = "shared.weight";
    /** Hugging Face's linear layer: a column a class. */
    private static final String COLUMNS = "embeddings.weight";

    /**
     * Finds the tensor.
     *
     * @param network the network's tensors, without prefixes
     * @param all all tensors of the file, by full name
     * @param parameter the tensor's name, where the user gave one
     * @param classes the count of classes that it must have, or {@link #ANY}
     * @param size the length of an embedding that it must have
     * @return the tensor, of the right shape
     * @throws UnsupportedInputException if there is none, or more than one, or its shape is another
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
                        : "; of shape " + shape + ": " + names(shaped) + "; name it with --parameter"));
    }

    /**
     * A matrix's numbers in the order of this tensor.
     *
     * @param matrix one row a class
     * @return row-major in the tensor's shape
     */
    public float[] arranged(EmbeddingMatrix matrix) {
        return transposed ? turned(matrix.values(), matrix.rows(), matrix.columns()) : matrix.values();
    }

    /**
     * This tensor's numbers as a matrix.
     *
     * @return one row a class, float64 rounded to float32
     */
    public EmbeddingMatrix matrix() {
        int rows = (int) tensor.shape()[0];
        int columns = (int) tensor.shape()[1];
        float[] values = tensor.floats();
        return transposed
                ? new EmbeddingMatrix(columns, rows, turned(values, rows, columns))
                : new EmbeddingMatrix(rows, columns, values);
    }

    /** The exact name, else all that end with a dot and it. */
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
                    + " numbers, the shape of what is to be put into it");
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

    private static float[] turned(float[] values, int rows, int columns) {
        float[] turned = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                turned[j * rows + i] = values[i * columns + j];
            }
        }
        return turned;
    }
}
