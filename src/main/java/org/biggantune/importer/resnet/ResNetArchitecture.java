package org.biggantune.importer.resnet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.classifier.NetworkTensors;

/**
 * The architecture of a residual network, determined from the names and shapes of its tensors.
 *
 * @param stemKernel the first convolution's kernel: 7 (stride 2, followed by max pooling) or 3 (stride 1, no pooling)
 * @param stemChannels the first convolution's output channels
 * @param stages the blocks of each stage
 * @param head the name of the last layer, {@code fc} or {@code linear}
 * @param labels the number of logits
 */
public record ResNetArchitecture(int stemKernel, int stemChannels, List<Stage> stages, String head, int labels) {
    private static final int PUBLISHED_WIDTH = 64;
    private static final int PUBLISHED_LABELS = 1000;

    /**
     * One stage of blocks.
     *
     * @param blocks its blocks in order
     */
    public record Stage(List<Block> blocks) {
        /** Copies the list. */
        public Stage {
            blocks = List.copyOf(blocks);
        }

        /** Whether its blocks have three convolutions. */
        public boolean bottleneck() {
            return blocks.get(0).bottleneck();
        }
    }

    /**
     * One residual block.
     *
     * @param in the input channels
     * @param middle the channels between its convolutions
     * @param out the output channels
     * @param stride 1, or 2 if the block halves the map
     * @param bottleneck whether it has three convolutions (1 × 1, 3 × 3 with the stride, 1 × 1) instead of two
     * @param shortcut how its input is added
     */
    record Block(int in, int middle, int out, int stride, boolean bottleneck, Shortcut shortcut) {}

    /** How a block's input is added to its output. */
    enum Shortcut {
        /** Unchanged. */
        IDENTITY,
        /** Through a 1 × 1 convolution with batch norm. */
        PROJECTION,
        /** Every second pixel, with zeros for new channels (He et al.'s option A). */
        PADDING
    }

    /** Copies the stages. */
    public ResNetArchitecture {
        stages = List.copyOf(stages);
    }

    /** Whether a state dict looks like a residual network, complete or not. */
    public static boolean matches(StateDict tensors) {
        return tensors.contains("layer1.0.conv1.weight") && tensors.contains("conv1.weight");
    }

    /** Returns the usual input size in pixels: 224 with a 7 × 7 stem, else 32. */
    int inputSize() {
        return stemKernel == 7 ? 224 : 32;
    }

    /**
     * Returns the names of the stages, in order: {@code layer1} and so on. The program can return each one's output.
     */
    List<String> featureMaps() {
        return IntStream.rangeClosed(1, stages.size())
                .mapToObj(s -> "layer" + s)
                .toList();
    }

    /** Returns the number of layers with weights as in the networks' names: 50 for ResNet-50. */
    int depth() {
        int depth = 2;
        for (Stage stage : stages) {
            for (Block block : stage.blocks()) {
                depth += block.bottleneck() ? 3 : 2;
            }
        }
        return depth;
    }

    /**
     * Reads the architecture. Widths that cannot be determined from a tensor default to the published ones; the
     * program's builder reports missing tensors.
     *
     * @throws UnsupportedInputException if the tensors' shapes contradict every residual network
     */
    public static ResNetArchitecture read(StateDict dict) {
        NetworkTensors tensors = new NetworkTensors(dict);
        int kernel = stemKernel(dict);
        List<Stage> stages = new ArrayList<>();
        int stem = tensors.width(PUBLISHED_WIDTH, "conv1", "bn1");
        int channels = stem;
        do {
            Stage stage = stage(dict, tensors, stages.size(), channels);
            stages.add(stage);
            channels = stage.blocks().get(stage.blocks().size() - 1).out();
        } while (tensors.contains(prefix(stages.size(), 0) + "conv1.weight"));
        String head = tensors.contains("linear.weight") ? "linear" : "fc";
        return new ResNetArchitecture(kernel, stem, stages, head, tensors.width(PUBLISHED_LABELS, head));
    }

    private static int stemKernel(StateDict tensors) {
        if (!tensors.contains("conv1.weight")) {
            return 7;
        }
        long[] stem = tensors.get("conv1.weight").shape();
        if (stem.length != 4 || stem[1] != 3 || stem[2] != stem[3] || (stem[2] != 3 && stem[2] != 7)) {
            throw new UnsupportedInputException(tensors.source() + ": conv1.weight is "
                    + tensors.get("conv1.weight").describe() + ", expected [channels, 3, 7, 7] or [channels, 3, 3, 3]");
        }
        return (int) stem[2];
    }

    /** Returns the prefix of a block's tensors; both indices count from zero. */
    static String prefix(int stage, int block) {
        return "layer" + (stage + 1) + "." + block + ".";
    }

    private static Stage stage(StateDict dict, NetworkTensors tensors, int index, int channels) {
        List<Block> blocks = new ArrayList<>();
        int in = channels;
        do {
            String name = prefix(index, blocks.size());
            boolean bottleneck = tensors.contains(name + "conv3.weight");
            String last = bottleneck ? "3" : "2";
            int middle = tensors.width(in, name + "conv1", name + "bn1");
            int out = tensors.width(in, name + "conv" + last, name + "bn" + last);
            int stride = index > 0 && blocks.isEmpty() ? 2 : 1;
            blocks.add(new Block(in, middle, out, stride, bottleneck, shortcut(dict, name, in, out, stride)));
            in = out;
        } while (tensors.contains(prefix(index, blocks.size()) + "conv1.weight"));
        return new Stage(blocks);
    }

    private static Shortcut shortcut(StateDict tensors, String name, int in, int out, int stride) {
        if (tensors.contains(name + "downsample.0.weight")) {
            return Shortcut.PROJECTION;
        }
        if (in == out && stride == 1) {
            return Shortcut.IDENTITY;
        }
        if (stride == 2 && out >= in && (out - in) % 2 == 0) {
            return Shortcut.PADDING;
        }
        throw new UnsupportedInputException(tensors.source() + ": " + name + " turns " + in + " channels into " + out
                + " without '" + name + "downsample.0.weight'");
    }
}
