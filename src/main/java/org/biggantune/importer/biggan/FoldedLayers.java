package org.biggantune.importer.biggan;

import java.util.List;
import java.util.function.Supplier;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;

/** The layers shared by the folded programs of all BigGANs. */
final class FoldedLayers {
    /**
     * The limit of attention weights or Winograd tiles processed at once: 16 MiB, a core's share of the last-level
     * cache.
     */
    static final long CACHED_NUMBERS = 4L << 20;

    private final BigGanTensors tensors;

    FoldedLayers(BigGanTensors tensors) {
        this.tensors = tensors;
    }

    /** Returns a module with the class embeddings [classes, size] as {@code weight}. */
    static ScriptModule embedding(int classes, int size, Supplier<float[]> matrix) {
        return ScriptModule.of("Embedding").tensor("weight", ScriptTensor.lazy(matrix, classes, size));
    }

    /**
     * Returns a block with a class named after its convolutions, since TorchScript needs one class per set of types.
     */
    static ScriptModule block(String behaviour, List<ScriptModule> convolutions) {
        StringBuilder name = new StringBuilder(behaviour);
        convolutions.forEach(convolution -> name.append("_").append(convolution.className()));
        return ScriptModule.variant(name.toString(), behaviour);
    }

    /** Returns the first layer's weight with outputs in the order height, width, channel, which avoids a copy. */
    float[] linearWeight(String layer, int channels, int area, int inputs) {
        float[] weight = tensors.weight(layer, (long) channels * area, inputs);
        float[] permuted = new float[weight.length];
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < area; p++) {
                System.arraycopy(weight, (c * area + p) * inputs, permuted, (p * channels + c) * inputs, inputs);
            }
        }
        return permuted;
    }

    /** Returns the first layer's bias in the same order. */
    float[] linearBias(String layer, int channels, int area) {
        float[] bias = tensors.get(layer + ".bias", (long) channels * area);
        float[] permuted = new float[bias.length];
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < area; p++) {
                permuted[p * channels + c] = bias[c * area + p];
            }
        }
        return permuted;
    }

    /** Returns a convolution's weight divided by its spectral norm, channels-last. */
    ScriptTensor convolution(String layer, int out, int in, int kernel) {
        return ScriptTensor.lazy(() -> tensors.weight(layer, out, in, kernel, kernel), out, in, kernel, kernel)
                .channelsLast();
    }

    /** Returns a self-attention with gamma folded into its output weight. */
    ScriptModule attention(AttentionNames names, int channels) {
        int query = channels / 8;
        int value = channels / 2;
        ScriptModule attention = ScriptModule.of("Attention")
                .integer("query", query)
                .integer("value", value)
                .integer("numbers", CACHED_NUMBERS);
        attention.tensor(
                "projection_weight",
                ScriptTensor.lazy(() -> projection(names, channels, query, value), 2L * query + value, channels, 1, 1)
                        .channelsLast());
        return attention.tensor(
                "output_weight",
                ScriptTensor.lazy(() -> attentionOutput(names, channels, value), channels, value, 1, 1)
                        .channelsLast());
    }

    private float[] projection(AttentionNames names, int channels, int query, int value) {
        float[] joined = new float[(2 * query + value) * channels];
        float[] theta = tensors.weight(names.theta(), query, channels, 1, 1);
        float[] phi = tensors.weight(names.phi(), query, channels, 1, 1);
        float[] g = tensors.weight(names.g(), value, channels, 1, 1);
        System.arraycopy(theta, 0, joined, 0, theta.length);
        System.arraycopy(phi, 0, joined, theta.length, phi.length);
        System.arraycopy(g, 0, joined, 2 * theta.length, g.length);
        return joined;
    }

    private float[] attentionOutput(AttentionNames names, int channels, int value) {
        float gamma = tensors.get(names.gamma(), names.gammaShape())[0];
        float[] weight = tensors.weight(names.o(), channels, value, 1, 1);
        for (int i = 0; i < weight.length; i++) {
            weight[i] *= gamma;
        }
        return weight;
    }
}
