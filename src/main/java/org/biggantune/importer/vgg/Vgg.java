package org.biggantune.importer.vgg;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * Reads a VGG network (Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition",
 * 2014) with torchvision's names, of any width and depth, with or without batch norms. torchvision numbers all layers,
 * so a gap between a ReLU and the next convolution is a pooling layer; another one ends the last group. The source of
 * its classes is in {@code vgg.py}.
 */
public final class Vgg {
    private static final int INPUT_SIZE = 224;
    private static final int POOLED_PIXELS = 49;
    private static final int PUBLISHED_WIDTH = 64;
    private static final int HIDDEN = 4096;
    private static final List<Integer> LINEAR = List.of(0, 3, 6);
    private static final int MOST_LAYERS = 200;

    private final NetworkTensors tensors;
    private final NetworkLayers layers;
    private final boolean normed;
    private final List<String> maps = new ArrayList<>();
    private final StringBuilder steps = new StringBuilder();
    private int channels = 3;
    private int convolutions;

    private Vgg(StateDict dict, Graph graph) {
        this.tensors = new NetworkTensors(dict);
        this.layers = new NetworkLayers(tensors, graph, NetworkLayers.EPSILON);
        this.normed = tensors.contains("features.1.running_mean");
    }

    /** Whether a state dict looks like a VGG network, complete or not. */
    public static boolean matches(StateDict tensors) {
        return tensors.contains("features.0.weight")
                && tensors.contains("classifier.0.weight")
                && tensors.contains("classifier.3.weight")
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
        return new Vgg(dict, graph).network();
    }

    private ClassifierNetwork network() {
        ScriptModule features = features();
        int labels = tensors.width(HIDDEN, "classifier.6");
        ScriptModule classifier = layers.classifier(LINEAR, HIDDEN, channels * POOLED_PIXELS);
        tensors.refuseMisfits("a VGG network", Pattern.compile(""));
        maps.add("features");
        String variant = "vgg" + (convolutions + LINEAR.size()) + (normed ? "_bn" : "");
        ScriptModule root = ScriptModule.withMethods(
                        "VGG",
                        steps + NetworkMethods.of(maps, layers.folded(), "(getattr(self.features, \"0\")).weight"))
                .child("features", features)
                .child("classifier", classifier);
        return new ClassifierNetwork(variant, INPUT_SIZE, labels, maps, "features", root);
    }

    /** Builds the numbered layers and appends the root's method for each group between poolings. */
    private ScriptModule features() {
        ScriptModule features = ScriptModule.of("Features");
        List<Integer> group = new ArrayList<>();
        int index = 0;
        do {
            unit(features, index);
            group.add(index);
            int next = index + (normed ? 3 : 2);
            boolean last = next > MOST_LAYERS || !(isConvolution(next) || isConvolution(next + 1));
            if (last || !isConvolution(next)) {
                step(group);
                group.clear();
            }
            index = last ? -1 : isConvolution(next) ? next : next + 1;
        } while (index >= 0);
        return features;
    }

    private boolean isConvolution(int index) {
        String name = "features." + index;
        return (tensors.contains(name + ".weight") || tensors.contains(name + ".bias"))
                && !tensors.contains(name + ".running_mean");
    }

    private void unit(ScriptModule features, int index) {
        String name = "features." + index;
        String norm = "features." + (index + 1);
        int out = tensors.width(PUBLISHED_WIDTH, name);
        Window window = Window.same(3, 3);
        if (!normed) {
            features.child(Integer.toString(index), layers.conv(name, window, out, channels));
        } else if (layers.folded()) {
            features.child(Integer.toString(index), layers.foldedConv(name, norm, window, out, channels, true));
        } else {
            features.child(Integer.toString(index), layers.conv(name, window, out, channels));
            features.child(Integer.toString(index + 1), layers.norm(norm, out));
        }
        channels = out;
        convolutions++;
    }

    private void step(List<Integer> group) {
        String name = String.format(Locale.ROOT, "conv%d_%d", maps.size() + 1, group.size());
        steps.append("  def to_" + name + "(self, h: Tensor) -> Tensor:\n");
        if (!maps.isEmpty()) {
            steps.append("    h = torch.max_pool2d(h, [2, 2], [2, 2])\n");
        }
        for (int index : group) {
            steps.append("    h = (getattr(self.features, \"" + index + "\")).forward(h)\n");
            if (normed && !layers.folded()) {
                steps.append("    h = (getattr(self.features, \"" + (index + 1) + "\")).forward(h)\n");
            }
            steps.append("    h = torch.relu_(h)\n");
        }
        steps.append("    return h\n");
        maps.add(name);
    }
}
