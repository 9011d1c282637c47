package org.biggantune.command.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.Preprocessing;

/**
 * A way of running a tuning step, to be compared with others.
 *
 * @param name the name in the table
 * @param graph the graph of generator and classifier
 * @param precision the precision of the models
 * @param frozen whether the weights get no gradients
 * @param graphOptimizer whether PyTorch's graph executor optimises
 * @param preprocessing the preprocessing of the classifier's input
 */
record BenchVariant(
        String name,
        Graph graph,
        Precision precision,
        boolean frozen,
        boolean graphOptimizer,
        Preprocessing preprocessing) {
    /** The original operations as in the reference release: nothing frozen, PyTorch with its default settings. */
    static final BenchVariant AS_RELEASED = new BenchVariant(
            "reference, as released", Graph.REFERENCE, Precision.FP32, false, true, Preprocessing.REFERENCE);

    /** The original operations with this tool's settings of PyTorch. */
    static final BenchVariant FROZEN = tuned(Graph.REFERENCE, Precision.FP32);

    /** Returns the variant that {@code improve} uses for a graph and a precision. */
    static BenchVariant tuned(Graph graph, Precision precision) {
        String name = graph == Graph.FOLDED ? "folded" : "reference, frozen";
        String whole = precision == Precision.FP32 ? name : name + ", " + precision.label();
        return new BenchVariant(whole, graph, precision, true, false, Preprocessing.STANDARD);
    }

    /** Returns the variants of graphs, slowest first; the reference has only one precision. */
    static List<BenchVariant> of(Collection<Graph> graphs, List<Precision> precisions) {
        List<BenchVariant> variants = new ArrayList<>();
        if (graphs.contains(Graph.REFERENCE)) {
            variants.add(AS_RELEASED);
            variants.add(FROZEN);
        }
        if (graphs.contains(Graph.FOLDED)) {
            precisions.forEach(precision -> variants.add(tuned(Graph.FOLDED, precision)));
        }
        return variants;
    }

    /** Returns the variant with a name. */
    static BenchVariant named(String name) {
        Stream<BenchVariant> tuned = Arrays.stream(Graph.values())
                .flatMap(graph -> Arrays.stream(Precision.values()).map(precision -> tuned(graph, precision)));
        return Stream.concat(Stream.of(AS_RELEASED), tuned)
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no variant " + name));
    }

    /** Returns a file for this variant at a size, inserting both into the name of a file before its extension. */
    Path fileBeside(Path file, int pixels) {
        String whole = String.valueOf(file.getFileName());
        int dot = whole.lastIndexOf('.') > 0 ? whole.lastIndexOf('.') : whole.length();
        String slug = name.replaceAll("[^a-z0-9]+", "-");
        return file.resolveSibling(whole.substring(0, dot) + "-" + pixels + "-" + slug + whole.substring(dot));
    }
}
