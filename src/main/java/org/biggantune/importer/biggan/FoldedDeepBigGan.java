package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;

/**
 * Builds the folded program of a BigGAN-deep: the same images as the original up to rounding, in less time. The source
 * of the classes is in {@code biggan_deep_folded.py} and {@code convolutions.py}; the formulas are in {@link
 * ModulationFolding}, {@link UpsampledConvolution}, {@link WinogradTiles}, {@link SpectralNorm} and {@link
 * TruncationStatistics}.
 */
public final class FoldedDeepBigGan {
    private static final int COLOURS = 3;

    private static final int NORMS = 4;

    private final DeepArchitecture architecture;
    private final DeepLayout layout;
    private final BigGanTensors tensors;
    private final FoldedLayers layers;
    private final double epsilon;

    /**
     * Creates a builder for a checkpoint that must stay open until the program is written.
     *
     * @param tensors the checkpoint's tensors
     * @param architecture the architecture of the tensors
     * @param epsilons the constants of the original code
     * @param truncation selects the batch statistics if several are stored, above 0 and up to 1
     */
    public FoldedDeepBigGan(StateDict tensors, DeepArchitecture architecture, Epsilons epsilons, double truncation) {
        this.tensors = new BigGanTensors(tensors, epsilons.spectralNorm(), truncation);
        this.architecture = architecture;
        this.layout = architecture.layout();
        this.layers = new FoldedLayers(this.tensors);
        this.epsilon = epsilons.batchNorm();
    }

    /** Returns the program's root object; its weights are computed when it is written. */
    public ScriptModule program() {
        ScriptModule root = ScriptModule.withMethods("Generator", DeepForward.folded(architecture));
        root.child(DeepForward.embeddingModule(architecture), embedding(architecture, tensors));
        firstLayer(root);
        List<ScriptModule> blocks = new ArrayList<>();
        for (int i = 0; i < architecture.blocks(); i++) {
            blocks.add(block(i));
        }
        root.child("blocks", ScriptModule.list("Blocks", blocks));
        if (!architecture.attentionAfter().isEmpty()) {
            List<ScriptModule> attentions = new ArrayList<>();
            for (int after : architecture.attentionAfter()) {
                attentions.add(layers.attention(architecture.attention(after), channelsAfter(after)));
            }
            root.child("attentions", ScriptModule.list("Attentions", attentions));
        }
        return output(root);
    }

    /** Returns the class embeddings, one row per class however the original stores them. */
    static ScriptModule embedding(DeepArchitecture architecture, BigGanTensors tensors) {
        int classes = architecture.classCount();
        int size = architecture.embeddingSize();
        String name = architecture.layout().embedding();
        boolean transposed = architecture.layout() == DeepLayout.HUGGING_FACE;
        return FoldedLayers.embedding(
                classes,
                size,
                () -> transposed ? tensors.transposed(name, classes, size) : tensors.get(name, classes, size));
    }

    /** Adds the first layer with outputs in the order height, width, channel, which Hugging Face already uses. */
    private void firstLayer(ScriptModule root) {
        int channels = architecture.blockChannels().get(0);
        int area = architecture.bottomWidth() * architecture.bottomWidth();
        int inputs = architecture.conditions();
        long outputs = (long) channels * area;
        String name = layout.linear();
        boolean ordered = layout == DeepLayout.HUGGING_FACE;
        root.tensor(
                "linear_weight",
                ScriptTensor.lazy(
                        () -> ordered
                                ? tensors.weight(name, outputs, inputs)
                                : layers.linearWeight(name, channels, area, inputs),
                        outputs,
                        inputs));
        root.tensor(
                "linear_bias",
                ScriptTensor.lazy(
                        () -> ordered ? tensors.get(name + ".bias", outputs) : layers.linearBias(name, channels, area),
                        outputs));
    }

    private ScriptModule block(int index) {
        String name = architecture.block(index);
        int in = architecture.blockChannels().get(index);
        int hidden = architecture.hiddenChannels().get(index);
        int out = channelsAfter(index);
        boolean last = foldsOutputNorm(index);
        ModulationFolding modulation = modulation(name, in, hidden);
        int map = architecture.mapBefore(index);
        boolean up = upsamples(index);
        ScriptModule second = up
                ? WinogradTiles.upsampling(hidden, hidden, map, ScriptModule.of("DirectUpsampling"))
                : WinogradTiles.convolution(hidden, hidden, map);
        ScriptModule third = WinogradTiles.convolution(hidden, hidden, up ? 2 * map : map);
        ScriptModule block = FoldedLayers.block(
                        last ? "DeepLastBlock" : up ? "DeepUpBlock" : "DeepBlock", List.of(second, third))
                .integer("in_channels", in)
                .integer("hidden_channels", hidden)
                .integer("out_channels", out)
                .child(up ? "upsampling" : "convolution", second)
                .child("last", third);
        block.tensor(
                "modulation_weight",
                ScriptTensor.lazy(modulation::weight, modulation.outputs(), architecture.conditions()));
        block.tensor("modulation_bias", ScriptTensor.lazy(modulation::bias, modulation.outputs()));
        block.tensor("conv1_weight", layers.convolution(name + layout.convolution(0), hidden, in, 1));
        block.tensor(
                "conv2_weight",
                up
                        ? upsampled(name + layout.convolution(1), hidden)
                        : layers.convolution(name + layout.convolution(1), hidden, hidden, 3));
        block.tensor("conv3_weight", layers.convolution(name + layout.convolution(2), hidden, hidden, 3));
        String fourth = name + layout.convolution(3);
        OutputNorm norm = last ? outputNorm() : OutputNorm.NONE;
        block.tensor(
                "conv4_weight",
                ScriptTensor.lazy(() -> norm.scaled(tensors.weight(fourth, out, hidden, 1, 1)), out, hidden, 1, 1)
                        .channelsLast());
        block.tensor("conv4_bias", ScriptTensor.lazy(() -> norm.shifted(tensors.get(fourth + ".bias", out)), out));
        return last ? block.tensor("shortcut_scale", ScriptTensor.lazy(norm::scale, 1, out, 1, 1)) : block;
    }

    private ModulationFolding modulation(String block, int in, int hidden) {
        boolean original = layout == DeepLayout.BIGGAN_PYTORCH;
        List<ModulationFolding.Norm> norms = new ArrayList<>();
        for (int k = 0; k < NORMS; k++) {
            String norm = block + layout.norm(k);
            norms.add(new ModulationFolding.Norm(
                    norm,
                    norm + (original ? ".gain" : ".scale"),
                    norm + (original ? ".bias" : ".offset"),
                    k == 0 ? in : hidden,
                    k == 0 ? "" : block + layout.convolution(k - 1) + ".bias"));
        }
        return new ModulationFolding(tensors, norms, architecture.conditions(), epsilon);
    }

    private ScriptTensor upsampled(String layer, int channels) {
        return ScriptTensor.lazy(
                        () -> UpsampledConvolution.kernel(
                                tensors.weight(layer, channels, channels, 3, 3), channels, channels),
                        channels,
                        channels,
                        4,
                        4)
                .channelsLast();
    }

    private boolean upsamples(int block) {
        return architecture.upsamples(block);
    }

    /** Whether the last norm directly follows a block's sum and can be folded into both summands. */
    private boolean foldsOutputNorm(int block) {
        return block == architecture.blocks() - 1 && !architecture.attentionFollows(block);
    }

    private OutputNorm outputNorm() {
        double added = layout == DeepLayout.BIGGAN_PYTORCH ? OutputNorm.EPSILON : epsilon;
        int channels = channelsAfter(architecture.blocks() - 1);
        return OutputNorm.read(tensors, layout.outputNorm(), layout.outputGain(), channels, added);
    }

    private ScriptModule output(ScriptModule root) {
        int channels = channelsAfter(architecture.blocks() - 1);
        if (!foldsOutputNorm(architecture.blocks() - 1)) {
            root.tensor("output_scale", ScriptTensor.lazy(() -> outputNorm().scale(), 1, channels, 1, 1));
            root.tensor("output_shift", ScriptTensor.lazy(() -> outputNorm().shift(), 1, channels, 1, 1));
        }
        String name = layout.outputConvolution();
        int outputs = architecture.outputs();
        root.tensor(
                "output_weight",
                ScriptTensor.lazy(
                                () -> firstColours(tensors.weight(name, outputs, channels, 3, 3), outputs),
                                COLOURS,
                                channels,
                                3,
                                3)
                        .channelsLast());
        return root.tensor(
                "output_bias",
                ScriptTensor.lazy(() -> firstColours(tensors.get(name + ".bias", outputs), outputs), COLOURS));
    }

    /** Returns the part of a tensor [outputs, …] that produces the image. */
    private static float[] firstColours(float[] values, int outputs) {
        return Arrays.copyOf(values, values.length / outputs * COLOURS);
    }

    private int channelsAfter(int block) {
        return architecture.blockChannels().get(block + 1);
    }
}
