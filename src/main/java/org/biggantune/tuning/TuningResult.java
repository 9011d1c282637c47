package org.biggantune.tuning;

import java.util.Optional;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.metric.SampleScores;

/**
 * The result of tuning a class.
 *
 * @param embedding the embedding to use: the winner's or the original one
 * @param assessment the verdict with its reasons
 * @param validation the original embedding's scores on the validation latents, against which candidates were chosen
 * @param before the original embedding's scores on the test latents
 * @param after the scores of {@code embedding} on the test latents
 * @param relativeDiversity the original embedding's relative diversity; empty if it was not measured or there are too
 *     few other embeddings
 * @param collapsed whether the class counted as collapsed
 * @param level the level of real images that decided; empty without one, and for a collapsed class
 * @param steps the total number of steps of all starts
 * @param passes the images that passed through the models
 */
public record TuningResult(
        float[] embedding,
        Assessment assessment,
        SampleScores validation,
        SampleScores before,
        SampleScores after,
        Optional<RelativeDiversity> relativeDiversity,
        boolean collapsed,
        Optional<RealLevel> level,
        int steps,
        ForwardPasses passes) {
    /** Returns a copy that also counts pictures with {@code images} images in total. */
    public TuningResult withPictures(long images) {
        return new TuningResult(
                embedding,
                assessment,
                validation,
                before,
                after,
                relativeDiversity,
                collapsed,
                level,
                steps,
                passes.withPictures(images));
    }

    /** Whether the embedding changed. */
    public boolean improved() {
        return winner().isPresent();
    }

    /** Returns the candidate that replaces the original embedding, if there is one. */
    Optional<Candidate> winner() {
        return assessment.winner();
    }

    /** Returns the noise layer that belongs to {@code embedding}, if one was trained and the embedding changed. */
    public Optional<NoiseLayer> noiseLayer() {
        return winner().flatMap(Candidate::noiseLayer);
    }
}
