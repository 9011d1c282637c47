package org.biggantune.command.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How long the steps of one variant took.
 *
 * @param seconds a step each, in the order taken, at least one
 */
public record StepTimes(List<Double> seconds) {
    /** Copies the list. */
    public StepTimes {
        seconds = List.copyOf(seconds);
        if (seconds.isEmpty()) {
            throw new IllegalArgumentException("no step was measured");
        }
    }

    /** The median. */
    public double median() {
        return quantile(0.5);
    }

    /** The shortest. */
    double shortest() {
        return quantile(0);
    }

    /** The spread: from the lower to the upper quartile. */
    double interquartileRange() {
        return quantile(0.75) - quantile(0.25);
    }

    /**
     * How many times as long these steps took as others that took turns with them: the median of the ratios within each
     * round, so that a round in which the machine was busy weighs no more than another.
     *
     * @param others as many steps, each taken in the round of the one of the same index here
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

    /** A quantile, between two steps in proportion (R's type 7, NumPy's default). */
    double quantile(double share) {
        List<Double> sorted = seconds.stream().sorted().toList();
        double place = share * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
