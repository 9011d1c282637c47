package org.biggantune.command.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.report.SignificantDigits;

/**
 * How far a class's embedding moved, and which original classes are nearest to it; distances are Euclidean.
 *
 * @param distance from the original embedding to the tuned one
 * @param usual the median distance of an original embedding to the one nearest to it
 * @param normBefore the original's length
 * @param normAfter the tuned one's length
 * @param cosine of the angle between both
 * @param nearest the original classes nearest to the tuned embedding, the nearest one first
 */
record Movement(
        String distance, String usual, String normBefore, String normAfter, String cosine, List<Neighbour> nearest) {
    private static final int DECIMALS = 3;
    private static final int SHOWN = 5;

    /**
     * An original class.
     *
     * @param name index and name
     * @param own whether it is the one that tuning began with
     * @param before its distance from the original embedding
     * @param after its distance from the tuned one
     */
    record Neighbour(String name, boolean own, String before, String after) {}

    /**
     * Measures.
     *
     * @param classes the generator's own
     * @param row the class that tuning began with
     * @param tuned the embedding of the class now
     */
    static Movement of(OriginalClasses classes, int row, float[] tuned) {
        float[] before = classes.row(row);
        double[] distances = IntStream.range(0, classes.count())
                .mapToDouble(other -> EmbeddingMatrix.distance(classes.row(other), tuned))
                .toArray();
        List<Neighbour> nearest = IntStream.range(0, classes.count())
                .boxed()
                .sorted(Comparator.comparingDouble(other -> distances[other]))
                .limit(SHOWN)
                .map(other -> new Neighbour(
                        classes.name(other),
                        other == row,
                        number(EmbeddingMatrix.distance(classes.row(other), before)),
                        number(distances[other])))
                .toList();
        float[] zero = new float[before.length];
        double normBefore = EmbeddingMatrix.distance(before, zero);
        double normAfter = EmbeddingMatrix.distance(tuned, zero);
        double dot = IntStream.range(0, before.length)
                .mapToDouble(i -> (double) before[i] * tuned[i])
                .sum();
        return new Movement(
                number(distances[row]),
                number(classes.usualDistance()),
                number(normBefore),
                number(normAfter),
                String.format(Locale.ROOT, "%.4f", dot / (normBefore * normAfter)),
                nearest);
    }

    private static String number(double value) {
        return SignificantDigits.of(value, DECIMALS);
    }
}
