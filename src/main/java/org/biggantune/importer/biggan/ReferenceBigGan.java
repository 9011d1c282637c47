package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;

/**
 * Builds the program of a BigGAN with the original's operations, tensor names and weights; the source of the classes is
 * in {@code biggan_reference.py}.
 */
public final class ReferenceBigGan {
    private final BigGanArchitecture architecture;
    private final BigGanTensors tensors;
    private final ReferenceLayers layers;

    /**
     * Creates a builder for a checkpoint that must stay open until the program is written.
     *
     * @param tensors the checkpoint's tensors
     * @param architecture the architecture of the tensors
     * @param epsilons the constants of the original code
     */
    public ReferenceBigGan(StateDict tensors, BigGanArchitecture architecture, Epsilons epsilons) {
        this.tensors = new BigGanTensors(tensors, epsilons.spectralNorm());
        this.architecture = architecture;
        this.layers = new ReferenceLayers(this.tensors, epsilons);
    }

    /** Returns the program's root object; its weights are read when it is written. */
    public ScriptModule program() {
        int width = architecture.bottomWidth();
        int first = architecture.blockChannels().get(0);
        int classes = architecture.classCount();
        int size = architecture.embeddingSize();
        ScriptModule root = ScriptModule.withMethods("Generator", BigGanForward.reference(architecture));
        root.child("shared", FoldedLayers.embedding(classes, size, () -> tensors.get("shared.weight", classes, size)));
        root.child("linear", layers.linear("linear", first * width * width, architecture.latentChunk(), true));
        List<ScriptModule> blocks = new ArrayList<>();
        for (int i = 0; i < architecture.blocks(); i++) {
            List<ScriptModule> parts = new ArrayList<>(List.of(block(i)));
            if (architecture.attentionFollows(i)) {
                parts.add(layers.attention(
                        "blocks." + i + ".1.", architecture.blockChannels().get(i + 1)));
            }
            blocks.add(ScriptModule.list(parts.size() == 1 ? "Layers" : "LayersWithAttention", parts));
        }
        root.child("blocks", ScriptModule.list("Blocks", blocks));
        return root.child(
                "output_layer", layers.output(architecture.blockChannels().get(architecture.blocks())));
    }

    private ScriptModule block(int index) {
        String name = BigGanTensors.block(index);
        int in = architecture.blockChannels().get(index);
        int out = architecture.blockChannels().get(index + 1);
        int conditions = architecture.conditions();
        return ScriptModule.of("Block")
                .child("bn1", layers.conditionalNorm(name + "bn1", in, conditions))
                .child("conv1", layers.conv(name + "conv1", out, in, 3, true))
                .child("bn2", layers.conditionalNorm(name + "bn2", out, conditions))
                .child("conv2", layers.conv(name + "conv2", out, out, 3, true))
                .child("conv_sc", layers.conv(name + "conv_sc", out, in, 1, true));
    }
}
