package org.biggantune.importer.inception;

import org.biggantune.archive.script.ScriptModule;
import org.biggantune.importer.classifier.NetworkLayers;
import org.biggantune.importer.classifier.NetworkTensors;
import org.biggantune.importer.classifier.Window;

/** Builds Inception v3's units and blocks in order, with widths from the tensors. */
final class InceptionBlocks {
    private static final Window POINT = Window.POINT;
    private static final Window SQUARE = Window.same(3, 3);
    private static final Window HALVING = Window.square(3, 2, 0);
    private static final Window ROW7 = Window.same(1, 7);
    private static final Window COLUMN7 = Window.same(7, 1);
    private static final Window ROW3 = Window.same(1, 3);
    private static final Window COLUMN3 = Window.same(3, 1);

    private final NetworkTensors tensors;
    private final NetworkLayers layers;
    private int channels = 3;

    InceptionBlocks(NetworkTensors tensors, NetworkLayers layers) {
        this.tensors = tensors;
        this.layers = layers;
    }

    /** Returns the output channels of the last unit or block. */
    int channels() {
        return channels;
    }

    /** Builds a unit of the stem. */
    ScriptModule stem(String name, Window window) {
        int out = width(name);
        ScriptModule unit = unit(name, window, out, channels);
        channels = out;
        return unit;
    }

    /** Builds a block of kind A to E. */
    ScriptModule block(char kind, String name) {
        ScriptModule module = ScriptModule.of("Inception" + kind);
        Block block = new Block(module, name + ".");
        channels = switch (kind) {
            case 'A' -> a(block);
            case 'B' -> b(block);
            case 'C' -> c(block);
            case 'D' -> d(block);
            default -> e(block);
        };
        return module;
    }

    private int a(Block block) {
        return block.add("branch1x1", POINT, channels)
                + block.chain("branch5x5_", POINT, Window.same(5, 5))
                + block.chain("branch3x3dbl_", POINT, SQUARE, SQUARE)
                + block.add("branch_pool", POINT, channels);
    }

    private int b(Block block) {
        return block.add("branch3x3", HALVING, channels)
                + block.chain("branch3x3dbl_", POINT, SQUARE, HALVING)
                + channels;
    }

    private int c(Block block) {
        return block.add("branch1x1", POINT, channels)
                + block.chain("branch7x7_", POINT, ROW7, COLUMN7)
                + block.chain("branch7x7dbl_", POINT, COLUMN7, ROW7, COLUMN7, ROW7)
                + block.add("branch_pool", POINT, channels);
    }

    private int d(Block block) {
        return block.chain("branch3x3_", POINT, HALVING)
                + block.chain("branch7x7x3_", POINT, ROW7, COLUMN7, HALVING)
                + channels;
    }

    private int e(Block block) {
        int one = block.chain("branch3x3_", POINT);
        int two = block.chain("branch3x3dbl_", POINT, SQUARE);
        return block.add("branch1x1", POINT, channels)
                + block.add("branch3x3_2a", ROW3, one)
                + block.add("branch3x3_2b", COLUMN3, one)
                + block.add("branch3x3dbl_3a", ROW3, two)
                + block.add("branch3x3dbl_3b", COLUMN3, two)
                + block.add("branch_pool", POINT, channels);
    }

    private int width(String name) {
        return tensors.width(1, name + ".conv", name + ".bn");
    }

    private ScriptModule unit(String name, Window window, int out, int in) {
        String conv = name + ".conv";
        String norm = name + ".bn";
        // TorchScript needs separate classes for units with convolutions of another class.
        String shape = window.height() == window.width() ? "" : "Rectangular";
        if (layers.folded()) {
            return ScriptModule.variant(shape + "FoldedUnit", "FoldedUnit")
                    .child("conv", layers.foldedConv(conv, norm, window, out, in));
        }
        return ScriptModule.variant(shape + "Unit", "Unit")
                .child("conv", layers.bareConv(conv, window, out, in))
                .child("bn", layers.norm(norm, out));
    }

    /** A block being built. */
    private final class Block {
        private final ScriptModule module;
        private final String prefix;

        Block(ScriptModule module, String prefix) {
            this.module = module;
            this.prefix = prefix;
        }

        /** Adds a unit; returns its output channels. */
        int add(String name, Window window, int in) {
            int out = width(prefix + name);
            module.child(name, unit(prefix + name, window, out, in));
            return out;
        }

        /** Adds a chain of units numbered from 1; returns the output channels of the last. */
        int chain(String name, Window... windows) {
            int in = channels;
            for (int i = 0; i < windows.length; i++) {
                in = add(name + (i + 1), windows[i], in);
            }
            return in;
        }
    }
}
