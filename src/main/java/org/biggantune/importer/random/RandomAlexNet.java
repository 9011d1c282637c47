package org.biggantune.importer.random;

import java.util.List;
import org.biggantune.archive.StateDict;

/**
 * Builds an AlexNet of random weights with torchvision's names and shapes (Krizhevsky, "One weird trick for
 * parallelizing convolutional neural networks", 2014). Weights have He's variance, which preserves the scale of
 * activations.
 */
final class RandomAlexNet {
    private static final int POOLED_PIXELS = 36;
    private static final int HIDDEN = 4096;
    private static final List<Convolution> CONVOLUTIONS = List.of(
            new Convolution(0, 64, 11),
            new Convolution(3, 192, 5),
            new Convolution(6, 384, 3),
            new Convolution(8, 256, 3),
            new Convolution(10, 256, 3));

    private final RandomTensors tensors;

    private record Convolution(int index, int channels, int kernel) {}

    private RandomAlexNet(long seed) {
        this.tensors = new RandomTensors(seed, 2);
    }

    /**
     * Returns the tensors of a random classifier.
     *
     * @param labels the number of logits
     * @param seed the seed of the weights
     */
    static StateDict tensors(int labels, long seed) {
        return new RandomAlexNet(seed).build(labels);
    }

    private StateDict build(int labels) {
        int channels = 3;
        for (Convolution convolution : CONVOLUTIONS) {
            int kernel = convolution.kernel();
            layer("features." + convolution.index(), 2, convolution.channels(), channels, kernel, kernel);
            channels = convolution.channels();
        }
        layer("classifier.1", 2, HIDDEN, channels * POOLED_PIXELS);
        layer("classifier.4", 2, HIDDEN, HIDDEN);
        layer("classifier.6", 1, labels, HIDDEN);
        return tensors.stateDict("random alexnet");
    }

    /** Adds a layer that preserves variance; a gain of 2 compensates for the half removed by a ReLU. */
    private void layer(String name, double gain, int out, int in, int... kernel) {
        long[] shape = new long[2 + kernel.length];
        shape[0] = out;
        shape[1] = in;
        int inputs = in;
        for (int i = 0; i < kernel.length; i++) {
            shape[2 + i] = kernel[i];
            inputs *= kernel[i];
        }
        tensors.normal(name + ".weight", 0, Math.sqrt(gain / inputs), shape);
        tensors.normal(name + ".bias", 0, 0.05, out);
    }
}
