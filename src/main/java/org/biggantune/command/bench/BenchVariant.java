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
 * One way of running a tuning step, to be measured against others.
 *
 * @param name what the table calls it
 * @param graph which operations generator and classifier are made of
 * @param precision what they compute in
 * @param frozen whether weights ask for no gradient
 * @param graphOptimizer whether PyTorch's graph executor optimises
 * @param preprocessing how images become the classifier's input
 */
record BenchVariant(
        String name,
        Graph graph,
        Precision precision,
        boolean frozen,
        boolean graphOptimizer,
        Preprocessing preprocessing) {
    /** The original's operations run as the reference release runs them: nothing frozen, PyTorch left as it is. */
    static final BenchVariant AS_RELEASED = new BenchVariant(
            "reference, as released", Graph.REFERENCE, Precision.FP32, false, true, Preprocessing.REFERENCE);

    /** The original's operations with this tool's settings of PyTorch. */
    static final BenchVariant FROZEN = tuned(Graph.REFERENCE, Precision.FP32);

    /** What {@code improve} does with models of a graph, in a precision. */
    static BenchVariant tuned(Graph graph, Precision precision) {
        String name = graph == Graph.FOLDED ? "folded" : "reference, frozen";
        String whole = precision == Precision.FP32 ? name : name + ", " + precision.label();
        return new BenchVariant(whole, graph, precision, true, false, Preprocessing.STANDARD);
    }

    /** The variants of some graphs, from the slowest to the fastest; the release knows one precision. */
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

    /** The variant of a name. */
    static BenchVariant named(String name) {
        Stream<BenchVariant> tuned = Arrays.stream(Graph.values())
                .flatMap(graph -> Arrays.stream(Precision.values()).map(precision -> tuned(graph, precision)));
        return Stream.concat(Stream.of(AS_RELEASED), tuned)
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no variant " + name));
    }

    /** A file for something of this variant at a size, beside those of others: both stand in front of the ending. */
    Path fileBeside(Path file, int pixels) {
        String whole = String.valueOf(file.getFileName());
        int dot = whole.lastIndexOf('.') > 0 ? whole.lastIndexOf('.') : whole.length();
        String slug = name.replaceAll("[^a-z0-9]+", "-");
        return file.resolveSibling(whole.substring(0, dot) + "-" + pixels + "-" + slug + whole.substring(dot));
    }
}
