package org.biggantune.domain.settings;

import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * How Adam walks, and on what. The defaults are in {@code configs/default.yaml}.
 *
 * @param learningRate Adam's step size, above 0
 * @param schedule how the step size changes over a tuning
 * @param weightDecay Adam's L2 pull towards zero, at least 0
 * @param iterations how many batches of latents are drawn, at least 1
 * @param stepsPerLatents how many steps are taken on each batch, at least 1
 * @param batch latents in a batch, even and at least 2
 */
public record OptimizationSettings(
        double learningRate, Schedule schedule, double weightDecay, int iterations, int stepsPerLatents, int batch) {
    /** Checks every range. */
    public OptimizationSettings {
        OptionCheck.all(
                () -> OptionRange.positive("--learning-rate", learningRate),
                () -> OptionRange.notNegative("--weight-decay", weightDecay),
                () -> OptionRange.within("--iterations", iterations, 1, OptionRange.MOST_STEPS),
                () -> OptionRange.within("--steps-per-latents", stepsPerLatents, 1, OptionRange.MOST_STEPS),
                () -> OptionRange.even("--batch", batch, OptionRange.MOST_BATCH),
                () -> requireCountable((long) iterations * stepsPerLatents));
    }

    private static void requireCountable(long steps) {
        if (steps > Integer.MAX_VALUE) {
            throw new InvalidOptionException("--iterations × --steps-per-latents: more than 2147483647 steps");
        }
    }

    /** The same with another count of batches. */
    OptimizationSettings withIterations(int other) {
        return new OptimizationSettings(learningRate, schedule, weightDecay, other, stepsPerLatents, batch);
    }

    /** The most steps of one start; fewer where it ends early. */
    public int steps() {
        return iterations * stepsPerLatents;
    }

    /**
     * The share of the learning rate that a step takes.
     *
     * @param step from 0
     */
    public double factor(int step) {
        return schedule.factor(step, steps());
    }
}
