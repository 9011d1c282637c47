package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;

/**
 * Builds the program of a BigGAN-deep with the original's operations, tensor names and weights; the source of the
 * classes is in {@code biggan_reference.py} and {@code biggan_deep_reference.py}. The statistics of a truncation, which
 * Hugging Face's code looks up at every call, are looked up once here.
 */
public final class ReferenceDeepBigGan {
    private static final int PARTS = 4;

    private final DeepArchitecture architecture;
    private final DeepLayout layout;
    private final BigGanTensors tensors;
    private final ReferenceLayers layers;

    /**
     * Creates a builder for a checkpoint that must stay open until the program is written.
     *
     * @param tensors the checkpoint's tensors
     * @param architecture the architecture of the tensors
     * @param epsilons the constants of the original code
     * @param truncation selects the batch statistics if several are stored, above 0 and up to 1
     */
    public ReferenceDeepBigGan(StateDict tensors, DeepArchitecture architecture, Epsilons epsilons, double truncation) {
        this.tensors = new BigGanTensors(tensors, epsilons.spectralNorm(), truncation);
        this.architecture = architecture;
        this.layout = architecture.layout();
        this.layers = new ReferenceLayers(this.tensors, epsilons);
    }

    /** Returns the program's root object; its weights are read when it is written. */
    public ScriptModule program() {
        return layout == DeepLayout.HUGGING_FACE ? huggingFace() : bigGanPyTorch();
    }

    private ScriptModule bigGanPyTorch() {
        ScriptModule root = ScriptModule.withMethods("Generator", DeepForward.reference(architecture));
        root.child("shared", FoldedDeepBigGan.embedding(architecture, tensors));
        root.child("linear", firstLayer());
        List<ScriptModule> blocks = new ArrayList<>();
        for (int i = 0; i < architecture.blocks(); i++) {
            boolean attention = architecture.attentionFollows(i);
            List<ScriptModule> parts = new ArrayList<>(List.of(block(i)));
            if (attention) {
                parts.add(layers.attention("blocks." + i + ".1.", channelsAfter(i)));
            }
            String kind = architecture.upsamples(i) ? "UpLayers" : "Layers";
            blocks.add(ScriptModule.list(attention ? kind + "WithAttention" : kind, parts));
        }
        root.child("blocks", ScriptModule.list("Blocks", blocks));
        return root.child("output_layer", layers.output(channelsAfter(architecture.blocks() - 1)));
    }

    private ScriptModule huggingFace() {
        ScriptModule generator =
                ScriptModule.withMethods("DeepGenerator", DeepForward.huggingFaceGenerator(architecture));
        generator.child("gen_z", firstLayer());
        List<ScriptModule> modules = new ArrayList<>();
        for (int i = 0; i < architecture.blocks(); i++) {
            modules.add(block(i));
            if (architecture.attentionFollows(i)) {
                modules.add(layers.selfAttention(architecture.attention(i), channelsAfter(i)));
            }
        }
        generator.child("layers", ScriptModule.list("DeepLayers", modules));
        int channels = channelsAfter(architecture.blocks() - 1);
        generator.child("bn", layers.truncatedOutputNorm("generator.bn", channels));
        generator.child("conv_to_rgb", layers.conv("generator.conv_to_rgb", architecture.outputs(), channels, 3, true));
        return ScriptModule.withMethods("Generator", DeepForward.huggingFaceRoot(architecture))
                .child("embeddings", FoldedDeepBigGan.embedding(architecture, tensors))
                .child("generator", generator);
    }

    private ScriptModule firstLayer() {
        int area = architecture.bottomWidth() * architecture.bottomWidth();
        int outputs = architecture.blockChannels().get(0) * area;
        return layers.linear(layout.linear(), outputs, architecture.conditions(), true);
    }

    private ScriptModule block(int index) {
        String name = architecture.block(index);
        int in = architecture.blockChannels().get(index);
        int hidden = architecture.hiddenChannels().get(index);
        int out = channelsAfter(index);
        boolean original = layout == DeepLayout.BIGGAN_PYTORCH;
        ScriptModule block = ScriptModule.of(
                (original ? "Deep" : "Truncated") + (architecture.upsamples(index) ? "UpBlock" : "Block"));
        for (int k = 0; k < PARTS; k++) {
            int before = k == 0 ? in : hidden;
            String norm = layout.norm(k);
            String convolution = layout.convolution(k);
            block.child(
                    norm,
                    original
                            ? layers.conditionalNorm(name + norm, before, architecture.conditions())
                            : layers.truncatedNorm(name + norm, before, architecture.conditions()));
            int kernel = k == 0 || k == PARTS - 1 ? 1 : 3;
            block.child(
                    convolution, layers.conv(name + convolution, k == PARTS - 1 ? out : hidden, before, kernel, true));
        }
        return block.integer("out_channels", out);
    }

    private int channelsAfter(int block) {
        return architecture.blockChannels().get(block + 1);
    }
}
