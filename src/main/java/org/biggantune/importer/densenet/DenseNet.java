package org.biggantune.importer.densenet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
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
 * Reads a DenseNet-BC (Huang et al., "Densely connected convolutional networks", CVPR 2017) with torchvision's names,
 * of any width and depth. The source of its classes is in {@code densenet.py}.
 */
public final class DenseNet {
    private static final int INPUT_SIZE = 224;
    private static final int PUBLISHED_LABELS = 1000;
    private static final Pattern OLD_NAME = Pattern.compile("(.*\\.denselayer\\d+\\.(?:norm|conv))\\.([12]\\..*)");

    private final NetworkTensors tensors;
    private final NetworkLayers layers;
    private final ScriptModule features = ScriptModule.of("Features");
    private final StringBuilder steps = new StringBuilder();
    private final List<String> maps = new ArrayList<>();
    private int channels = 3;
    private int convolutions;

    private DenseNet(StateDict dict, Graph graph) {
        this.tensors = new NetworkTensors(dict);
        this.layers = new NetworkLayers(tensors, graph, NetworkLayers.EPSILON);
    }

    /** Whether a state dict looks like a DenseNet, complete or not. */
    public static boolean matches(StateDict tensors) {
        return tensors.contains("features.conv0.weight")
                && tensors.contains("features.denseblock1.denselayer1.conv1.weight");
    }

    /** Returns a tensor's current name; published checkpoints name a dense layer's parts {@code norm.1} and so on. */
    public static String todaysName(String name) {
        Matcher old = OLD_NAME.matcher(name);
        return old.matches() ? old.group(1) + old.group(2) : name;
    }

    /**
     * Reads a network.
     *
     * @param dict the tensors by their current names, which must stay usable until the program is written
     * @param graph the form of the program
     * @throws org.biggantune.domain.failure.UnsupportedInputException if tensors are missing, unexpected or of other
     *     shapes
     */
    public static ClassifierNetwork read(StateDict dict, Graph graph) {
        return new DenseNet(dict, graph).network();
    }

    private ClassifierNetwork network() {
        stem();
        int blocks = 0;
        do {
            blocks++;
            block(blocks);
        } while (tensors.contains("features.denseblock" + (blocks + 1) + ".denselayer1.conv1.weight"));
        features.child("norm5", layers.norm("features.norm5", channels));
        step("features", "torch.relu_(self.features.norm5.forward(h))");
        int labels = tensors.width(PUBLISHED_LABELS, "classifier");
        ScriptModule classifier = layers.linear("classifier", labels, channels);
        tensors.refuseMisfits("a DenseNet", Pattern.compile(""));
        ScriptModule root = ScriptModule.withMethods(
                        "DenseNet", steps + NetworkMethods.of(maps, layers.folded(), "self.features.conv0.weight"))
                .child("features", features)
                .child("classifier", classifier);
        return new ClassifierNetwork("densenet" + (convolutions + 1), INPUT_SIZE, labels, maps, "features", root);
    }

    private void stem() {
        int out = tensors.width(1, "features.conv0", "features.norm0");
        Window window = Window.square(7, 2, 3);
        if (layers.folded()) {
            features.child("conv0", layers.foldedConv("features.conv0", "features.norm0", window, out, channels));
        } else {
            features.child("conv0", layers.bareConv("features.conv0", window, out, channels));
            features.child("norm0", layers.norm("features.norm0", out));
        }
        channels = out;
        convolutions++;
    }

    private void block(int number) {
        String name = "denseblock" + number;
        String before;
        if (number == 1) {
            String stem = layers.folded()
                    ? "self.features.conv0.forward(h)"
                    : "self.features.norm0.forward(self.features.conv0.forward(h))";
            before = "torch.max_pool2d(torch.relu_(" + stem + "), [3, 3], [2, 2], [1, 1])";
        } else {
            before = "self.features.transition" + (number - 1) + ".forward(h)";
            features.child("transition" + (number - 1), transition("features.transition" + (number - 1)));
        }
        features.child(name, denseBlock(number));
        step(name, "self.features." + name + ".forward(" + before + ")");
    }

    private ScriptModule denseBlock(int number) {
        StringBuilder forward = new StringBuilder("  def forward(self, x: Tensor) -> Tensor:\n");
        List<ScriptModule> parts = new ArrayList<>();
        do {
            int layer = parts.size() + 1;
            parts.add(layer("features.denseblock" + number + ".denselayer" + layer + "."));
            forward.append("    x = torch.cat([x, self.denselayer" + layer + ".forward(x)], 1)\n");
        } while (tensors.contains(
                "features.denseblock" + number + ".denselayer" + (parts.size() + 1) + ".conv1.weight"));
        ScriptModule block = ScriptModule.withMethods("DenseBlock" + number, forward + "    return x\n");
        for (int i = 0; i < parts.size(); i++) {
            block.child("denselayer" + (i + 1), parts.get(i));
        }
        return block;
    }

    private ScriptModule layer(String name) {
        int middle = tensors.width(1, name + "conv1", name + "norm2");
        int growth = tensors.width(1, name + "conv2");
        ScriptModule layer = ScriptModule.of(layers.folded() ? "FoldedLayer" : "Layer");
        layer.child("norm1", layers.norm(name + "norm1", channels));
        if (layers.folded()) {
            layer.child("conv1", layers.foldedConv(name + "conv1", name + "norm2", Window.POINT, middle, channels));
        } else {
            layer.child("conv1", layers.bareConv(name + "conv1", Window.POINT, middle, channels));
            layer.child("norm2", layers.norm(name + "norm2", middle));
        }
        channels += growth;
        convolutions += 2;
        return layer.child("conv2", layers.bareConv(name + "conv2", Window.same(3, 3), growth, middle));
    }

    private ScriptModule transition(String name) {
        int out = tensors.width(1, name + ".conv");
        ScriptModule transition = ScriptModule.of(layers.folded() ? "FoldedTransition" : "Transition")
                .child("norm", layers.norm(name + ".norm", channels))
                .child("conv", layers.bareConv(name + ".conv", Window.POINT, out, channels));
        channels = out;
        convolutions++;
        return transition;
    }

    private void step(String map, String value) {
        steps.append("  def to_" + map + "(self, h: Tensor) -> Tensor:\n    return " + value + "\n");
        maps.add(map);
    }
}
