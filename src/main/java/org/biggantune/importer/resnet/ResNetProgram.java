package org.biggantune.importer.resnet;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;
import org.biggantune.domain.Graph;
import org.biggantune.importer.resnet.ResNetArchitecture.Block;
import org.biggantune.importer.resnet.ResNetArchitecture.Shortcut;
import org.biggantune.importer.resnet.ResNetArchitecture.Stage;

/**
 * Builds the program of a residual network. Its classes' methods stand in {@code resnet.py}. The folded graph has each
 * batch norm inside the convolution in front of it; the reference graph keeps the original's operations and names.
 */
public final class ResNetProgram {
    private final ResNetArchitecture architecture;
    private final ConvolutionLayers layers;
    private final StateDict tensors;
    private final boolean folded;

    /**
     * A builder over a checkpoint that must stay open until the program is written.
     *
     * @param tensors the checkpoint's tensors
     * @param architecture what was read off them
     * @param graph which operations to write
     */
    public ResNetProgram(StateDict tensors, ResNetArchitecture architecture, Graph graph) {
        this.tensors = tensors;
        this.architecture = architecture;
        this.folded = graph == Graph.FOLDED;
        this.layers = new ConvolutionLayers(tensors);
    }

    /** The program's root object; its numbers are computed when it is written. */
    public ScriptModule root() {
        int kernel = architecture.stemKernel();
        int stem = architecture.stemChannels();
        int stride = kernel == 7 ? 2 : 1;
        ScriptModule root = ScriptModule.withMethods("ResNet", ResNetSource.of(architecture, folded));
        if (folded) {
            root.child("conv1", layers.folded("conv1", "bn1", stem, 3, kernel, stride));
        } else {
            root.child("conv1", layers.conv("conv1", stem, 3, kernel, stride));
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
        return root.child(architecture.head(), head(last.get(last.size() - 1).out()));
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
        if (folded) {
            block.child(conv, layers.folded(name + conv, name + norm, out, in, kernel, stride));
        } else {
            block.child(conv, layers.conv(name + conv, out, in, kernel, stride));
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
        if (folded) {
            return layers.folded(conv, norm, block.out(), block.in(), 1, block.stride());
        }
        return ScriptModule.sequential(
                "Downsample",
                List.of(layers.conv(conv, block.out(), block.in(), 1, block.stride()), layers.norm(norm, block.out())));
    }

    private ScriptModule head(int channels) {
        String name = architecture.head();
        long labels = architecture.labels();
        return ScriptModule.of("Linear")
                .tensor("weight", checked(name + ".weight", labels, channels))
                .tensor("bias", checked(name + ".bias", labels));
    }

    private ScriptTensor checked(String name, long... shape) {
        return ScriptTensor.lazy(
                () -> {
                    tensors.get(name, shape);
                    return tensors.finiteFloats(name);
                },
                shape);
    }
}
