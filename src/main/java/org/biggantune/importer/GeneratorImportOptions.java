package org.biggantune.importer;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.biggantune.domain.Graph;
import org.biggantune.importer.biggan.Epsilons;

/**
 * Options for importing a generator.
 *
 * @param graph the form of the program
 * @param epsilons the constants of the original code
 * @param truncation the truncation with the batch statistics to import, above 0 and up to 1; empty for 1 if there is a
 *     choice
 * @param classNames one name per class; empty for ImageNet's names if there are 1000 classes, or else "class 0" and so
 *     on
 */
public record GeneratorImportOptions(
        Graph graph, Epsilons epsilons, OptionalDouble truncation, List<String> classNames) {
    /** Checks the truncation and copies the names. */
    public GeneratorImportOptions {
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(epsilons, "epsilons");
        double factor = truncation.orElse(1);
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("truncation must be above 0 and at most 1, found " + factor);
        }
        classNames = List.copyOf(classNames);
    }
}
