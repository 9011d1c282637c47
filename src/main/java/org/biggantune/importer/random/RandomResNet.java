package org.biggantune.importer.random;

import java.util.List;
import java.util.Optional;
import org.biggantune.archive.StateDict;

/**
 * Builds a residual network of random weights with torchvision's names and shapes (He et al., CVPR 2016). Weights have
 * He's variance and the last batch norm of a block has a small gain, which preserves the scale of activations.
 */
public final class RandomResNet {
    private static final int[] WIDTHS = {64, 128, 256, 512};
    private static final int EXPANSION = 4;
    private static final double LAST_GAIN = 0.2;

    private final List<Integer> blocks;
    private final boolean bottleneck;
    private final RandomTensors tensors;

    private RandomResNet(List<Integer> blocks, boolean bottleneck, long seed) {
        this.blocks = blocks;
        this.bottleneck = bottleneck;
        this.tensors = new RandomTensors(seed, 1);
    }

    /**
     * Returns the tensors of a random classifier.
     *
     * @param name {@code resnet18} or {@code resnet50}
     * @param labels the number of logits
     * @param seed the seed of the weights
     * @return empty if no network has this name
     */
    public static Optional<StateDict> tensors(String name, int labels, long seed) {
        return switch (name) {
            case "resnet18" -> Optional.of(new RandomResNet(List.of(2, 2, 2, 2), false, seed).build(name, labels));
            case "resnet50" -> Optional.of(new RandomResNet(List.of(3, 4, 6, 3), true, seed).build(name, labels));
            default -> Optional.empty();
        };
    }

    private StateDict build(String name, int labels) {
        unit("conv1", "bn1", 1, WIDTHS[0], 3, 7);
        int in = WIDTHS[0];
        for (int stage = 0; stage < WIDTHS.length; stage++) {
            for (int block = 0; block < blocks.get(stage); block++) {
                in = block("layer" + (stage + 1) + "." + block + ".", stage, block, in);
            }
        }
        tensors.normal("fc.weight", 0, 0.05, labels, in);
        tensors.normal("fc.bias", 0, 0.05, labels);
        return tensors.stateDict("random " + name);
    }

    private int block(String name, int stage, int index, int in) {
        int width = WIDTHS[stage];
        int out = bottleneck ? EXPANSION * width : width;
        if (bottleneck) {
            unit(name + "conv1", name + "bn1", 1, width, in, 1);
            unit(name + "conv2", name + "bn2", 1, width, width, 3);
            unit(name + "conv3", name + "bn3", LAST_GAIN, out, width, 1);
        } else {
            unit(name + "conv1", name + "bn1", 1, width, in, 3);
            unit(name + "conv2", name + "bn2", LAST_GAIN, out, width, 3);
        }
        if (index == 0 && (stage > 0 || in != out)) {
            unit(name + "downsample.0", name + "downsample.1", 1, out, in, 1);
        }
        return out;
    }

    private void unit(String conv, String norm, double gain, int out, int in, int kernel) {
        tensors.normal(conv + ".weight", 0, Math.sqrt(2.0 / (in * kernel * kernel)), out, in, kernel, kernel);
        tensors.constant(norm + ".weight", gain, out);
        tensors.normal(norm + ".bias", 0, 0.05, out);
        tensors.normal(norm + ".running_mean", 0, 0.05, out);
        tensors.constant(norm + ".running_var", 1, out);
    }
}
