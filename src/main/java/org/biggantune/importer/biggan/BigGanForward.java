package org.biggantune.importer.biggan;

/** Generates the source of a BigGAN's {@code forward(z, y)}, with one line per block and attention. */
final class BigGanForward {
    private static final String SIGNATURE = "  def forward(self, z: Tensor, y: Tensor) -> Tensor:\n";

    private BigGanForward() {}

    static String folded(BigGanArchitecture architecture) {
        int channels = architecture.blockChannels().get(0);
        int width = architecture.bottomWidth();
        StringBuilder source = new StringBuilder(SIGNATURE);
        String first = split(architecture, source);
        source.append("    h = torch.linear(" + first + ", self.linear_weight, self.linear_bias)\n");
        source.append("    h = torch.type_as(h, self.output_weight)\n");
        source.append("    h = torch.permute(torch.view(h, [-1, " + width + ", " + width + ", " + channels
                + "]), [0, 3, 1, 2])\n");
        return lines(source, architecture).folded(i -> condition(architecture, i));
    }

    static String reference(BigGanArchitecture architecture) {
        int width = architecture.bottomWidth();
        StringBuilder source = new StringBuilder(SIGNATURE);
        String first = split(architecture, source);
        source.append("    h = torch.view(self.linear.forward(" + first + "), [torch.size(z, 0), -1, " + width + ", "
                + width + "])\n");
        return lines(source, architecture).reference(i -> condition(architecture, i));
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

    private static ForwardLines lines(StringBuilder source, BigGanArchitecture architecture) {
        return new ForwardLines(source, architecture.blocks(), architecture::attentionFollows);
    }
}
