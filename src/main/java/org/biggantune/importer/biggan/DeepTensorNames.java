package org.biggantune.importer.biggan;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.StateDict;
import org.biggantune.domain.failure.UnsupportedInputException;

/** The names of all tensors required by a BigGAN-deep architecture. */
final class DeepTensorNames {
    private static final int PARTS = 4;
    private static final int LISTED = 4;

    private final DeepArchitecture architecture;
    private final List<String> weights;
    private final List<String> names = new ArrayList<>();

    private DeepTensorNames(DeepArchitecture architecture, StateDict tensors) {
        this.architecture = architecture;
        BigGanTensors numbers = new BigGanTensors(tensors, 1);
        this.weights = numbers.hasTorchSpectralNorm()
                ? List.of(".weight_orig", ".weight_u", ".weight_v")
                : numbers.hasSpectralNorm() ? List.of(".weight", ".u0") : List.of(".weight");
    }

    /**
     * Requires that no tensor is missing.
     *
     * @throws UnsupportedInputException if some are; the message gives the first ones
     */
    static void require(DeepArchitecture architecture, StateDict tensors) {
        DeepTensorNames needed = new DeepTensorNames(architecture, tensors);
        needed.collect();
        List<String> missing =
                needed.names.stream().filter(name -> !tensors.contains(name)).toList();
        if (missing.size() == 1) {
            tensors.get(missing.get(0));
        }
        if (!missing.isEmpty()) {
            String listed = String.join("', '", missing.subList(0, Math.min(LISTED, missing.size())));
            throw new UnsupportedInputException(tensors.source() + ": has no tensors '" + listed + "'"
                    + (missing.size() > LISTED ? " and " + (missing.size() - LISTED) + " more" : "")
                    + ", which this BigGAN-deep generator needs; was it saved completely?");
        }
    }

    private void collect() {
        DeepLayout layout = architecture.layout();
        boolean huggingFace = layout == DeepLayout.HUGGING_FACE;
        names.add(layout.embedding());
        layer(layout.linear(), true);
        for (int i = 0; i < architecture.blocks(); i++) {
            String block = architecture.block(i);
            for (int k = 0; k < PARTS; k++) {
                String norm = block + layout.norm(k);
                statistics(norm);
                layer(norm + (huggingFace ? ".scale" : ".gain"), false);
                layer(norm + (huggingFace ? ".offset" : ".bias"), false);
                layer(block + layout.convolution(k), true);
            }
        }
        for (int after : architecture.attentionAfter()) {
            AttentionNames attention = architecture.attention(after);
            names.add(attention.gamma());
            for (String layer : List.of(attention.theta(), attention.phi(), attention.g(), attention.o())) {
                layer(layer, false);
            }
        }
        names.add(layout.outputGain());
        names.add(layout.outputNorm() + ".bias");
        statistics(layout.outputNorm());
        layer(layout.outputConvolution(), true);
    }

    private void layer(String name, boolean bias) {
        weights.forEach(suffix -> names.add(name + suffix));
        if (bias) {
            names.add(name + ".bias");
        }
    }

    private void statistics(String norm) {
        boolean table = architecture.statistics() > 0;
        names.add(norm + (table ? ".running_means" : ".stored_mean"));
        names.add(norm + (table ? ".running_vars" : ".stored_var"));
    }
}
