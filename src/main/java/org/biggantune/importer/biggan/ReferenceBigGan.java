package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;

/**
 * Builds the program of a BigGAN with the original's operations, tensor names and weights; the classes' methods stand in
 * {@code biggan_reference.py}.
 */
public final class ReferenceBigGan {
    private final BigGanArchitecture architecture;
    private final BigGanTensors tensors;
    private final Epsilons epsilons;

    /**
     * A builder over a checkpoint that must stay open until the program is written.
     *
     * @param tensors the checkpoint's tensors
     * @param architecture what was read off them
     * @param epsilons the original's constants
     */
    public ReferenceBigGan(StateDict tensors, BigGanArchitecture architecture, Epsilons epsilons) {
        this.tensors = new BigGanTensors(tensors, epsilons.spectralNorm());
        this.architecture = architecture;
        this.epsilons = epsilons;
    }

    /** The program's root object; its numbers are read when it is written. */
    public ScriptModule program() {
        int width = architecture.bottomWidth();
        int first = architecture.blockChannels().get(0);
        ScriptModule shared = ScriptModule.of("Embedding");
        tensor(shared, "shared.", "weight", architecture.classCount(), architecture.embeddingSize());
        ScriptModule root = ScriptModule.withMethods("Generator", BigGanForward.reference(architecture));
        root.child("shared", shared);
        root.child("linear", linear("linear", first * width * width, architecture.latentChunk(), true));
        List<ScriptModule> blocks = new ArrayList<>();
        for (int i = 0; i < architecture.blocks(); i++) {
            List<ScriptModule> layers = new ArrayList<>(List.of(block(i)));
            if (architecture.attentionFollows(i)) {
                layers.add(attention(i));
            }
            blocks.add(ScriptModule.list(layers.size() == 1 ? "Layers" : "LayersWithAttention", layers));
        }
        root.child("blocks", ScriptModule.list("Blocks", blocks));
        return root.child("output_layer", output());
    }

    private ScriptModule block(int index) {
        String name = BigGanTensors.block(index);
        int in = architecture.blockChannels().get(index);
        int out = architecture.blockChannels().get(index + 1);
        return ScriptModule.of("Block")
                .child("bn1", conditionalNorm(name + "bn1", in))
                .child("conv1", conv(name + "conv1", out, in, 3, true))
                .child("bn2", conditionalNorm(name + "bn2", out))
                .child("conv2", conv(name + "conv2", out, out, 3, true))
                .child("conv_sc", conv(name + "conv_sc", out, in, 1, true));
    }

    private ScriptModule conditionalNorm(String name, int channels) {
        ScriptModule norm = ScriptModule.of("ConditionalBatchNorm")
                .child("gain", linear(name + ".gain", channels, architecture.conditions(), false))
                .child("bias", linear(name + ".bias", channels, architecture.conditions(), false));
        buffer(norm, name + ".", "stored_mean", channels);
        variance(norm, name + ".", channels);
        return norm.number("eps", epsilons.batchNorm());
    }

    private ScriptModule attention(int after) {
        String name = "blocks." + after + ".1.";
        int channels = architecture.blockChannels().get(after + 1);
        ScriptModule attention = ScriptModule.of("Attention")
                .child("theta", conv(name + "theta", channels / 8, channels, 1, false))
                .child("phi", conv(name + "phi", channels / 8, channels, 1, false))
                .child("g", conv(name + "g", channels / 2, channels, 1, false))
                .child("o", conv(name + "o", channels, channels / 2, 1, false));
        tensor(attention, name, "gamma");
        return attention;
    }

    private ScriptModule output() {
        int channels = architecture.blockChannels().get(architecture.blocks());
        ScriptModule norm = ScriptModule.of("BatchNorm");
        for (String part : List.of("gain", "bias")) {
            tensor(norm, "output_layer.0.", part, channels);
        }
        buffer(norm, "output_layer.0.", "stored_mean", channels);
        variance(norm, "output_layer.0.", channels);
        norm.number("eps", OutputNorm.EPSILON);
        return ScriptModule.sequential(
                "OutputLayer", List.of(norm, ScriptModule.of("Relu"), conv("output_layer.2", 3, channels, 3, true)));
    }

    private ScriptModule linear(String name, int out, int in, boolean bias) {
        ScriptModule layer = ScriptModule.of(spectral() + "Linear" + (bias ? "" : "WithoutBias"));
        tensor(layer, name + ".", "weight", out, in);
        return finish(layer, name, out, bias);
    }

    private ScriptModule conv(String name, int out, int in, int kernel, boolean bias) {
        ScriptModule layer = ScriptModule.of(spectral() + "Conv" + (bias ? "" : "WithoutBias"));
        tensor(layer, name + ".", "weight", out, in, kernel, kernel);
        layer.integer("padding", kernel / 2);
        return finish(layer, name, out, bias);
    }

    private ScriptModule finish(ScriptModule layer, String name, int out, boolean bias) {
        if (bias) {
            tensor(layer, name + ".", "bias", out);
        }
        if (tensors.hasSpectralNorm()) {
            buffer(layer, name + ".", "u0", 1, out);
            layer.number("eps", epsilons.spectralNorm());
        }
        return layer;
    }

    private String spectral() {
        return tensors.hasSpectralNorm() ? "Spectral" : "";
    }

    private void tensor(ScriptModule module, String prefix, String name, long... shape) {
        module.tensor(name, read(prefix + name, shape));
    }

    private void buffer(ScriptModule module, String prefix, String name, long... shape) {
        module.buffer(name, read(prefix + name, shape));
    }

    private ScriptTensor read(String name, long... shape) {
        return ScriptTensor.lazy(() -> tensors.get(name, shape), shape);
    }

    private void variance(ScriptModule norm, String prefix, long channels) {
        String name = "stored_var";
        norm.buffer(name, ScriptTensor.lazy(() -> tensors.variance(prefix + name, channels), channels));
    }
}
