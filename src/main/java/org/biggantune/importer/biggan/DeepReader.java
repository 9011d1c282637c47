package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.failure.UnsupportedInputException;

/** Determines a BigGAN-deep's architecture from its tensors. Used once. */
final class DeepReader {
    private static final int COLOURS = 3;

    private final StateDict tensors;
    private final DeepLayout layout;
    private final List<Integer> channels = new ArrayList<>();
    private final List<Integer> hidden = new ArrayList<>();
    private final List<Integer> attention = new ArrayList<>();

    DeepReader(StateDict tensors, DeepLayout layout) {
        this.tensors = tensors;
        this.layout = layout;
    }

    DeepArchitecture architecture() {
        if (!tensors.contains(layout.embedding())) {
            throw refused("this BigGAN-deep generator has no shared class embedding (no tensor '" + layout.embedding()
                    + "'), so there is no single class embedding to tune");
        }
        tensors.requireOnly(layout.known(), "a BigGAN-deep generator");
        boolean transposed = layout == DeepLayout.HUGGING_FACE;
        int classes = size(layout.embedding(), transposed ? 1 : 0, 2);
        int embedding = size(layout.embedding(), transposed ? 0 : 1, 2);
        readBlocks();
        channels.add(size(layout.outputGain(), 0, 1));
        int conditions = size(weight(layout.linear()), 1, 2);
        if (conditions <= embedding) {
            throw refused(layout.linear() + " takes " + conditions + " numbers, expected more than the " + embedding
                    + " of an embedding, for z");
        }
        int outputs = size(weight(layout.outputConvolution()), 0, 4);
        if (outputs < COLOURS || (layout == DeepLayout.BIGGAN_PYTORCH && outputs != COLOURS)) {
            throw refused(layout.outputConvolution() + " gives " + outputs + " channels, expected "
                    + (layout == DeepLayout.BIGGAN_PYTORCH ? "3" : "3 or more"));
        }
        int depth = DeepArchitecture.depth(layout, channels);
        checkStages(depth);
        DeepArchitecture architecture = new DeepArchitecture(
                layout,
                channels,
                hidden,
                attention,
                depth,
                conditions - embedding,
                embedding,
                classes,
                bottomWidth(),
                outputs,
                transposed ? statistics() : 0);
        DeepTensorNames.require(architecture, tensors);
        return architecture;
    }

    private void readBlocks() {
        for (int module = 0; hasAny(layout.module(module)); module++) {
            String prefix = layout.module(module);
            boolean list = layout == DeepLayout.BIGGAN_PYTORCH;
            if (!list && tensors.contains(prefix + "gamma")) {
                attention.add(channels.size() - 1);
                continue;
            }
            String first = weight(prefix + (list ? "0." : "") + layout.convolution(0));
            hidden.add(size(first, 0, 4));
            channels.add(size(first, 1, 4));
            if (list && hasAny(prefix + "1.")) {
                attention.add(module);
            }
        }
        if (channels.isEmpty() || attention.contains(-1)) {
            throw refused("its list of blocks does not begin with a block");
        }
    }

    /** Rejects blocks that do not follow the rule for up-sampling. */
    private void checkStages(int depth) {
        int blocks = channels.size() - 1;
        if (blocks % depth != 0) {
            throw refused(
                    "it has " + blocks + " blocks, expected pairs with a second block that doubles height and width");
        }
        for (int i = 0; i < blocks; i++) {
            int in = channels.get(i);
            int out = channels.get(i + 1);
            boolean ends = i % depth == depth - 1;
            if (out > in || (out < in && !ends) || (layout == DeepLayout.HUGGING_FACE && out != in && out != in / 2)) {
                throw refused("block " + i + " turns " + in + " channels into " + out
                        + ", expected as many, or fewer where it doubles height and width");
            }
        }
    }

    private int bottomWidth() {
        int outputs = size(weight(layout.linear()), 0, 2);
        int width = (int) Math.round(Math.sqrt((double) outputs / channels.get(0)));
        if (width < 1 || width * width * channels.get(0) != outputs) {
            throw refused(layout.linear() + " has " + outputs + " outputs, expected a square map of " + channels.get(0)
                    + " channels");
        }
        return width;
    }

    private int statistics() {
        int count = size(layout.outputNorm() + ".running_means", 0, 2);
        if (count < 2) {
            throw refused(
                    layout.outputNorm() + ".running_means has statistics for one truncation, expected at least two");
        }
        return count;
    }

    /** Returns the name of a layer's weight tensor, plain or with torch's spectral_norm. */
    private String weight(String layer) {
        String original = layer + ".weight_orig";
        return tensors.contains(original) ? original : layer + ".weight";
    }

    private boolean hasAny(String prefix) {
        return tensors.names().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private int size(String name, int dimension, int rank) {
        long[] shape = tensors.get(name).shape();
        if (shape.length != rank || shape[dimension] < 1) {
            throw refused(
                    "tensor '" + name + "' is " + tensors.get(name).describe() + ", expected " + rank + " dimensions");
        }
        return Math.toIntExact(shape[dimension]);
    }

    private UnsupportedInputException refused(String what) {
        return new UnsupportedInputException(tensors.source() + ": " + what);
    }
}
