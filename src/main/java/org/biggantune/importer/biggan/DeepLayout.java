package org.biggantune.importer.biggan;

import java.util.regex.Pattern;
import org.biggantune.archive.StateDict;

/** The tensor names of the two supported implementations of BigGAN-deep. */
public enum DeepLayout {
    /** {@code BigGANdeep.Generator} of BigGAN-PyTorch. */
    BIGGAN_PYTORCH(
            "shared\\.weight|linear\\.(weight|bias)"
                    + "|blocks\\.\\d+\\.0\\.conv[1-4]\\.(weight|bias)"
                    + "|blocks\\.\\d+\\.0\\.bn[1-4]\\.(stored_mean|stored_var|(gain|bias)\\.weight)"
                    + "|blocks\\.\\d+\\.1\\.(gamma|(theta|phi|g|o)\\.weight)"
                    + "|output_layer\\.0\\.(gain|bias|stored_mean|stored_var)|output_layer\\.2\\.(weight|bias)"
                    + "|.*\\.(u|sv)\\d+",
            "shared.weight",
            "linear"),
    /** {@code BigGAN} of Hugging Face's pytorch-pretrained-BigGAN, the target of DeepMind's converted weights. */
    HUGGING_FACE(
            "embeddings\\.weight|generator\\.(gen_z|conv_to_rgb)\\.(bias|weight(_orig|_u|_v)?)"
                    + "|generator\\.layers\\.\\d+\\.conv_[0-3]\\.(bias|weight(_orig|_u|_v)?)"
                    + "|generator\\.layers\\.\\d+\\.bn_[0-3]\\.(running_(means|vars)"
                    + "|(scale|offset)\\.weight(_orig|_u|_v)?)"
                    + "|generator\\.layers\\.\\d+\\.(gamma|snconv1x1_(theta|phi|g|o_conv)\\.weight(_orig|_u|_v)?)"
                    + "|generator\\.bn\\.(weight|bias|running_means|running_vars)",
            "embeddings.weight",
            "generator.gen_z");

    private final Pattern known;
    private final String embedding;
    private final String linear;

    DeepLayout(String known, String embedding, String linear) {
        this.known = Pattern.compile(known);
        this.embedding = embedding;
        this.linear = linear;
    }

    /** Whether a state dict looks like this implementation, complete or not. */
    boolean matches(StateDict tensors) {
        return this == HUGGING_FACE
                ? tensors.names().stream().anyMatch(name -> name.startsWith("generator.gen_z."))
                : tensors.contains("blocks.0.0.conv3.weight");
    }

    /** Returns a pattern that matches all its tensor names. */
    Pattern known() {
        return known;
    }

    /** Returns the name of the class-embedding matrix: [classes, size], or transposed for {@link #HUGGING_FACE}. */
    public String embedding() {
        return embedding;
    }

    /** Returns the name of the layer before the first map. */
    String linear() {
        return linear;
    }

    /** Returns the prefix of a module: a block, or an attention in the list of blocks. */
    String module(int position) {
        return this == HUGGING_FACE ? "generator.layers." + position + "." : "blocks." + position + ".";
    }

    /** Returns the name of a block's convolution, 0 to 3, below its prefix. */
    String convolution(int index) {
        return this == HUGGING_FACE ? "conv_" + index : "conv" + (index + 1);
    }

    /** Returns the name of a block's batch norm, 0 to 3, below its prefix. */
    String norm(int index) {
        return this == HUGGING_FACE ? "bn_" + index : "bn" + (index + 1);
    }

    /** Returns the name of the last batch norm. */
    String outputNorm() {
        return this == HUGGING_FACE ? "generator.bn" : "output_layer.0";
    }

    /** Returns the name of the gain of the last batch norm. */
    String outputGain() {
        return this == HUGGING_FACE ? "generator.bn.weight" : "output_layer.0.gain";
    }

    /** Returns the name of the convolution to RGB. */
    String outputConvolution() {
        return this == HUGGING_FACE ? "generator.conv_to_rgb" : "output_layer.2";
    }
}
