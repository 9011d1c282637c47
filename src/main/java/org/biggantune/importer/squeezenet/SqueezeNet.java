package org.biggantune.importer.squeezenet;

import java.util.ArrayList;
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
 * Reads a SqueezeNet (Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters", 2016) with
 * torchvision's names, of any width: version 1.0 (7 × 7 stem) or 1.1 (3 × 3 stem, pools earlier). The source of its
 * classes is in {@code squeezenet.py}.
 */
public final class SqueezeNet {
    private static final int INPUT_SIZE = 224;
    private static final int PUBLISHED_LABELS = 1000;
    /** The published widths of the fire modules, in order. */
    private static final List<Integer> SQUEEZED = List.of(16, 16, 32, 32, 48, 48, 64, 64);

    private static final List<String> FEATURE_MAPS = List.of("features");

    /** torchvision's layers by index: c convolution, r ReLU, p pool, f fire module. */
    private enum Version {
        V1_0("squeezenet1_0", "crpfffpffffpf", 7, 96),
        V1_1("squeezenet1_1", "crpffpffpffff", 3, 64);

        private final String label;
        private final String layout;
        private final int stemKernel;
        private final int stemWidth;

        Version(String label, String layout, int stemKernel, int stemWidth) {
            this.label = label;
            this.layout = layout;
            this.stemKernel = stemKernel;
            this.stemWidth = stemWidth;
        }
    }

    private final NetworkTensors tensors;
    private final NetworkLayers layers;
    private final Version version;
    private int channels = 3;

    private SqueezeNet(StateDict dict, Graph graph) {
        this.tensors = new NetworkTensors(dict);
        this.layers = new NetworkLayers(tensors, graph, NetworkLayers.EPSILON);
        this.version = tensors.contains("features.6.squeeze.weight") ? Version.V1_1 : Version.V1_0;
    }

    /** Whether a state dict looks like a SqueezeNet, complete or not. */
    public static boolean matches(StateDict tensors) {
        return tensors.contains("features.0.weight") && tensors.contains("features.3.squeeze.weight");
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
        return new SqueezeNet(dict, graph).network();
    }

    private ClassifierNetwork network() {
        ScriptModule features = ScriptModule.sequential("Features", features());
        int labels = tensors.width(PUBLISHED_LABELS, "classifier.1");
        ScriptModule classifier =
                ScriptModule.of("Classifier").child("1", layers.conv("classifier.1", Window.POINT, labels, channels));
        tensors.refuseMisfits("a SqueezeNet (" + version.label + ")", Pattern.compile(""));
        ScriptModule root = ScriptModule.withMethods(
                        "SqueezeNet",
                        NetworkMethods.of(FEATURE_MAPS, layers.folded(), "(getattr(self.features, \"0\")).weight"))
                .child("features", features)
                .child("classifier", classifier);
        return new ClassifierNetwork(version.label, INPUT_SIZE, labels, FEATURE_MAPS, "features", root);
    }

    private List<ScriptModule> features() {
        List<ScriptModule> modules = new ArrayList<>();
        int fires = 0;
        for (char kind : version.layout.toCharArray()) {
            String name = "features." + modules.size();
            modules.add(
                    switch (kind) {
                        case 'c' -> stem(name);
                        case 'r' -> ScriptModule.of("ReLU");
                        case 'p' -> ScriptModule.of("MaxPool");
                        default -> fire(name, SQUEEZED.get(fires++));
                    });
        }
        return modules;
    }

    private ScriptModule stem(String name) {
        int out = tensors.width(version.stemWidth, name);
        ScriptModule conv = layers.conv(name, Window.square(version.stemKernel, 2, 0), out, channels);
        channels = out;
        return conv;
    }

    private ScriptModule fire(String name, int published) {
        int squeezed = tensors.width(published, name + ".squeeze");
        int points = tensors.width(4 * published, name + ".expand1x1");
        int squares = tensors.width(4 * published, name + ".expand3x3");
        ScriptModule fire = ScriptModule.of("Fire")
                .child("squeeze", layers.conv(name + ".squeeze", Window.POINT, squeezed, channels))
                .child("expand1x1", layers.conv(name + ".expand1x1", Window.POINT, points, squeezed))
                .child("expand3x3", layers.conv(name + ".expand3x3", Window.same(3, 3), squares, squeezed));
        channels = points + squares;
        return fire;
    }
}
