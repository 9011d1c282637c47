package org.biggantune.importer.biggan;

import java.util.Arrays;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.CorruptInputException;

/** A BigGAN checkpoint's tensors as numbers: checked for shape and finiteness, spectral norms divided out on request. */
final class BigGanTensors {
    private final StateDict tensors;
    private final double spectralEpsilon;
    private final boolean spectral;

    BigGanTensors(StateDict tensors, double spectralEpsilon) {
        this.tensors = tensors;
        this.spectralEpsilon = spectralEpsilon;
        this.spectral = tensors.names().stream().anyMatch(name -> name.endsWith(".u0"));
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

    /** A variance: like {@link #get}, and not negative. */
    float[] variance(String name, long... shape) {
        float[] values = get(name, shape);
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0) {
                throw new CorruptInputException(
                        tensors.source() + ": tensor '" + name + "' has a negative variance at " + i);
            }
        }
        return values;
    }

    /** Whether weights are divided by their spectral norms: in all layers or in none, so that a lost vector is missed. */
    boolean hasSpectralNorm() {
        return spectral;
    }

    /** The weight that a layer computes with: divided by its spectral norm where it has one. */
    float[] weight(String layer, long... shape) {
        float[] weight = get(layer + ".weight", shape);
        if (!hasSpectralNorm()) {
            return weight;
        }
        float[] u = get(layer + ".u0", 1, shape[0]);
        double sigma = SpectralNorm.sigma(weight, Math.toIntExact(shape[0]), u, spectralEpsilon);
        if (!(sigma > 0)) {
            throw new CorruptInputException(tensors.source() + ": tensor '" + layer + ".weight' "
                    + Arrays.toString(shape) + " has spectral norm " + sigma + ", expected a positive number");
        }
        float[] divided = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            divided[i] = (float) (weight[i] / sigma);
        }
        return divided;
    }
}
