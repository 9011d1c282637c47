package org.biggantune.importer.biggan;

import java.util.Arrays;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.failure.CorruptInputException;

/**
 * Reads the tensors of a BigGAN checkpoint, checks shapes and finiteness, and divides by spectral norms on request. The
 * spectral norm is BigGAN-PyTorch's if there is a vector {@code u0}, PyTorch's own if the weight is called {@code
 * weight_orig}.
 */
final class BigGanTensors {
    private final StateDict tensors;
    private final double spectralEpsilon;
    private final double truncation;
    private final boolean spectral;
    private final boolean torchSpectral;

    BigGanTensors(StateDict tensors, double spectralEpsilon) {
        this(tensors, spectralEpsilon, 1);
    }

    /** Creates a reader for a generator that may store batch statistics for several truncations. */
    BigGanTensors(StateDict tensors, double spectralEpsilon, double truncation) {
        this.tensors = tensors;
        this.spectralEpsilon = spectralEpsilon;
        this.truncation = truncation;
        this.spectral = tensors.names().stream().anyMatch(name -> name.endsWith(".u0"));
        this.torchSpectral = tensors.names().stream().anyMatch(name -> name.endsWith(".weight_orig"));
    }

    /** Returns the prefix of a block's tensors. */
    static String block(int index) {
        return "blocks." + index + ".0.";
    }

    /** Reads a tensor of a given shape, row-major. */
    float[] get(String name, long... shape) {
        tensors.get(name, shape);
        return tensors.finiteFloats(name);
    }

    /** Reads a matrix [rows, columns] that is stored transposed as [columns, rows]. */
    float[] transposed(String name, int rows, int columns) {
        float[] stored = get(name, columns, rows);
        float[] matrix = new float[stored.length];
        for (int c = 0; c < columns; c++) {
            for (int r = 0; r < rows; r++) {
                matrix[r * columns + c] = stored[c * rows + r];
            }
        }
        return matrix;
    }

    /** Reads the stored mean of a batch norm. */
    float[] mean(String norm, int channels) {
        return statistics(norm, "stored_mean", "running_means", channels);
    }

    /** Reads the stored variance of a batch norm, which must not be negative. */
    float[] variance(String norm, int channels) {
        float[] values = statistics(norm, "stored_var", "running_vars", channels);
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0) {
                throw new CorruptInputException(tensors.source() + ": tensor '" + norm + "."
                        + (hasTable(norm) ? "running_vars" : "stored_var") + "' has a negative variance at " + i);
            }
        }
        return values;
    }

    private float[] statistics(String norm, String single, String table, int channels) {
        if (!hasTable(norm)) {
            return get(norm + "." + single, channels);
        }
        String name = norm + "." + table;
        long[] shape = tensors.get(name).shape();
        return TruncationStatistics.row(get(name, Math.max(2, shape[0]), channels), channels, truncation);
    }

    private boolean hasTable(String norm) {
        return tensors.contains(norm + ".running_means") || tensors.contains(norm + ".running_vars");
    }

    /**
     * Whether weights must be divided by their spectral norms; then all layers need a vector, so a missing one is
     * noticed.
     */
    boolean hasSpectralNorm() {
        return spectral;
    }

    /** Whether the network uses PyTorch's own spectral norm; see {@link #hasSpectralNorm}. */
    boolean hasTorchSpectralNorm() {
        return torchSpectral;
    }

    /** Returns a layer's effective weight, divided by its spectral norm if there is one. */
    float[] weight(String layer, long... shape) {
        if (torchSpectral) {
            float[] weight = get(layer + ".weight_orig", shape);
            float[] u = get(layer + ".weight_u", shape[0]);
            float[] v = get(layer + ".weight_v", weight.length / shape[0]);
            return divided(weight, SpectralNorm.stored(weight, u, v), layer + ".weight_orig", shape);
        }
        float[] weight = get(layer + ".weight", shape);
        if (!spectral) {
            return weight;
        }
        float[] u = get(layer + ".u0", 1, shape[0]);
        double sigma = SpectralNorm.sigma(weight, Math.toIntExact(shape[0]), u, spectralEpsilon);
        return divided(weight, sigma, layer + ".weight", shape);
    }

    private float[] divided(float[] weight, double sigma, String name, long[] shape) {
        if (!(sigma > 0)) {
            throw new CorruptInputException(tensors.source() + ": tensor '" + name + "' " + Arrays.toString(shape)
                    + " has spectral norm " + sigma + ", expected a positive number");
        }
        float[] divided = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            divided[i] = (float) (weight[i] / sigma);
        }
        return divided;
    }
}
