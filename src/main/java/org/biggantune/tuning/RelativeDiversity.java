package org.biggantune.tuning;

import java.util.Arrays;
import java.util.List;

/**
 * How far apart a class's samples are beside those of other classes.
 *
 * @param share the mean distance of the class's pairs divided by the median of the other classes' means; 1 is usual
 * @param error its standard error
 */
public record RelativeDiversity(double share, double error) {
    /**
     * Compares distances of pairs. Classes are drawn from the same latents, so their errors are not independent: all of
     * them lose the same pair at a time (the jackknife: Efron, "The jackknife, the bootstrap and other resampling
     * plans", 1982). Where some classes stand for more, the error of a median of so few of so many is added, that of
     * normal numbers: √(π/2) σ / √n · √(1 − n / N).
     *
     * @param own the class's distances, at least 2
     * @param others those of n other classes, pair by pair from the same latents
     * @param all N, how many other classes there are, at least n
     */
    static RelativeDiversity of(float[] own, List<float[]> others, int all) {
        int pairs = own.length;
        double[] without = new double[pairs];
        for (int left = 0; left < pairs; left++) {
            without[left] = share(own, others, left);
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

    private static double share(float[] own, List<float[]> others, int left) {
        return mean(own, left)
                / median(others.stream().mapToDouble(other -> mean(other, left)).toArray());
    }

    /** The mean of all distances but one. */
    private static double mean(float[] distances, int left) {
        double sum = 0;
        for (int i = 0; i < distances.length; i++) {
            sum += i == left ? 0 : distances[i];
        }
        return sum / (left < 0 ? distances.length : distances.length - 1);
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
