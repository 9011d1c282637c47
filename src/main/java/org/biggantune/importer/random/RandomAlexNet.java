package org.biggantune.importer.random;

import java.util.List;
import org.biggantune.archive.StateDict;

/**
 * AlexNet of random weights with torchvision's names and shapes (Krizhevsky, "One weird trick for parallelizing
 * convolutional neural networks", 2014). Weights have He's variance, so that activations keep their size.
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
     * The tensors of a random classifier.
     *
     * @param labels the count of logits
     * @param seed other numbers for other seeds
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

    /** A layer whose outputs have the variance of its inputs; a gain of 2 makes up for the half that a ReLU takes. */
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
