package org.biggantune.tuning;

import java.util.Optional;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.metric.SampleScores;

/**
 * What the tuning of a class came to.
 *
 * @param embedding the row to use from now on: the winner's, or the original one
 * @param assessment what the tuning is worth, and why
 * @param validation the original row's measures on the validation latents, which candidates were chosen by
 * @param before the original row's measures on the test latents
 * @param after the measures of {@code embedding} on the same latents
 * @param relativeDiversity the original row's diversity beside the generator's other rows; empty where it was not measured
 *     or there are too few rows to tell
 * @param collapsed whether that made it count as collapsed
 * @param steps how many steps were taken, all starts together; fewer than asked for where some ended early
 * @param passes images that went through the models
 */
public record TuningResult(
        float[] embedding,
        Assessment assessment,
        SampleScores validation,
        SampleScores before,
        SampleScores after,
        Optional<RelativeDiversity> relativeDiversity,
        boolean collapsed,
        int steps,
        ForwardPasses passes) {
    /** The same after pictures of it were drawn, of so many images together. */
    public TuningResult withPictures(long images) {
        return new TuningResult(
                embedding,
                assessment,
                validation,
                before,
                after,
                relativeDiversity,
                collapsed,
                steps,
                passes.withPictures(images));
    }

    /** Whether the row changed. */
    public boolean improved() {
        return winner().isPresent();
    }

    /** The candidate that beat the original row, if one did. */
    Optional<Candidate> winner() {
        return assessment.winner();
    }

    /** The layer that {@code embedding} is to be used with, if one was trained and the row changed. */
    public Optional<NoiseLayer> noiseLayer() {
        return winner().flatMap(Candidate::noiseLayer);
    }
}
