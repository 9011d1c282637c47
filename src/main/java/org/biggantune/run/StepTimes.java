package org.biggantune.run;

import java.util.List;

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
    public double shortest() {
        return quantile(0);
    }

    /** The spread: from the lower to the upper quartile. */
    public double interquartileRange() {
        return quantile(0.75) - quantile(0.25);
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
