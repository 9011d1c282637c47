package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.DivergedException;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.ObjectiveWeights;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.metric.ImageClassifier;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.metric.SampleObserver;
import org.biggantune.metric.SampleScores;

/**
 * Makes candidates by measuring embeddings on validation latents: the tuning's own objective and what classifier and judge
 * see, all of the same samples, which are drawn once.
 */
final class CandidateMeasure {
    private final GeneratorMetadata generator;
    private final SampleEvaluator evaluator;
    private final ClassLabel target;
    private final TuningSettings settings;
    private final ObjectiveWeights weights;
    private final PairDiversity diversity;
    private final EmbeddingBounds bounds;

    /** Measures for a class with borrowed models. */
    CandidateMeasure(
            GeneratorMetadata generator,
            ImageClassifier classifier,
            SampleEvaluator evaluator,
            ClassLabel target,
            TuningSettings settings,
            ObjectiveWeights weights,
            EmbeddingBounds bounds) {
        this.generator = generator;
        this.evaluator = evaluator;
        this.target = target;
        this.settings = settings;
        this.weights = weights;
        this.diversity = new PairDiversity(weights.diversity(), classifier, generator);
        this.bounds = bounds;
    }

    /**
     * Measures a place on the way of a start.
     *
     * @param start which start
     * @param step how many of its steps are done
     * @param interpolation how much of the way from its beginning to take, 0 to 1
     * @param initial where it began
     * @param parameters where it is
     * @throws DivergedException if its images are not finite, which those of the original row were
     */
    Candidate candidate(int start, int step, double interpolation, float[] initial, float[] parameters) {
        float[] clamped = part(initial, parameters, interpolation);
        TunedParameters found = parameters(clamped);
        RewardAccumulator reward = new RewardAccumulator();
        SampleScores scores = scores(step, found, reward);
        double loss = scores.classifier().crossEntropy()
                - weights.diversity().weight() * reward.diversity()
                + weights.proximity() * squaredDistance(clamped, part(initial, initial, 1));
        return new Candidate(start, step, interpolation, found.embedding(), found.noiseLayer(), loss, scores);
    }

    private SampleScores scores(int step, TunedParameters found, RewardAccumulator reward) {
        try {
            return evaluator.scores(
                    found.embedding(),
                    found.noiseLayer(),
                    target,
                    settings.seed(),
                    StreamPurpose.VALIDATION,
                    settings.selection().validationSamples(),
                    diversity.on() ? Optional.of(reward) : Optional.empty());
        } catch (CorruptInputException e) {
            throw new DivergedException(
                    "tuning diverged at step " + step + ": " + e.getMessage() + "; try a smaller --learning-rate", e);
        }
    }

    private static double squaredDistance(float[] to, float[] from) {
        double squares = 0;
        for (int i = 0; i < to.length; i++) {
            double moved = to[i] - from[i];
            squares += moved * moved;
        }
        return squares;
    }

    /** A row of a start as the generator sees it, clamped, with its layer. */
    TunedParameters row(float[] initial, float[] parameters) {
        return parameters(part(initial, parameters, 1));
    }

    /** Part of the way from a start's beginning to where it led, clamped as the generator sees it. */
    private float[] part(float[] initial, float[] parameters, double interpolation) {
        float[] clamped = new float[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            float moved = (float) (initial[i] + interpolation * (parameters[i] - initial[i]));
            clamped[i] = i < generator.embeddingSize() ? bounds.clamp(moved) : moved;
        }
        return clamped;
    }

    private TunedParameters parameters(float[] numbers) {
        return TunedParameters.of(numbers, generator.embeddingSize(), generator.latentSize());
    }

    /** Sums up the reward for diversity of the validation samples, whose pairs are neighbours. */
    private final class RewardAccumulator implements SampleObserver {
        private double sum;
        private long pairs;

        @Override
        public Optional<String> layer() {
            return diversity.layer();
        }

        @Override
        public void see(NDArray latents, ImageClassifier.View view) {
            try (NDManager scope = latents.getManager().newSubManager()) {
                for (float ratio :
                        diversity.ratios(view, latents, new Scalars(scope)).toFloatArray()) {
                    sum += ratio;
                    pairs++;
                }
            }
        }

        /** The mean over pairs; where a batch's pairs are summed, as many times as it has pairs. */
        double diversity() {
            int ofBatch = settings.optimization().batch() / 2;
            return pairs == 0 ? 0 : sum / pairs * ofBatch / diversity.divisor(ofBatch);
        }
    }
}
