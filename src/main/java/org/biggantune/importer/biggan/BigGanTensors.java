package org.biggantune.importer.biggan;

import java.util.Arrays;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.failure.CorruptInputException;

/**
 * A BigGAN checkpoint's tensors as numbers: checked for shape and finiteness, spectral norms divided out on request. A
 * layer's spectral norm is BigGAN-PyTorch's where it has a vector {@code u0}, PyTorch's own where its weight is called
 * {@code weight_orig}.
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

    /** Tensors of a generator that may store batch statistics for several truncations, of which one is chosen. */
    BigGanTensors(StateDict tensors, double spectralEpsilon, double truncation) {
        this.tensors = tensors;
        this.spectralEpsilon = spectralEpsilon;
        this.truncation = truncation;
        this.spectral = tensors.names().stream().anyMatch(name -> name.endsWith(".u0"));
        this.torchSpectral = tensors.names().stream().anyMatch(name -> name.endsWith(".weight_orig"));
    }

    /** The prefix of a block's tensors. */
    static String block(int index) {
        return "blocks." + index + ".0.";
    }

    /** Row-major numbers of a tensor that must have this shape. */
    float[] get(String name, long... shape) {
        tensors.get(name, shape);
        return tensors.finiteFloats(name);
    }

    /** A matrix of which the other one is stored: [rows, columns] of a tensor [columns, rows]. */
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

    /** The stored mean of a batch norm's input. */
    float[] mean(String norm, int channels) {
        return statistics(norm, "stored_mean", "running_means", channels);
    }

    /** The stored variance of a batch norm's input, not negative. */
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

    /** Whether weights are divided by their spectral norms: in all layers or in none, so that a lost vector is missed. */
    boolean hasSpectralNorm() {
        return spectral;
    }

    /** Like {@link #hasSpectralNorm} for PyTorch's own spectral norm. */
    boolean hasTorchSpectralNorm() {
        return torchSpectral;
    }

    /** The weight that a layer computes with: divided by its spectral norm where it has one. */
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
