package org.biggantune.importer.biggan;

/** The source of a BigGAN-deep's {@code forward(z, y)}, with one line for each block and attention. */
final class DeepForward {
    private static final String SIGNATURE = "  def forward(self, z: Tensor, y: Tensor) -> Tensor:\n";

    private DeepForward() {}

    /** The name of the root's child that holds the embeddings, so that their name is the original's. */
    static String embeddingModule(DeepArchitecture architecture) {
        return architecture.layout().embedding().replace(".weight", "");
    }

    static String folded(DeepArchitecture architecture) {
        StringBuilder source = new StringBuilder(SIGNATURE + conditions(architecture));
        source.append("    h = torch.linear(c, self.linear_weight, self.linear_bias)\n");
        source.append("    h = " + map(architecture, "h") + "\n");
        int attention = 0;
        for (int i = 0; i < architecture.blocks(); i++) {
            line(source, "self.blocks", i, "h, c");
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

    /** The whole of BigGAN-PyTorch's generator. */
    static String reference(DeepArchitecture architecture) {
        int width = architecture.bottomWidth();
        StringBuilder source = new StringBuilder(SIGNATURE + conditions(architecture));
        source.append(
                "    h = torch.view(self.linear.forward(c), [torch.size(z, 0), -1, " + width + ", " + width + "])\n");
        for (int i = 0; i < architecture.blocks(); i++) {
            String block = "(getattr(self.blocks, \"" + i + "\"))";
            line(source, block, 0, "h, c");
            if (architecture.attentionFollows(i)) {
                line(source, block, 1, "h");
            }
        }
        return source.append("    return torch.tanh(self.output_layer.forward(h))\n")
                .toString();
    }

    /** The root of pytorch-pretrained-BigGAN's model. */
    static String huggingFaceRoot(DeepArchitecture architecture) {
        return SIGNATURE + conditions(architecture) + "    return self.generator.forward(c)\n";
    }

    /** Its generator, whose list of layers holds the attentions too. */
    static String huggingFaceGenerator(DeepArchitecture architecture) {
        StringBuilder source = new StringBuilder("  def forward(self, c: Tensor) -> Tensor:\n");
        source.append("    h = torch.contiguous(" + map(architecture, "self.gen_z.forward(c)") + ")\n");
        int module = 0;
        for (int i = 0; i < architecture.blocks(); i++) {
            line(source, "self.layers", module++, "h, c");
            if (architecture.attentionFollows(i)) {
                line(source, "self.layers", module++, "h");
            }
        }
        source.append("    h = self.conv_to_rgb.forward(torch.relu(self.bn.forward(h)))\n");
        return source.append("    return torch.tanh(torch.narrow(h, 1, 0, 3))\n")
                .toString();
    }

    /** The conditions of the first layer and of all norms, in each implementation's order. */
    private static String conditions(DeepArchitecture architecture) {
        boolean latentFirst = architecture.layout() == DeepLayout.HUGGING_FACE;
        return "    c = torch.cat([" + (latentFirst ? "z, y" : "y, z") + "], 1)\n";
    }

    /** The first map [n, channels, height, width] of numbers in the order height, width, channel. */
    private static String map(DeepArchitecture architecture, String numbers) {
        int width = architecture.bottomWidth();
        int channels = architecture.blockChannels().get(0);
        return "torch.permute(torch.view(" + numbers + ", [-1, " + width + ", " + width + ", " + channels
                + "]), [0, 3, 1, 2])";
    }

    private static void line(StringBuilder source, String list, int index, String arguments) {
        source.append("    h = (getattr(" + list + ", \"" + index + "\")).forward(" + arguments + ")\n");
    }
}
