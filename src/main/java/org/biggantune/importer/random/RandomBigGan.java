package org.biggantune.importer.random;

import org.biggantune.archive.StateDict;
import org.biggantune.importer.biggan.BigGanArchitecture;

/**
 * Builds a BigGAN of random weights with BigGAN-PyTorch's names and shapes. Spectral norms make the scale of a weight
 * irrelevant; stored variances are near the actual ones, so activations neither vanish nor explode.
 */
public final class RandomBigGan {
    /** The approximate output variance of a convolution, divided by its spectral norm, on rectified normal inputs. */
    private static final double VARIANCE = 0.3;

    private final BigGanArchitecture architecture;
    private final RandomTensors tensors;

    private RandomBigGan(BigGanArchitecture architecture, long seed) {
        this.architecture = architecture;
        this.tensors = new RandomTensors(seed, 0);
    }

    /**
     * Returns the tensors of a random generator.
     *
     * @param architecture its architecture
     * @param seed the seed of the weights
     */
    public static StateDict tensors(BigGanArchitecture architecture, long seed) {
        return new RandomBigGan(architecture, seed).build();
    }

    private StateDict build() {
        int first = architecture.blockChannels().get(0);
        int area = architecture.bottomWidth() * architecture.bottomWidth();
        tensors.normal("shared.weight", 0, 0.2, architecture.classCount(), architecture.embeddingSize());
        layer("linear", true, (long) first * area, architecture.latentChunk());
        for (int i = 0; i < architecture.blocks(); i++) {
            block("blocks." + i + ".0.", architecture.blockChannels().get(i), channelsAfter(i));
            if (architecture.attentionFollows(i)) {
                attention("blocks." + i + ".1.", channelsAfter(i));
            }
        }
        int last = channelsAfter(architecture.blocks() - 1);
        tensors.normal("output_layer.0.gain", 1, 0.1, last);
        tensors.normal("output_layer.0.bias", 0, 0.1, last);
        statistics("output_layer.0.", last);
        layer("output_layer.2", true, 3, last, 3, 3);
        return tensors.stateDict("random BigGAN " + architecture.resolution());
    }

    private void block(String name, int in, int out) {
        conditionalNorm(name + "bn1.", in);
        layer(name + "conv1", true, out, in, 3, 3);
        conditionalNorm(name + "bn2.", out);
        layer(name + "conv2", true, out, out, 3, 3);
        layer(name + "conv_sc", true, out, in, 1, 1);
    }

    private void attention(String name, int channels) {
        layer(name + "theta", false, channels / 8, channels, 1, 1);
        layer(name + "phi", false, channels / 8, channels, 1, 1);
        layer(name + "g", false, channels / 2, channels, 1, 1);
        layer(name + "o", false, channels, channels / 2, 1, 1);
        tensors.constant(name + "gamma", 0.5);
    }

    private void conditionalNorm(String name, int channels) {
        layer(name + "gain", false, channels, architecture.conditions());
        layer(name + "bias", false, channels, architecture.conditions());
        statistics(name, channels);
    }

    private void statistics(String name, int channels) {
        tensors.normal(name + "stored_mean", 0, 0.1, channels);
        tensors.constant(name + "stored_var", VARIANCE, channels);
    }

    private void layer(String name, boolean bias, long... shape) {
        tensors.normal(name + ".weight", 0, 0.02, shape);
        if (bias) {
            tensors.normal(name + ".bias", 0, 0.02, shape[0]);
        }
        tensors.normal(name + ".u0", 0, 1, 1, shape[0]);
        tensors.constant(name + ".sv0", 1, 1);
    }

    private int channelsAfter(int block) {
        return architecture.blockChannels().get(block + 1);
    }
}
