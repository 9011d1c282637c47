package org.biggantune.domain.settings;

import java.util.Optional;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * How a class embedding is tuned. The defaults are in {@code configs/default.yaml}.
 *
 * @param optimization how Adam walks
 * @param objective the weights of the objective's terms
 * @param start where tuning starts, and how often
 * @param selection how the result is chosen, and when a start ends early
 * @param collapse how a collapsed class is told and tuned
 * @param load how many latents and starts are worked on at once
 * @param noiseLayer whether a linear layer on the latents is trained with the embedding
 * @param clamp the interval of an embedding's numbers; empty for the range of the generator's own matrix
 * @param preprocessing how images reach the classifier
 * @param seed the seed of all random numbers
 */
public record TuningSettings(
        OptimizationSettings optimization,
        ObjectiveWeights objective,
        StartSettings start,
        SelectionSettings selection,
        CollapseSettings collapse,
        LoadSettings load,
        boolean noiseLayer,
        Optional<EmbeddingBounds> clamp,
        Preprocessing preprocessing,
        long seed) {

    /** Checks what goes beyond one group. */
    public TuningSettings {
        if (selection.probabilityFloor().isPresent() && objective.diversity().kind() == Diversity.NONE) {
            throw new SettingsConflictException(
                    "--diversity none: there is nothing to raise; give softmax, pixelwise or features");
        }
    }

    /** The same as a collapsed class is tuned: for so long, with that pull and that reward. */
    public TuningSettings ofCollapsed() {
        return new TuningSettings(
                optimization.withIterations(collapse.iterations()),
                new ObjectiveWeights(
                        objective.diversity().withWeight(collapse.diversityWeight()), collapse.proximity()),
                start,
                selection,
                collapse,
                load,
                noiseLayer,
                clamp,
                preprocessing,
                seed);
    }

    /** The most steps of one start; fewer where it ends early. */
    public int steps() {
        return optimization.steps();
    }
}
