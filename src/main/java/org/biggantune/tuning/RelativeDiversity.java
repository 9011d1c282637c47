package org.biggantune.tuning;

import java.util.Arrays;
import java.util.List;

/**
 * The diversity of a class's samples relative to other classes.
 *
 * @param share the mean distance of the class's pairs divided by the median of the other classes' means; 1 is typical
 * @param error its standard error
 */
public record RelativeDiversity(double share, double error) {
    /**
     * Compares distances of pairs. Because all classes are drawn from the same latents, their errors are not
     * independent; the jackknife therefore leaves out the same pair in all classes at a time (Efron, "The jackknife,
     * the bootstrap and other resampling plans", 1982). If only n of N other classes are sampled, the error of their
     * median is added, as for normal values: √(π/2) σ / √n · √(1 − n / N).
     *
     * @param own the class's distances, at least 2
     * @param others the distances of n other classes from the same latents, in the same order of pairs
     * @param all N, the number of other classes, at least n
     */
    static RelativeDiversity of(float[] own, List<float[]> others, int all) {
        int pairs = own.length;
        double[] without = new double[pairs];
        for (int omitted = 0; omitted < pairs; omitted++) {
            without[omitted] = share(own, others, omitted);
        }
        double mean = Arrays.stream(without).average().orElseThrow();
        double ofPairs = (pairs - 1.0) / pairs * squares(without, mean);

        double[] means = others.stream().mapToDouble(other -> mean(other, -1)).toArray();
        double middle = Arrays.stream(means).average().orElseThrow();
        double share = share(own, others, -1);
        double spread = squares(means, middle) / (means.length - 1) / Math.pow(median(means), 2);
        double ofClasses = share * share * Math.PI / 2 * spread / means.length * (1 - (double) means.length / all);
        return new RelativeDiversity(share, Math.sqrt(ofPairs + ofClasses));
    }

    private static double share(float[] own, List<float[]> others, int omitted) {
        return mean(own, omitted)
                / median(others.stream()
                        .mapToDouble(other -> mean(other, omitted))
                        .toArray());
    }

    /** Returns the mean of all distances but one; of all if {@code omitted} is negative. */
    private static double mean(float[] distances, int omitted) {
        double sum = 0;
        for (int i = 0; i < distances.length; i++) {
            sum += i == omitted ? 0 : distances[i];
        }
        return sum / (omitted < 0 ? distances.length : distances.length - 1);
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double squares(double[] numbers, double around) {
        return Arrays.stream(numbers)
                .map(number -> (number - around) * (number - around))
                .sum();
    }
}
