package org.biggantune.command.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.report.SignificantDigits;

/**
 * The Euclidean distance that an embedding moved, and the original classes nearest to it.
 *
 * @param distance from the original embedding to the tuned one
 * @param usual the median distance from an original embedding to its nearest neighbour
 * @param normBefore the norm of the original embedding
 * @param normAfter the norm of the tuned embedding
 * @param cosine the cosine of the angle between them
 * @param nearest the original classes nearest to the tuned embedding, nearest first
 */
record Movement(
        String distance, String usual, String normBefore, String normAfter, String cosine, List<Neighbour> nearest) {
    private static final int DECIMALS = 3;
    private static final int SHOWN = 5;

    /**
     * An original class.
     *
     * @param name index and name
     * @param own whether it is the class that was tuned
     * @param before its distance from the original embedding of the tuned class
     * @param after its distance from the tuned embedding
     */
    record Neighbour(String name, boolean own, String before, String after) {}

    /**
     * Measures the movement of an embedding.
     *
     * @param classes the generator's original classes
     * @param row the index of the original embedding
     * @param tuned the tuned embedding
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
