package org.biggantune.domain.settings;

import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;

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
 * @param load how many latents and starts are worked on at once
 * @param diversity the reward for diversity
 * @param start where tuning starts, and how often
 * @param noiseLayer whether a linear layer on the latents is trained with the embedding
 * @param clamp the interval of an embedding's numbers; empty for the range of the generator's own matrix
 * @param preprocessing how images reach the classifier
 * @param selection how the result is chosen, and when a start ends early
 * @param collapse how a collapsed class is told and tuned
 * @param probabilityFloor where diversity is what is wanted: the share of the original row's probability that a candidate
 *     must keep, 0 to 1; empty where the probability itself is to rise
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
        LoadSettings load,
        DiversitySettings diversity,
        StartSettings start,
        boolean noiseLayer,
        Optional<EmbeddingBounds> clamp,
        Preprocessing preprocessing,
        SelectionSettings selection,
        CollapseSettings collapse,
        OptionalDouble probabilityFloor,
        long seed) {

    /** Checks every range. */
    public TuningSettings {
        OptionRange.positive("--learning-rate", learningRate);
        OptionRange.notNegative("--weight-decay", weightDecay);
        OptionRange.notNegative("--proximity", proximity);
        OptionRange.within("--iterations", iterations, 1, OptionRange.MOST_STEPS);
        OptionRange.within("--steps-per-latents", stepsPerLatents, 1, OptionRange.MOST_STEPS);
        OptionRange.even("--batch", batch, OptionRange.MOST_BATCH);
        probabilityFloor.ifPresent(floor -> {
            OptionRange.share("--probability-floor", floor);
            if (diversity.kind() == Diversity.NONE) {
                throw new SettingsConflictException(
                        "--diversity none: there is nothing to raise; give softmax, pixelwise or features");
            }
        });
        if ((long) iterations * stepsPerLatents > Integer.MAX_VALUE) {
            throw new InvalidOptionException("--iterations × --steps-per-latents: more than 2147483647 steps");
        }
    }

    /** The same with so many starts on their way together. */
    public TuningSettings together(int starts) {
        return with(load.together(starts));
    }

    /** The same with a batch worked on in so many parts side by side. */
    public TuningSettings inParts(int parts) {
        return with(load.inParts(parts));
    }

    private TuningSettings with(LoadSettings other) {
        return new TuningSettings(
                learningRate,
                schedule,
                weightDecay,
                proximity,
                iterations,
                stepsPerLatents,
                batch,
                other,
                diversity,
                start,
                noiseLayer,
                clamp,
                preprocessing,
                selection,
                collapse,
                probabilityFloor,
                seed);
    }

    /** The most steps of one start; fewer where it ends early. */
    public int steps() {
        return iterations * stepsPerLatents;
    }
}
