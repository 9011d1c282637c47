package org.biggantune.importer.resnet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.UnsupportedInputException;

/**
 * The architecture of a residual network, read off the names and shapes of its tensors.
 *
 * @param stemKernel the first convolution's kernel: 7 (stride 2, max-pool behind it) or 3 (stride 1, no pool)
 * @param stemChannels the first convolution's outputs
 * @param stages the blocks of each stage
 * @param head the name of the last layer, {@code fc} or {@code linear}
 * @param labels the count of logits
 */
public record ResNetArchitecture(int stemKernel, int stemChannels, List<Stage> stages, String head, int labels) {
    private static final Pattern KNOWN = Pattern.compile("(conv1\\.weight|bn1\\..*|(fc|linear)\\.(weight|bias)"
            + "|layer\\d+\\.\\d+\\.(conv[123]\\.weight|bn[123]\\..*|downsample\\.(0\\.weight|1\\..*))"
            + "|.*num_batches_tracked|normalizer\\.new_(mean|std))");

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
     * @param in the channels that enter
     * @param middle the channels between its convolutions
     * @param out the channels that leave
     * @param stride 1, or 2 where the block halves the map
     * @param bottleneck whether it has three convolutions (1 × 1, 3 × 3 with the stride, 1 × 1) instead of two
     * @param shortcut how its input reaches the sum
     */
    public record Block(int in, int middle, int out, int stride, boolean bottleneck, Shortcut shortcut) {}

    /** How a block's input reaches the sum. */
    public enum Shortcut {
        /** As it is. */
        IDENTITY,
        /** Through a 1 × 1 convolution with batch norm. */
        PROJECTION,
        /** Every second pixel, new channels zero (He et al.'s option A). */
        PADDING
    }

    /** Copies the stages. */
    public ResNetArchitecture {
        stages = List.copyOf(stages);
    }

    /** Whether a state dict looks like a residual network's, sound or not. */
    public static boolean matches(StateDict tensors) {
        return tensors.contains("layer1.0.conv1.weight") && tensors.contains("conv1.weight");
    }

    /** The input size in pixels that this kind of network was trained on: 224 with a 7 × 7 stem, else 32. */
    public int inputSize() {
        return stemKernel == 7 ? 224 : 32;
    }

    /** The names of the stages, in order: {@code layer1} and so on. The program offers each one's output. */
    public List<String> featureMaps() {
        return IntStream.rangeClosed(1, stages.size())
                .mapToObj(s -> "layer" + s)
                .toList();
    }

    /**
     * Reads the architecture.
     *
     * @throws UnsupportedInputException if a tensor is missing or of an unexpected shape, or belongs to another network
     */
    public static ResNetArchitecture read(StateDict tensors) {
        refuseUnknown(tensors);
        long[] stem = tensors.get("conv1.weight").shape();
        if (stem.length != 4 || stem[1] != 3 || stem[2] != stem[3] || (stem[2] != 3 && stem[2] != 7)) {
            throw new UnsupportedInputException(tensors.source() + ": conv1.weight is "
                    + tensors.get("conv1.weight").describe() + ", expected [channels, 3, 7, 7] or [channels, 3, 3, 3]");
        }
        List<Stage> stages = new ArrayList<>();
        int channels = (int) stem[0];
        while (tensors.contains(prefix(stages.size(), 0) + "conv1.weight")) {
            Stage stage = stage(tensors, stages.size(), channels);
            stages.add(stage);
            channels = stage.blocks().get(stage.blocks().size() - 1).out();
        }
        String head = tensors.contains("fc.weight") ? "fc" : "linear";
        int labels = size(tensors, head + ".weight", 0);
        return new ResNetArchitecture((int) stem[2], (int) stem[0], stages, head, labels);
    }

    /** The prefix of a block's tensors; both indices count from zero. */
    static String prefix(int stage, int block) {
        return "layer" + (stage + 1) + "." + block + ".";
    }

    private static Stage stage(StateDict tensors, int index, int channels) {
        List<Block> blocks = new ArrayList<>();
        int in = channels;
        while (tensors.contains(prefix(index, blocks.size()) + "conv1.weight")) {
            String name = prefix(index, blocks.size());
            boolean bottleneck = tensors.contains(name + "conv3.weight");
            int middle = size(tensors, name + "conv1.weight", 0);
            int out = size(tensors, name + (bottleneck ? "conv3.weight" : "conv2.weight"), 0);
            int stride = index > 0 && blocks.isEmpty() ? 2 : 1;
            blocks.add(new Block(in, middle, out, stride, bottleneck, shortcut(tensors, name, in, out, stride)));
            in = out;
        }
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

    private static void refuseUnknown(StateDict tensors) {
        tensors.requireOnly(KNOWN, "a residual network");
    }

    private static int size(StateDict tensors, String name, int dimension) {
        long[] shape = tensors.get(name).shape();
        if (shape.length <= dimension) {
            throw new UnsupportedInputException(tensors.source() + ": tensor '" + name + "' is "
                    + tensors.get(name).describe());
        }
        return Math.toIntExact(shape[dimension]);
    }
}
