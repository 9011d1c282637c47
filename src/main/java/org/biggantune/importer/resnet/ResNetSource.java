package org.biggantune.importer.resnet;

import java.util.List;
import org.biggantune.importer.classifier.NetworkMethods;

/**
 * Generates the methods of a residual network's root object, which depend on its stem and number of stages: {@code
 * to_S(h)} for each stage S, {@code classify(h)}, and those of {@link NetworkMethods}.
 */
final class ResNetSource {
    private ResNetSource() {}

    /** Returns the methods' TorchScript source, indented by two spaces. */
    static String of(ResNetArchitecture architecture, boolean folded) {
        List<String> stages = architecture.featureMaps();
        StringBuilder source = new StringBuilder();
        for (int s = 0; s < stages.size(); s++) {
            source.append(head("to_" + stages.get(s)))
                    .append(s == 0 ? stem(architecture, folded) : "")
                    .append("    return self." + stages.get(s) + ".forward(h)\n");
        }
        source.append(head("classify"))
                .append("    h = torch.flatten(torch.adaptive_avg_pool2d(h, [1, 1]), 1)\n")
                .append("    return self." + architecture.head() + ".forward(h)\n");
        return source + NetworkMethods.of(stages, folded, "self.conv1.weight");
    }

    private static String head(String name) {
        return "  def " + name + "(self, h: Tensor) -> Tensor:\n";
    }

    private static String stem(ResNetArchitecture architecture, boolean folded) {
        String stem = folded
                ? "    h = torch.relu_(self.conv1.forward(h))\n"
                : "    h = torch.relu(self.bn1.forward(self.conv1.forward(h)))\n";
        return architecture.stemKernel() == 7 ? stem + "    h = torch.max_pool2d(h, [3, 3], [2, 2], [1, 1])\n" : stem;
    }
}
