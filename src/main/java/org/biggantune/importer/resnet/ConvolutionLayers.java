package org.biggantune.importer.resnet;

import java.util.List;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;

/**
 * A residual network's layers: convolutions with batch norm inside (w' = w·γ/√(v + ε), b' = β − m·γ/√(v + ε)) or both
 * apart.
 */
final class ConvolutionLayers {
    /** What torchvision's batch norms add to variances. */
    private static final double EPSILON = 1e-5;

    private final StateDict tensors;

    ConvolutionLayers(StateDict tensors) {
        this.tensors = tensors;
    }

    /** A convolution without bias, as the checkpoint has it. */
    ScriptModule conv(String name, int out, int in, int kernel, int stride) {
        return geometry(ScriptModule.of("ConvWithoutBias"), kernel, stride)
                .tensor(
                        "weight",
                        ScriptTensor.lazy(
                                () -> get(name + ".weight", out, in, kernel, kernel), out, in, kernel, kernel));
    }

    /** A batch norm by its stored statistics. */
    ScriptModule norm(String name, int channels) {
        ScriptModule norm = ScriptModule.of("BatchNorm");
        for (String part : List.of("weight", "bias")) {
            norm.tensor(part, ScriptTensor.lazy(() -> get(name + "." + part, channels), channels));
        }
        for (String part : List.of("running_mean", "running_var")) {
            norm.buffer(part, ScriptTensor.lazy(() -> get(name + "." + part, channels), channels));
        }
        return norm.number("eps", EPSILON);
    }

    /** A convolution with the batch norm behind it folded in. */
    ScriptModule folded(String conv, String norm, int out, int in, int kernel, int stride) {
        return geometry(ScriptModule.of("Conv"), kernel, stride)
                .tensor(
                        "weight",
                        ScriptTensor.lazy(() -> scaledWeight(conv, norm, out, in, kernel), out, in, kernel, kernel)
                                .channelsLast())
                .tensor("bias", ScriptTensor.lazy(() -> foldedBias(norm, out), out));
    }

    private static ScriptModule geometry(ScriptModule module, int kernel, int stride) {
        return module.integer("stride", stride).integer("padding", kernel / 2);
    }

    private float[] scaledWeight(String conv, String norm, int out, int in, int kernel) {
        float[] weight = get(conv + ".weight", out, in, kernel, kernel);
        double[] scale = scale(norm, out);
        int perChannel = weight.length / out;
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (weight[i] * scale[i / perChannel]);
        }
        return weight;
    }

    private float[] foldedBias(String norm, int channels) {
        float[] bias = get(norm + ".bias", channels);
        float[] mean = get(norm + ".running_mean", channels);
        double[] scale = scale(norm, channels);
        for (int c = 0; c < channels; c++) {
            bias[c] = (float) (bias[c] - mean[c] * scale[c]);
        }
        return bias;
    }

    private double[] scale(String norm, int channels) {
        float[] gamma = get(norm + ".weight", channels);
        float[] variance = get(norm + ".running_var", channels);
        double[] scale = new double[channels];
        for (int c = 0; c < channels; c++) {
            scale[c] = gamma[c] / Math.sqrt(variance[c] + EPSILON);
        }
        return scale;
    }

    private float[] get(String name, long... shape) {
        tensors.get(name, shape);
        return tensors.finiteFloats(name);
    }
}
