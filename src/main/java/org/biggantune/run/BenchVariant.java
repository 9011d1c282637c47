package org.biggantune.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Preprocessing;

/**
 * One way of running a tuning step, to be measured against others.
 *
 * @param name what the table calls it
 * @param graph which operations generator and classifier are made of
 * @param frozen whether weights ask for no gradient
 * @param graphOptimizer whether PyTorch's graph executor optimises
 * @param preprocessing how images become the classifier's input
 */
public record BenchVariant(
        String name, Graph graph, boolean frozen, boolean graphOptimizer, Preprocessing preprocessing) {
    /** The original's operations run as the reference release runs them: nothing frozen, PyTorch left as it is. */
    static final BenchVariant AS_RELEASED =
            new BenchVariant("reference, as released", Graph.REFERENCE, false, true, Preprocessing.REFERENCE);

    /** The original's operations with this tool's settings of PyTorch. */
    static final BenchVariant FROZEN =
            new BenchVariant("reference, frozen", Graph.REFERENCE, true, false, Preprocessing.STANDARD);

    /** What {@code improve} does. */
    static final BenchVariant FOLDED = new BenchVariant("folded", Graph.FOLDED, true, false, Preprocessing.STANDARD);

    /** A file for something of this variant, beside those of the others: the name stands in front of the ending. */
    Path fileBeside(Path file) {
        String whole = String.valueOf(file.getFileName());
        int dot = whole.lastIndexOf('.') > 0 ? whole.lastIndexOf('.') : whole.length();
        String slug = name.replaceAll("[^a-z0-9]+", "-");
        return file.resolveSibling(whole.substring(0, dot) + "-" + slug + whole.substring(dot));
    }

    /** The variants that measure some graphs, from the slowest to the fastest. */
    static List<BenchVariant> of(Set<Graph> graphs) {
        List<BenchVariant> variants = new ArrayList<>();
        if (graphs.contains(Graph.REFERENCE)) {
            variants.add(AS_RELEASED);
            variants.add(FROZEN);
        }
        if (graphs.contains(Graph.FOLDED)) {
            variants.add(FOLDED);
        }
        return variants;
    }
}
