package org.biggantune.importer.resnet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.domain.Graph;
import org.biggantune.importer.classifier.ClassifierNetwork;
import org.biggantune.importer.classifier.NetworkLayers;
import org.biggantune.importer.classifier.NetworkTensors;
import org.biggantune.importer.classifier.Window;
import org.biggantune.importer.resnet.ResNetArchitecture.Block;
import org.biggantune.importer.resnet.ResNetArchitecture.Shortcut;
import org.biggantune.importer.resnet.ResNetArchitecture.Stage;

/**
 * Reads a residual network and builds its program. The source of its classes is in {@code resnet.py}. The folded graph
 * has each batch norm folded into the preceding convolution; the reference graph keeps the original's operations and
 * names.
 */
public final class ResNetProgram {
    /** Additional tensors that are ignored. */
    private static final Pattern IGNORED = Pattern.compile("normalizer\\.new_(mean|std)");

    private final ResNetArchitecture architecture;
    private final NetworkTensors tensors;
    private final NetworkLayers layers;
    private final boolean folded;

    private ResNetProgram(StateDict dict, Graph graph) {
        this.tensors = new NetworkTensors(dict);
        this.architecture = ResNetArchitecture.read(dict);
        this.layers = new NetworkLayers(tensors, graph, NetworkLayers.EPSILON);
        this.folded = layers.folded();
    }

    /**
     * Reads a residual network and builds its program.
     *
     * @param dict the tensors, which must stay usable until the program is written
     * @param graph the form of the program
     * @throws org.biggantune.domain.failure.UnsupportedInputException if tensors are missing, unexpected or of other
     *     shapes
     */
    public static ClassifierNetwork read(StateDict dict, Graph graph) {
        ResNetProgram program = new ResNetProgram(dict, graph);
        ScriptModule root = program.root();
        program.tensors.refuseMisfits("a residual network", IGNORED);
        ResNetArchitecture architecture = program.architecture;
        List<String> maps = architecture.featureMaps();
        return new ClassifierNetwork(
                "resnet" + architecture.depth(),
                architecture.inputSize(),
                architecture.labels(),
                maps,
                maps.get(maps.size() - 1),
                root);
    }

    private ScriptModule root() {
        int kernel = architecture.stemKernel();
        int stem = architecture.stemChannels();
        Window window = Window.square(kernel, kernel == 7 ? 2 : 1, kernel / 2);
        ScriptModule root = ScriptModule.withMethods("ResNet", ResNetSource.of(architecture, folded));
        if (folded) {
            root.child("conv1", layers.foldedConv("conv1", "bn1", window, stem, 3));
        } else {
            root.child("conv1", layers.bareConv("conv1", window, stem, 3));
            root.child("bn1", layers.norm("bn1", stem));
        }
        List<Stage> stages = architecture.stages();
        for (int s = 0; s < stages.size(); s++) {
            List<ScriptModule> blocks = new ArrayList<>();
            for (int b = 0; b < stages.get(s).blocks().size(); b++) {
                blocks.add(block(
                        ResNetArchitecture.prefix(s, b), stages.get(s).blocks().get(b)));
            }
            root.child("layer" + (s + 1), ScriptModule.sequential("Layer" + (s + 1), blocks));
        }
        List<Block> last = stages.get(stages.size() - 1).blocks();
        int channels = last.get(last.size() - 1).out();
        return root.child(architecture.head(), layers.linear(architecture.head(), architecture.labels(), channels));
    }

    private ScriptModule block(String name, Block block) {
        String kind = (folded ? "Folded" : "") + (block.bottleneck() ? "Bottleneck" : "BasicBlock");
        String suffix =
                switch (block.shortcut()) {
                    case IDENTITY -> "";
                    case PROJECTION -> "Projected";
                    case PADDING -> "Padded";
                };
        ScriptModule module = ScriptModule.variant(kind + suffix, kind);
        if (block.bottleneck()) {
            unit(module, name, 1, block.middle(), block.in(), 1, 1);
            unit(module, name, 2, block.middle(), block.middle(), 3, block.stride());
            unit(module, name, 3, block.out(), block.middle(), 1, 1);
        } else {
            unit(module, name, 1, block.middle(), block.in(), 3, block.stride());
            unit(module, name, 2, block.out(), block.middle(), 3, 1);
        }
        return module.child(folded ? "shortcut" : "downsample", shortcut(name, block));
    }

    private void unit(ScriptModule block, String name, int index, int out, int in, int kernel, int stride) {
        String conv = "conv" + index;
        String norm = "bn" + index;
        Window window = Window.square(kernel, stride, kernel / 2);
        if (folded) {
            block.child(conv, layers.foldedConv(name + conv, name + norm, window, out, in));
        } else {
            block.child(conv, layers.bareConv(name + conv, window, out, in));
            block.child(norm, layers.norm(name + norm, out));
        }
    }

    private ScriptModule shortcut(String name, Block block) {
        if (block.shortcut() == Shortcut.IDENTITY) {
            return ScriptModule.of("Identity");
        }
        if (block.shortcut() == Shortcut.PADDING) {
            return ScriptModule.of("PaddedShortcut").integer("extra", (block.out() - block.in()) / 2);
        }
        String conv = name + "downsample.0";
        String norm = name + "downsample.1";
        Window window = Window.square(1, block.stride(), 0);
        if (folded) {
            return layers.foldedConv(conv, norm, window, block.out(), block.in());
        }
        return ScriptModule.sequential(
                "Downsample",
                List.of(layers.bareConv(conv, window, block.out(), block.in()), layers.norm(norm, block.out())));
    }
}
