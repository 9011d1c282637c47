package org.biggantune.importer.alexnet;

import java.util.List;
import java.util.regex.Pattern;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.domain.Graph;
import org.biggantune.importer.classifier.ClassifierNetwork;
import org.biggantune.importer.classifier.NetworkLayers;
import org.biggantune.importer.classifier.NetworkMethods;
import org.biggantune.importer.classifier.NetworkTensors;
import org.biggantune.importer.classifier.Window;

/**
 * Reads AlexNet (Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014) with
 * torchvision's names, of any width. The source of its classes is in {@code alexnet.py}.
 */
public final class AlexNet {
    private static final int INPUT_SIZE = 224;

    /** The map before the first linear layer is pooled to 6 × 6 pixels. */
    private static final int POOLED_PIXELS = 36;

    private static final List<Convolution> CONVOLUTIONS = List.of(
            new Convolution(0, 64, Window.square(11, 4, 2)),
            new Convolution(3, 192, Window.same(5, 5)),
            new Convolution(6, 384, Window.same(3, 3)),
            new Convolution(8, 256, Window.same(3, 3)),
            new Convolution(10, 256, Window.same(3, 3)));

    private static final List<Integer> LINEAR = List.of(1, 4, 6);
    private static final int HIDDEN = 4096;
    private static final List<String> FEATURE_MAPS = List.of("conv1", "conv2", "conv3", "conv4", "conv5", "features");

    private record Convolution(int index, int published, Window window) {}

    private AlexNet() {}

    /** Whether a state dict looks like an AlexNet, complete or not. */
    public static boolean matches(StateDict tensors) {
        return tensors.contains("features.0.weight")
                && tensors.contains("features.10.weight")
                && tensors.contains("classifier.1.weight")
                && tensors.contains("classifier.6.weight");
    }

    /**
     * Reads a network.
     *
     * @param dict the tensors, which must stay usable until the program is written
     * @param graph the form of the program
     * @throws org.biggantune.domain.failure.UnsupportedInputException if tensors are missing, unexpected or of other
     *     shapes
     */
    public static ClassifierNetwork read(StateDict dict, Graph graph) {
        NetworkTensors tensors = new NetworkTensors(dict);
        NetworkLayers layers = new NetworkLayers(tensors, graph, NetworkLayers.EPSILON);
        ScriptModule features = ScriptModule.of("Features");
        int channels = 3;
        for (Convolution convolution : CONVOLUTIONS) {
            String name = "features." + convolution.index();
            int out = tensors.width(convolution.published(), name);
            features.child(
                    Integer.toString(convolution.index()), layers.conv(name, convolution.window(), out, channels));
            channels = out;
        }
        int labels = tensors.width(HIDDEN, "classifier.6");
        ScriptModule classifier = layers.classifier(LINEAR, HIDDEN, channels * POOLED_PIXELS);
        tensors.refuseMisfits("an AlexNet", Pattern.compile(""));
        ScriptModule root = ScriptModule.withMethods(
                        "AlexNet",
                        NetworkMethods.of(FEATURE_MAPS, layers.folded(), "(getattr(self.features, \"0\")).weight"))
                .child("features", features)
                .child("classifier", classifier);
        // The reference release measures diversity on net.features including its last pooling.
        return new ClassifierNetwork("alexnet", INPUT_SIZE, labels, FEATURE_MAPS, "features", root);
    }
}
