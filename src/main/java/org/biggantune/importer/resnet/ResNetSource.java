package org.biggantune.importer.resnet;

import java.util.List;

/**
 * The methods of a residual network's root object, which depend on its stem and the count of its stages: {@code
 * forward(x)}, {@code features(x)} with the last stage's map, and for each stage S {@code features_S(x)} with its map
 * and {@code forward_with_S(x)} with logits and map of one pass.
 */
final class ResNetSource {
    private static final String HEAD = "  def %s(self, %s: Tensor) -> %s:\n";

    private ResNetSource() {}

    /** The methods' TorchScript source, indented by two spaces. */
    static String of(ResNetArchitecture architecture, boolean folded) {
        List<String> stages = architecture.featureMaps();
        String last = stages.get(stages.size() - 1);
        StringBuilder source = new StringBuilder(stem(architecture, folded));
        for (int s = 0; s < stages.size(); s++) {
            String before = s == 0 ? "stem" : "features_" + stages.get(s - 1);
            source.append(method("features_" + stages.get(s), "x", "Tensor"))
                    .append("    return self.%s.forward(self.%s(x))\n".formatted(stages.get(s), before));
        }
        source.append(method("features", "x", "Tensor")).append("    return self.features_" + last + "(x)\n");
        source.append(method("classify", "h", "Tensor"))
                .append("    h = torch.flatten(torch.adaptive_avg_pool2d(h, [1, 1]), 1)\n")
                .append("    return self." + architecture.head() + ".forward(h)\n");
        source.append(method("forward", "x", "Tensor"))
                .append("    return self.classify(self.features_" + last + "(x))\n");
        for (int s = 0; s < stages.size(); s++) {
            source.append(method("forward_with_" + stages.get(s), "x", "Tuple[Tensor, Tensor]"))
                    .append("    features = self.features_" + stages.get(s) + "(x)\n    h = features\n");
            stages.subList(s + 1, stages.size())
                    .forEach(stage -> source.append("    h = self." + stage).append(".forward(h)\n"));
            source.append("    return (self.classify(h), features)\n");
        }
        return source.toString();
    }

    private static String stem(ResNetArchitecture architecture, boolean folded) {
        StringBuilder source = new StringBuilder(method("stem", "x", "Tensor"));
        if (folded) {
            source.append("    h = torch.contiguous(x, memory_format=2)\n");
            source.append("    h = torch.relu_(self.conv1.forward(h))\n");
        } else {
            source.append("    h = torch.relu(self.bn1.forward(self.conv1.forward(x)))\n");
        }
        if (architecture.stemKernel() == 7) {
            source.append("    h = torch.max_pool2d(h, [3, 3], [2, 2], [1, 1])\n");
        }
        return source.append("    return h\n").toString();
    }

    private static String method(String name, String argument, String result) {
        return HEAD.formatted(name, argument, result);
    }
}
