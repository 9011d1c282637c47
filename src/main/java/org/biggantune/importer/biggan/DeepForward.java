package org.biggantune.importer.biggan;

/** Generates the source of a BigGAN-deep's {@code forward(z, y)}, with one line per block and attention. */
final class DeepForward {
    private static final String SIGNATURE = "  def forward(self, z: Tensor, y: Tensor) -> Tensor:\n";

    private DeepForward() {}

    /** Returns the name of the root's child with the embeddings, which keeps their original name. */
    static String embeddingModule(DeepArchitecture architecture) {
        return architecture.layout().embedding().replace(".weight", "");
    }

    static String folded(DeepArchitecture architecture) {
        StringBuilder source = new StringBuilder(SIGNATURE + conditions(architecture));
        source.append("    h = torch.linear(c, self.linear_weight, self.linear_bias)\n");
        source.append("    h = torch.type_as(h, self.output_weight)\n");
        source.append("    h = " + map(architecture, "h") + "\n");
        return lines(source, architecture).folded(i -> "c");
    }

    /** Returns the source for BigGAN-PyTorch's generator. */
    static String reference(DeepArchitecture architecture) {
        int width = architecture.bottomWidth();
        StringBuilder source = new StringBuilder(SIGNATURE + conditions(architecture));
        source.append(
                "    h = torch.view(self.linear.forward(c), [torch.size(z, 0), -1, " + width + ", " + width + "])\n");
        return lines(source, architecture).reference(i -> "c");
    }

    /** Returns the source for the root of pytorch-pretrained-BigGAN's model. */
    static String huggingFaceRoot(DeepArchitecture architecture) {
        return SIGNATURE + conditions(architecture) + "    return self.generator.forward(c)\n";
    }

    /** Returns the source for its generator, with a list of layers that includes the attentions. */
    static String huggingFaceGenerator(DeepArchitecture architecture) {
        StringBuilder source = new StringBuilder("  def forward(self, c: Tensor) -> Tensor:\n");
        source.append("    h = torch.contiguous(" + map(architecture, "self.gen_z.forward(c)") + ")\n");
        int module = 0;
        for (int i = 0; i < architecture.blocks(); i++) {
            ForwardLines.call(source, "self.layers", module++, "h, c");
            if (architecture.attentionFollows(i)) {
                ForwardLines.call(source, "self.layers", module++, "h");
            }
        }
        source.append("    h = self.conv_to_rgb.forward(torch.relu(self.bn.forward(h)))\n");
        return source.append("    return torch.tanh(torch.narrow(h, 1, 0, 3))\n")
                .toString();
    }

    /** Returns the source for the condition of the first layer and all norms, in each implementation's order. */
    private static String conditions(DeepArchitecture architecture) {
        boolean latentFirst = architecture.layout() == DeepLayout.HUGGING_FACE;
        return "    c = torch.cat([" + (latentFirst ? "z, y" : "y, z") + "], 1)\n";
    }

    /**
     * Returns the source for the first map [n, channels, height, width] from values in the order height, width,
     * channel.
     */
    private static String map(DeepArchitecture architecture, String numbers) {
        int width = architecture.bottomWidth();
        int channels = architecture.blockChannels().get(0);
        return "torch.permute(torch.view(" + numbers + ", [-1, " + width + ", " + width + ", " + channels
                + "]), [0, 3, 1, 2])";
    }

    private static ForwardLines lines(StringBuilder source, DeepArchitecture architecture) {
        return new ForwardLines(source, architecture.blocks(), architecture::attentionFollows);
    }
}
