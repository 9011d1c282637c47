package org.biggantune.importer.biggan;

import java.util.List;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;

/** The layers of the reference programs, with the original's tensors under their original names. */
final class ReferenceLayers {
    private final BigGanTensors tensors;
    private final Epsilons epsilons;

    ReferenceLayers(BigGanTensors tensors, Epsilons epsilons) {
        this.tensors = tensors;
        this.epsilons = epsilons;
    }

    /** BigGAN-PyTorch's {@code ccbn}. */
    ScriptModule conditionalNorm(String name, int channels, int conditions) {
        ScriptModule norm = ScriptModule.of("ConditionalBatchNorm")
                .child("gain", linear(name + ".gain", channels, conditions, false))
                .child("bias", linear(name + ".bias", channels, conditions, false));
        statistics(norm, name, "stored_mean", "stored_var", channels);
        return norm.number("eps", epsilons.batchNorm());
    }

    /** pytorch-pretrained-BigGAN's conditional {@code BigGANBatchNorm} with the statistics of one truncation. */
    ScriptModule truncatedNorm(String name, int channels, int conditions) {
        ScriptModule norm = ScriptModule.of("TruncatedBatchNorm")
                .child("scale", linear(name + ".scale", channels, conditions, false))
                .child("offset", linear(name + ".offset", channels, conditions, false));
        statistics(norm, name, "running_mean", "running_var", channels);
        return norm.number("eps", epsilons.batchNorm());
    }

    /** pytorch-pretrained-BigGAN's last norm. */
    ScriptModule truncatedOutputNorm(String name, int channels) {
        ScriptModule norm = ScriptModule.of("TruncatedOutputNorm");
        tensor(norm, name + ".", "weight", channels);
        tensor(norm, name + ".", "bias", channels);
        statistics(norm, name, "running_mean", "running_var", channels);
        return norm.number("eps", epsilons.batchNorm());
    }

    /** BigGAN-PyTorch's last layers: batch norm, ReLU, convolution. */
    ScriptModule output(int channels) {
        ScriptModule norm = ScriptModule.of("BatchNorm");
        tensor(norm, "output_layer.0.", "gain", channels);
        tensor(norm, "output_layer.0.", "bias", channels);
        statistics(norm, "output_layer.0", "stored_mean", "stored_var", channels);
        norm.number("eps", OutputNorm.EPSILON);
        return ScriptModule.sequential(
                "OutputLayer", List.of(norm, ScriptModule.of("Relu"), conv("output_layer.2", 3, channels, 3, true)));
    }

    /** BigGAN-PyTorch's {@code Attention}. */
    ScriptModule attention(String prefix, int channels) {
        ScriptModule attention = ScriptModule.of("Attention")
                .child("theta", conv(prefix + "theta", channels / 8, channels, 1, false))
                .child("phi", conv(prefix + "phi", channels / 8, channels, 1, false))
                .child("g", conv(prefix + "g", channels / 2, channels, 1, false))
                .child("o", conv(prefix + "o", channels, channels / 2, 1, false));
        tensor(attention, prefix, "gamma");
        return attention;
    }

    /** pytorch-pretrained-BigGAN's {@code SelfAttn}. */
    ScriptModule selfAttention(AttentionNames names, int channels) {
        ScriptModule attention = ScriptModule.of("SelfAttention")
                .child("snconv1x1_theta", conv(names.theta(), channels / 8, channels, 1, false))
                .child("snconv1x1_phi", conv(names.phi(), channels / 8, channels, 1, false))
                .child("snconv1x1_g", conv(names.g(), channels / 2, channels, 1, false))
                .child("snconv1x1_o_conv", conv(names.o(), channels, channels / 2, 1, false));
        return attention.tensor("gamma", read(names.gamma(), names.gammaShape()));
    }

    ScriptModule linear(String name, int out, int in, boolean bias) {
        return layer("Linear", name, bias, out, in);
    }

    ScriptModule conv(String name, int out, int in, int kernel, boolean bias) {
        return layer("Conv", name, bias, out, in, kernel, kernel).integer("padding", kernel / 2);
    }

    private ScriptModule layer(String kind, String name, boolean bias, long... shape) {
        boolean torch = tensors.hasTorchSpectralNorm();
        boolean spectral = tensors.hasSpectralNorm();
        String norm = torch ? "TorchSpectral" : spectral ? "Spectral" : "";
        ScriptModule layer = ScriptModule.of(norm + kind + (bias ? "" : "WithoutBias"));
        tensor(layer, name + ".", torch ? "weight_orig" : "weight", shape);
        if (bias) {
            tensor(layer, name + ".", "bias", shape[0]);
        }
        if (torch) {
            buffer(layer, name + ".", "weight_u", shape[0]);
            long columns = 1;
            for (int d = 1; d < shape.length; d++) {
                columns *= shape[d];
            }
            buffer(layer, name + ".", "weight_v", columns);
        } else if (spectral) {
            buffer(layer, name + ".", "u0", 1, shape[0]);
            layer.number("eps", epsilons.spectralNorm());
        }
        return layer;
    }

    private void statistics(ScriptModule module, String norm, String mean, String variance, int channels) {
        module.buffer(mean, ScriptTensor.lazy(() -> tensors.mean(norm, channels), channels));
        module.buffer(variance, ScriptTensor.lazy(() -> tensors.variance(norm, channels), channels));
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
}
