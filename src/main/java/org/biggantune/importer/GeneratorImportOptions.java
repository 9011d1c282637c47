package org.biggantune.importer;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.biggantune.domain.Graph;
import org.biggantune.importer.biggan.Epsilons;

/**
 * How a generator is imported.
 *
 * @param graph which operations to write
 * @param epsilons the original's constants
 * @param truncation whose batch statistics to take, above 0 and up to 1; empty for 1 where there is a choice
 * @param classNames one name a class, or an empty list: ImageNet's names for 1000 classes, else "class 0" and so on
 */
public record GeneratorImportOptions(
        Graph graph, Epsilons epsilons, OptionalDouble truncation, List<String> classNames) {
    /** Checks the truncation and copies the names. */
    public GeneratorImportOptions {
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(epsilons, "epsilons");
        double factor = truncation.orElse(1);
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("truncation must lie above 0 and be at most 1, found " + factor);
        }
        classNames = List.copyOf(classNames);
    }
}
