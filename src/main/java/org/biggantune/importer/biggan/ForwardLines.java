package org.biggantune.importer.biggan;

import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Generates the lines shared by the {@code forward} of BigGAN and BigGAN-deep. */
final class ForwardLines {
    private final StringBuilder source;
    private final int blocks;
    private final IntPredicate attentionFollows;

    /**
     * Creates a generator that appends to existing lines.
     *
     * @param source the source to append to
     * @param blocks the number of blocks
     * @param attentionFollows whether an attention follows a block
     */
    ForwardLines(StringBuilder source, int blocks, IntPredicate attentionFollows) {
        this.source = source;
        this.blocks = blocks;
        this.attentionFollows = attentionFollows;
    }

    /** Completes the folded graph after its first layer: blocks, attentions from a separate list, and the output. */
    String folded(IntFunction<String> condition) {
        int attention = 0;
        for (int i = 0; i < blocks; i++) {
            call(source, "self.blocks", i, "h, " + condition.apply(i));
            if (attentionFollows.test(i)) {
                call(source, "self.attentions", attention++, "h");
            }
        }
        source.append(
                attentionFollows.test(blocks - 1)
                        ? "    h = torch.relu_(torch.addcmul(self.output_shift, h, self.output_scale))\n"
                        : "    h = torch.relu_(h)\n");
        source.append("    h = torch.conv2d(h, self.output_weight, self.output_bias, [1, 1], [1, 1])\n");
        return source.append("    return torch.contiguous(torch.tanh(torch.to(h, 6)))\n")
                .toString();
    }

    /**
     * Completes BigGAN-PyTorch's graph after its first layer: lists of a block and possibly an attention, and the
     * output.
     */
    String reference(IntFunction<String> condition) {
        for (int i = 0; i < blocks; i++) {
            String block = "(getattr(self.blocks, \"" + i + "\"))";
            call(source, block, 0, "h, " + condition.apply(i));
            if (attentionFollows.test(i)) {
                call(source, block, 1, "h");
            }
        }
        return source.append("    return torch.tanh(self.output_layer.forward(h))\n")
                .toString();
    }

    /** Appends a line that passes h through a module of a list. */
    static void call(StringBuilder source, String list, int index, String arguments) {
        source.append("    h = (getattr(" + list + ", \"" + index + "\")).forward(" + arguments + ")\n");
    }
}
