package org.biggantune.domain.settings;

import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * The settings of the optimisation. The defaults are in {@code configs/default.yaml}.
 *
 * @param optimizer the steps that are taken and which of them is the result
 * @param learningRate the learning rate, above 0
 * @param schedule the schedule of Adam's learning rate
 * @param weightDecay the L2 weight decay, at least 0
 * @param iterations the number of batches of latents, at least 1
 * @param stepsPerLatents the steps per batch of latents, at least 1
 * @param batch latents in a batch, even and at least 2
 */
public record OptimizationSettings(
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        double weightDecay,
        int iterations,
        int stepsPerLatents,
        int batch) {
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

    /** Returns a copy with another number of iterations and another batch size. */
    OptimizationSettings with(int batches, int latents) {
        return new OptimizationSettings(
                optimizer, learningRate, schedule, weightDecay, batches, stepsPerLatents, latents);
    }

    /** Returns whether the result is a mean of steps. */
    public boolean averaged() {
        return optimizer == Optimizer.AVERAGED;
    }

    /** Returns the number of steps of a start that does not end early. */
    int steps() {
        return iterations * stepsPerLatents;
    }

    /**
     * Returns the schedule's factor on the learning rate, 0 to 1; always 1 if steps are averaged.
     *
     * @param step the step, from 0
     */
    public double factor(int step) {
        return averaged() ? 1 : schedule.factor(step, steps());
    }
}
