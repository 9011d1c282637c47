package org.biggantune.importer.classifier;

import java.util.List;

/**
 * Generates the methods of a classifier's root object that depend on its feature maps. The root's class has a method
 * {@code to_L(h)} for each layer L, which computes L from the previous layer (or the input), and {@code classify(h)}
 * from the last layer to the logits. Generated are {@code forward(x)} and, for each L, {@code forward_with_L(x)}, which
 * returns logits and map from one pass.
 *
 * <p>In the folded graph the input is converted to the channels-last layout and the type of the first weight, and the
 * outputs to float32.
 */
public final class NetworkMethods {
    private final List<String> layers;
    private final String input;
    private final boolean folded;

    private NetworkMethods(List<String> layers, String input, boolean folded) {
        this.layers = layers;
        this.input = input;
        this.folded = folded;
    }

    /**
     * Returns the methods' TorchScript source, indented by two spaces.
     *
     * @param layers the feature maps in order
     * @param folded whether the graph is the folded one
     * @param first the source of the first weight, such as {@code self.conv1.weight}
     */
    public static String of(List<String> layers, boolean folded, String first) {
        String input = folded ? "torch.type_as(torch.contiguous(x, memory_format=2), " + first + ")" : "x";
        return new NetworkMethods(layers, input, folded).source();
    }

    private String source() {
        String first = "    h = " + input + "\n";
        String logits = output("self.classify(h)");
        String map = output("h");
        StringBuilder source = new StringBuilder(head("forward", "Tensor"))
                .append(first)
                .append(steps(layers))
                .append("    return " + logits + "\n");
        for (int i = 1; i <= layers.size(); i++) {
            String layer = layers.get(i - 1);
            source.append(head("forward_with_" + layer, "Tuple[Tensor, Tensor]"))
                    .append(first)
                    .append(steps(layers.subList(0, i)))
                    .append("    features = " + map + "\n")
                    .append(steps(layers.subList(i, layers.size())))
                    .append("    return (" + logits + ", features)\n");
        }
        return source.toString();
    }

    private String output(String value) {
        return folded ? "torch.to(" + value + ", 6)" : value;
    }

    private static String head(String name, String type) {
        return "  def " + name + "(self, x: Tensor) -> " + type + ":\n";
    }

    private static String steps(List<String> layers) {
        StringBuilder steps = new StringBuilder();
        layers.forEach(layer -> steps.append("    h = self.to_").append(layer).append("(h)\n"));
        return steps.toString();
    }
}
