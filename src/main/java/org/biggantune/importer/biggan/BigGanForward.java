package org.biggantune.importer.biggan;

/** The source of a BigGAN's {@code forward(z, y)}, with one line for each block and attention. */
final class BigGanForward {
    private static final String SIGNATURE = "  def forward(self, z: Tensor, y: Tensor) -> Tensor:\n";

    private BigGanForward() {}

    static String folded(BigGanArchitecture architecture) {
        int channels = architecture.blockChannels().get(0);
        int width = architecture.bottomWidth();
        StringBuilder source = new StringBuilder(SIGNATURE);
        String first = split(architecture, source);
        source.append("    h = torch.linear(" + first + ", self.linear_weight, self.linear_bias)\n");
        source.append("    h = torch.permute(torch.view(h, [-1, " + width + ", " + width + ", " + channels
                + "]), [0, 3, 1, 2])\n");
        int attention = 0;
        for (int i = 0; i < architecture.blocks(); i++) {
            line(source, "self.blocks", i, "h, " + condition(architecture, i));
            if (architecture.attentionFollows(i)) {
                line(source, "self.attentions", attention++, "h");
            }
        }
        boolean explicit = architecture.attentionFollows(architecture.blocks() - 1);
        source.append(
                explicit
                        ? "    h = torch.relu_(torch.addcmul(self.output_shift, h, self.output_scale))\n"
                        : "    h = torch.relu_(h)\n");
        source.append("    h = torch.conv2d(h, self.output_weight, self.output_bias, [1, 1], [1, 1])\n");
        return source.append("    return torch.contiguous(torch.tanh(h))\n").toString();
    }

    static String reference(BigGanArchitecture architecture) {
        int width = architecture.bottomWidth();
        StringBuilder source = new StringBuilder(SIGNATURE);
        String first = split(architecture, source);
        source.append("    h = torch.view(self.linear.forward(" + first + "), [torch.size(z, 0), -1, " + width + ", "
                + width + "])\n");
        for (int i = 0; i < architecture.blocks(); i++) {
            String block = "(getattr(self.blocks, \"" + i + "\"))";
            line(source, block, 0, "h, " + condition(architecture, i));
            if (architecture.attentionFollows(i)) {
                line(source, block, 1, "h");
            }
        }
        return source.append("    return torch.tanh(self.output_layer.forward(h))\n")
                .toString();
    }

    /** Splits z in a hierarchical generator; returns the name of the first layer's input. */
    private static String split(BigGanArchitecture architecture, StringBuilder source) {
        if (!architecture.hierarchical()) {
            return "z";
        }
        source.append("    zs = torch.split(z, " + architecture.latentChunk() + ", 1)\n");
        return "zs[0]";
    }

    private static String condition(BigGanArchitecture architecture, int block) {
        return architecture.hierarchical() ? "torch.cat([y, zs[" + (block + 1) + "]], 1)" : "y";
    }

    private static void line(StringBuilder source, String list, int index, String arguments) {
        source.append("    h = (getattr(" + list + ", \"" + index + "\")).forward(" + arguments + ")\n");
    }
}
