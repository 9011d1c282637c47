package org.biggantune.command.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The times of the steps of one variant.
 *
 * @param seconds the time of each step, in order, at least one
 */
public record StepTimes(List<Double> seconds) {
    /** Copies the list. */
    public StepTimes {
        seconds = List.copyOf(seconds);
        if (seconds.isEmpty()) {
            throw new IllegalArgumentException("no step was measured");
        }
    }

    /** Returns the median. */
    public double median() {
        return quantile(0.5);
    }

    /** Returns the shortest time. */
    double shortest() {
        return quantile(0);
    }

    /** Returns the difference between the upper and the lower quartile. */
    double interquartileRange() {
        return quantile(0.75) - quantile(0.25);
    }

    /**
     * Returns the median of the ratios of these times to others of the same round, in which load on the machine affects
     * both.
     *
     * @param others as many times, each from the round with the same index
     */
    double medianRatioTo(StepTimes others) {
        if (others.seconds.size() != seconds.size()) {
            throw new IllegalArgumentException(seconds.size() + " rounds against " + others.seconds.size());
        }
        List<Double> ratios = IntStream.range(0, seconds.size())
                .mapToObj(i -> seconds.get(i) / others.seconds.get(i))
                .toList();
        return new StepTimes(ratios).median();
    }

    /** Returns a quantile by linear interpolation (R's type 7, NumPy's default). */
    double quantile(double share) {
        List<Double> sorted = seconds.stream().sorted().toList();
        double place = share * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
