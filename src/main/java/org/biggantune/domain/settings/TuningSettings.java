package org.biggantune.domain.settings;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * How a class embedding is tuned. The defaults are in {@code configs/default.yaml}.
 *
 * @param optimization the settings of the optimisation
 * @param objective the weights of the objective
 * @param start the initial embeddings and the number of starts
 * @param selection how candidates are chosen, and when a start ends early
 * @param collapse how a collapsed class is detected and tuned
 * @param load how many latents and starts are processed at once
 * @param noiseLayer whether a linear layer on the latents is trained with the embedding
 * @param clamp the bounds of an embedding's values; empty for the range of the generator's own matrix
 * @param preprocessing the preprocessing of images for the classifier
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

    /** Checks constraints between groups. */
    public TuningSettings {
        // Not in its own group: a wrong --batch on the command line sets it too, and is reported once.
        OptionRange.even("--collapsed-batch", collapse.batch(), OptionRange.MOST_BATCH);
        if (selection.probabilityFloor().isPresent() && objective.diversity().kind() == Diversity.NONE) {
            throw new SettingsConflictException("--diversity none: there is nothing to raise; give one of "
                    + Stream.of(Diversity.values())
                            .filter(kind -> kind != Diversity.NONE)
                            .map(Diversity::label)
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Returns a copy with the iterations, proximity and diversity weight for a collapsed class. */
    public TuningSettings ofCollapsed() {
        return new TuningSettings(
                optimization.with(collapse.iterations(), collapse.batch()),
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

    /** Returns the number of steps of a start that does not end early. */
    public int steps() {
        return optimization.steps();
    }
}
