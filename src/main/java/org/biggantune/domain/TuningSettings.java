package org.biggantune.domain;

import java.util.Optional;

/**
 * How a class embedding is tuned. The defaults stand in {@code configs/default.yaml}.
 *
 * @param learningRate Adam's step size, above 0
 * @param schedule how the step size goes on
 * @param weightDecay Adam's L2 pull towards zero, at least 0
 * @param proximity λ of the pull λ‖c − c₀‖² towards the starting embedding, at least 0
 * @param iterations how many batches of latents are drawn, at least 1
 * @param stepsPerLatents how many steps are taken on each batch, at least 1
 * @param batch latents in a batch, even and at least 2
 * @param diversity the reward for diversity
 * @param initial where tuning starts
 * @param initialNoise standard deviation of the noise added to the starting embedding, at least 0
 * @param starts how many tunings with other noise, at least 1; without noise one start is all there is
 * @param clamp the interval of an embedding's numbers; empty for the range of the generator's own matrix
 * @param preprocessing how images reach the classifier
 * @param candidateEvery steps between two candidates for the selection, at least 1
 * @param selectionSamples held-out latents on which candidates are compared, even and at least 2
 * @param reportSamples held-out latents on which before and after are reported, even and at least 2
 * @param diversityFloor the share of the original row's pair diversity that a candidate must keep, 0 to 1
 * @param collapse how a collapsed class is told and tuned
 * @param seed the seed of all random numbers
 */
public record TuningSettings(
        double learningRate,
        Schedule schedule,
        double weightDecay,
        double proximity,
        int iterations,
        int stepsPerLatents,
        int batch,
        DiversitySettings diversity,
        InitialEmbedding initial,
        double initialNoise,
        int starts,
        Optional<EmbeddingBounds> clamp,
        Preprocessing preprocessing,
        int candidateEvery,
        int selectionSamples,
        int reportSamples,
        double diversityFloor,
        CollapseSettings collapse,
        long seed) {

    /** Checks every range. */
    public TuningSettings {
        positive("--learning-rate", learningRate);
        notNegative("--weight-decay", weightDecay);
        notNegative("--proximity", proximity);
        atLeast("--iterations", iterations, 1);
        atLeast("--steps-per-latents", stepsPerLatents, 1);
        even("--batch", batch);
        notNegative("--initial-noise", initialNoise);
        atLeast("--starts", starts, 1);
        atLeast("--candidate-every", candidateEvery, 1);
        even("--selection-samples", selectionSamples);
        even("--report-samples", reportSamples);
        if (!(diversityFloor >= 0 && diversityFloor <= 1)) {
            throw new InvalidOptionException("--diversity-floor " + diversityFloor + ": expected 0 to 1");
        }
        if (starts > 1 && initialNoise == 0) {
            throw new SettingsConflictException("--starts " + starts
                    + " with --initial-noise 0: all starts would be the same; give noise above 0 or one start");
        }
        if ((long) iterations * stepsPerLatents > Integer.MAX_VALUE) {
            throw new InvalidOptionException("--iterations × --steps-per-latents: more than 2147483647 steps");
        }
    }

    /** The count of steps of one start. */
    public int steps() {
        return iterations * stepsPerLatents;
    }

    private static void positive(String option, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InvalidOptionException(option + " " + value + ": expected a number above 0");
        }
    }

    private static void notNegative(String option, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new InvalidOptionException(option + " " + value + ": expected 0 or more");
        }
    }

    private static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new InvalidOptionException(option + " " + value + ": expected " + least + " or more");
        }
    }

    private static void even(String option, int value) {
        if (value < 2 || value % 2 != 0) {
            throw new InvalidOptionException(option + " " + value + ": expected an even number of 2 or more");
        }
    }
}
