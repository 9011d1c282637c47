package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;

/**
 * Builds the folded program of a BigGAN: the same images as the original up to rounding, in less time. The source of
 * the classes is in {@code biggan_folded.py} and {@code convolutions.py}; the formulas are in {@link
 * ModulationFolding}, {@link UpsampledConvolution}, {@link WinogradTiles} and {@link SpectralNorm}.
 */
public final class FoldedBigGan {
    /** The largest map height at which a matrix product can be faster than a transposed convolution. */
    private static final int SMALL_MAP = 8;

    /** The smallest number of weights, inputs times outputs, for that: from there on reading them dominates. */
    private static final long MANY_WEIGHTS = 1 << 20;

    private final BigGanArchitecture architecture;
    private final BigGanTensors tensors;
    private final FoldedLayers layers;
    private final double epsilon;

    /**
     * Creates a builder for a checkpoint that must stay open until the program is written.
     *
     * @param tensors the checkpoint's tensors
     * @param architecture the architecture of the tensors
     * @param epsilons the constants of the original code
     */
    public FoldedBigGan(StateDict tensors, BigGanArchitecture architecture, Epsilons epsilons) {
        this.tensors = new BigGanTensors(tensors, epsilons.spectralNorm());
        this.layers = new FoldedLayers(this.tensors);
        this.architecture = architecture;
        this.epsilon = epsilons.batchNorm();
    }

    /** Returns the program's root object; its weights are computed when it is written. */
    public ScriptModule program() {
        int first = architecture.blockChannels().get(0);
        int width = architecture.bottomWidth();
        int chunk = architecture.latentChunk();
        int classes = architecture.classCount();
        int size = architecture.embeddingSize();
        int area = width * width;
        ScriptModule root = ScriptModule.withMethods("Generator", BigGanForward.folded(architecture));
        root.child("shared", FoldedLayers.embedding(classes, size, () -> tensors.get("shared.weight", classes, size)));
        root.tensor(
                "linear_weight",
                ScriptTensor.lazy(() -> layers.linearWeight("linear", first, area, chunk), (long) first * area, chunk));
        root.tensor(
                "linear_bias", ScriptTensor.lazy(() -> layers.linearBias("linear", first, area), (long) first * area));
        List<ScriptModule> blocks = new ArrayList<>();
        for (int i = 0; i < architecture.blocks(); i++) {
            blocks.add(block(i));
        }
        root.child("blocks", ScriptModule.list("Blocks", blocks));
        if (architecture.attentionAfter().isEmpty()) {
            return output(root);
        }
        List<ScriptModule> attentions = new ArrayList<>();
        for (int after : architecture.attentionAfter()) {
            attentions.add(layers.attention(
                    AttentionNames.of("blocks." + after + ".1."),
                    architecture.blockChannels().get(after + 1)));
        }
        root.child("attentions", ScriptModule.list("Attentions", attentions));
        return output(root);
    }

    private ScriptModule block(int index) {
        String name = BigGanTensors.block(index);
        int in = architecture.blockChannels().get(index);
        int out = architecture.blockChannels().get(index + 1);
        int conditions = architecture.conditions();
        ModulationFolding modulation = ModulationFolding.ofBlock(tensors, name, in, out, conditions, epsilon);
        int modulated = modulation.outputs();
        int map = architecture.bottomWidth() << index;
        boolean small = map <= SMALL_MAP && (long) in * out >= MANY_WEIGHTS;
        ScriptModule direct = ScriptModule.of(small ? "ProductUpsampling" : "DirectUpsampling");
        ScriptModule upsampling = WinogradTiles.upsampling(in, out, map, direct);
        ScriptModule convolution = WinogradTiles.convolution(out, out, 2 * map);
        ScriptModule block = FoldedLayers.block("Block", List.of(upsampling, convolution))
                .integer("in_channels", in)
                .integer("out_channels", out)
                .child("upsampling", upsampling)
                .child("convolution", convolution);
        block.tensor("modulation_weight", ScriptTensor.lazy(modulation::weight, modulated, conditions));
        block.tensor("modulation_bias", ScriptTensor.lazy(modulation::bias, modulated));
        block.tensor("conv1_weight", upsampledConvolution(name + "conv1", out, in, small));
        OutputNorm norm = outputNormAfter(index);
        block.tensor(
                "conv2_weight",
                ScriptTensor.lazy(() -> norm.scaled(tensors.weight(name + "conv2", out, out, 3, 3)), out, out, 3, 3)
                        .channelsLast());
        block.tensor("shortcut_bias", ScriptTensor.lazy(() -> norm.shifted(residualBias(name, out)), out));
        return block.tensor(
                "shortcut_weight",
                ScriptTensor.lazy(() -> norm.scaled(tensors.weight(name + "conv_sc", out, in, 1, 1)), out, in, 1, 1)
                        .channelsLast());
    }

    /**
     * Merges up-sampling with the following convolution, [in, out, 4, 4]; as a matrix [in, out · 16] on a small map.
     */
    private ScriptTensor upsampledConvolution(String layer, int out, int in, boolean matrix) {
        Supplier<float[]> kernel = () -> UpsampledConvolution.kernel(tensors.weight(layer, out, in, 3, 3), out, in);
        return matrix
                ? ScriptTensor.lazy(kernel, in, 16L * out)
                : ScriptTensor.lazy(kernel, in, out, 4, 4).channelsLast();
    }

    /** Returns the sum of the biases of the second convolution and the shortcut; added on the small map. */
    private float[] residualBias(String block, int channels) {
        float[] bias = tensors.get(block + "conv2.bias", channels);
        float[] shortcut = tensors.get(block + "conv_sc.bias", channels);
        for (int c = 0; c < channels; c++) {
            bias[c] += shortcut[c];
        }
        return bias;
    }

    private OutputNorm outputNormAfter(int block) {
        boolean last = block == architecture.blocks() - 1;
        return last && !architecture.attentionFollows(block) ? outputNorm() : OutputNorm.NONE;
    }

    private OutputNorm outputNorm() {
        return OutputNorm.read(tensors, architecture.blockChannels().get(architecture.blocks()));
    }

    private ScriptModule output(ScriptModule root) {
        int channels = architecture.blockChannels().get(architecture.blocks());
        if (architecture.attentionFollows(architecture.blocks() - 1)) {
            root.tensor("output_scale", ScriptTensor.lazy(() -> outputNorm().scale(), 1, channels, 1, 1));
            root.tensor("output_shift", ScriptTensor.lazy(() -> outputNorm().shift(), 1, channels, 1, 1));
        }
        root.tensor(
                "output_weight",
                ScriptTensor.lazy(() -> tensors.weight("output_layer.2", 3, channels, 3, 3), 3, channels, 3, 3)
                        .channelsLast());
        return root.tensor("output_bias", ScriptTensor.lazy(() -> tensors.get("output_layer.2.bias", 3), 3));
    }
}
