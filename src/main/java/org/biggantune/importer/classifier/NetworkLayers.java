package org.biggantune.importer.classifier;

import java.util.List;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;
import org.biggantune.domain.Graph;

/**
 * Builds the layers of a classifier, with methods in {@code layers.py}. In the folded graph convolution weights are
 * channels-last, and a batch norm is folded into the preceding convolution (w' = w·γ/√(v + ε), b' = β + (b − m)·γ/√(v +
 * ε)) or, without one, becomes one multiply-add.
 */
public final class NetworkLayers {
    /** The ε of torchvision's batch norms, except Inception's. */
    public static final double EPSILON = 1e-5;

    private final NetworkTensors tensors;
    private final boolean folded;
    private final double epsilon;

    /**
     * Creates a builder of layers.
     *
     * @param tensors the checkpoint's tensors
     * @param graph the form of the program
     * @param epsilon the ε of batch norms, above 0
     */
    public NetworkLayers(NetworkTensors tensors, Graph graph, double epsilon) {
        this.tensors = tensors;
        this.folded = graph == Graph.FOLDED;
        this.epsilon = epsilon;
    }

    /** Whether the graph is the folded one. */
    public boolean folded() {
        return folded;
    }

    /** Returns a convolution with a bias, without a batch norm. */
    public ScriptModule conv(String name, Window window, int out, int in) {
        return geometry("Conv", window)
                .tensor("weight", weight(name, window, out, in))
                .tensor("bias", tensors.tensor(name + ".bias", out));
    }

    /** Returns a convolution without bias or folded batch norm. */
    public ScriptModule bareConv(String name, Window window, int out, int in) {
        return geometry("ConvWithoutBias", window).tensor("weight", weight(name, window, out, in));
    }

    /** Returns a batch norm with stored statistics; in the folded graph one multiply-add. */
    public ScriptModule norm(String name, int channels) {
        expectNorm(name, channels);
        if (folded) {
            return ScriptModule.of("Affine")
                    .tensor("scale", ScriptTensor.lazy(() -> narrow(scale(name)), 1, channels, 1, 1))
                    .tensor("shift", ScriptTensor.lazy(() -> shift(name, new float[channels]), 1, channels, 1, 1));
        }
        ScriptModule norm = ScriptModule.of("BatchNorm");
        for (String part : List.of("weight", "bias")) {
            norm.tensor(part, tensors.tensor(name + "." + part, channels));
        }
        norm.buffer("running_mean", tensors.tensor(name + ".running_mean", channels));
        norm.buffer("running_var", ScriptTensor.lazy(() -> tensors.variances(name + ".running_var"), channels));
        return norm.number("eps", epsilon);
    }

    /** Returns a convolution without bias with the following batch norm folded in, in either graph. */
    public ScriptModule foldedConv(String conv, String norm, Window window, int out, int in) {
        return foldedConv(conv, norm, window, out, in, false);
    }

    /** Returns a convolution with the following batch norm folded in, in either graph. */
    public ScriptModule foldedConv(String conv, String norm, Window window, int out, int in, boolean bias) {
        tensors.expect(conv + ".weight", out, in, window.height(), window.width());
        expectNorm(norm, out);
        if (bias) {
            tensors.expect(conv + ".bias", out);
        }
        return geometry("Conv", window)
                .tensor(
                        "weight",
                        ScriptTensor.lazy(() -> scaled(conv, norm), out, in, window.height(), window.width())
                                .channelsLast())
                .tensor(
                        "bias",
                        ScriptTensor.lazy(
                                () -> shift(norm, bias ? tensors.floats(conv + ".bias") : new float[out]), out));
    }

    /** Returns a fully connected layer with a bias. */
    public ScriptModule linear(String name, int out, int in) {
        return ScriptModule.of("Linear")
                .tensor("weight", tensors.tensor(name + ".weight", out, in))
                .tensor("bias", tensors.tensor(name + ".bias", out));
    }

    /**
     * Fully connected layers, one after the other, of the module {@code classifier}.
     *
     * @param indices their names in it, in order
     * @param published how many numbers each gives in the published network, taken where the checkpoint says nothing
     * @param in how many numbers the first one takes
     */
    public ScriptModule classifier(List<Integer> indices, int published, int in) {
        ScriptModule classifier = ScriptModule.of("Classifier");
        int size = in;
        for (int index : indices) {
            String name = "classifier." + index;
            int out = tensors.width(published, name);
            classifier.child(Integer.toString(index), linear(name, out, size));
            size = out;
        }
        return classifier;
    }

    private ScriptTensor weight(String name, Window window, int out, int in) {
        ScriptTensor weight = tensors.tensor(name + ".weight", out, in, window.height(), window.width());
        return folded ? weight.channelsLast() : weight;
    }

    private static ScriptModule geometry(String className, Window window) {
        if (window.paddingHeight() == window.paddingWidth()) {
            return ScriptModule.of(className)
                    .integer("stride", window.stride())
                    .integer("padding", window.paddingHeight());
        }
        return ScriptModule.of("Rectangular" + className)
                .integer("stride", window.stride())
                .integer("padding_height", window.paddingHeight())
                .integer("padding_width", window.paddingWidth());
    }

    private void expectNorm(String name, int channels) {
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            tensors.expect(name + "." + part, channels);
        }
    }

    private float[] scaled(String conv, String norm) {
        float[] weight = tensors.floats(conv + ".weight");
        double[] scale = scale(norm);
        int perChannel = weight.length / scale.length;
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) (weight[i] * scale[i / perChannel]);
        }
        return weight;
    }

    private double[] scale(String norm) {
        float[] gamma = tensors.floats(norm + ".weight");
        float[] variance = tensors.variances(norm + ".running_var");
        double[] scale = new double[gamma.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
        }
        return scale;
    }

    /** Returns the shift of a batch norm for an input with the given bias. */
    private float[] shift(String norm, float[] bias) {
        float[] beta = tensors.floats(norm + ".bias");
        float[] mean = tensors.floats(norm + ".running_mean");
        double[] scale = scale(norm);
        for (int c = 0; c < beta.length; c++) {
            beta[c] = (float) (beta[c] + ((double) bias[c] - mean[c]) * scale[c]);
        }
        return beta;
    }

    private static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
