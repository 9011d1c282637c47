package org.biggantune.importer.classifier;

import java.util.List;

/**
 * The methods of a classifier's root object that follow from its feature maps. The root's class has a method {@code
 * to_L(h)} for each layer L, which takes the layer before it (the input, for the first) to L, and {@code classify(h)}
 * from the last layer to the logits. Written here are {@code forward(x)}, and for each L {@code features_L(x)} with its
 * map and {@code forward_with_L(x)} with logits and map of one pass.
 */
public final class NetworkMethods {
    private static final String HEAD = "  def %s(self, x: Tensor) -> %s:\n";

    private NetworkMethods() {}

    /**
     * The methods' TorchScript source, indented by two spaces.
     *
     * @param layers the feature maps in order
     * @param channelsLast whether the input is brought into the channels-last layout first
     */
    public static String of(List<String> layers, boolean channelsLast) {
        String first = channelsLast ? "    h = torch.contiguous(x, memory_format=2)\n" : "    h = x\n";
        StringBuilder source = new StringBuilder(HEAD.formatted("forward", "Tensor"))
                .append(first)
                .append(steps(layers))
                .append("    return self.classify(h)\n");
        for (int i = 1; i <= layers.size(); i++) {
            String layer = layers.get(i - 1);
            source.append(HEAD.formatted("features_" + layer, "Tensor"))
                    .append(first)
                    .append(steps(layers.subList(0, i)))
                    .append("    return h\n");
            source.append(HEAD.formatted("forward_with_" + layer, "Tuple[Tensor, Tensor]"))
                    .append(first)
                    .append(steps(layers.subList(0, i)))
                    .append("    features = h\n")
                    .append(steps(layers.subList(i, layers.size())))
                    .append("    return (self.classify(h), features)\n");
        }
        return source.toString();
    }

    private static String steps(List<String> layers) {
        StringBuilder steps = new StringBuilder();
        layers.forEach(layer -> steps.append("    h = self.to_").append(layer).append("(h)\n"));
        return steps.toString();
    }
}
