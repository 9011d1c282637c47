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
import org.biggantune.metric.MeasuredSamples;
import org.biggantune.metric.PairedComparison;
import org.biggantune.metric.SampleEvaluator;
import org.biggantune.metric.SampleObserver;
import org.biggantune.metric.SampleScores;

/**
 * Evaluates embeddings on validation latents and makes candidates of them: the tuning objective and the scores of
 * classifier and judge come from the same samples, drawn once, and are compared with the original embedding's.
 */
final class CandidateMeasure {
    private final GeneratorMetadata generator;
    private final SampleEvaluator evaluator;
    private final ClassLabel target;
    private final TuningSettings settings;
    private final ObjectiveWeights weights;
    private final MeasuredSamples original;
    private final PairDiversity diversity;
    private final EmbeddingBounds bounds;

    /**
     * Creates a measure for one class with borrowed models.
     *
     * @param original the original embedding's samples of the validation latents
     */
    CandidateMeasure(
            GeneratorMetadata generator,
            ImageClassifier classifier,
            SampleEvaluator evaluator,
            ClassLabel target,
            TuningSettings settings,
            ObjectiveWeights weights,
            EmbeddingBounds bounds,
            MeasuredSamples original) {
        this.generator = generator;
        this.evaluator = evaluator;
        this.target = target;
        this.settings = settings;
        this.weights = weights;
        this.diversity = new PairDiversity(weights.diversity(), classifier, generator);
        this.bounds = bounds;
        this.original = original;
    }

    /**
     * Evaluates a point between a start's initial and its current parameters.
     *
     * @param start the index of the start
     * @param step the steps taken so far
     * @param interpolation the position of the point: 0 for the initial parameters, 1 for the current ones
     * @param initial the initial parameters, not clamped
     * @param parameters the current parameters, not clamped
     * @throws DivergedException if the logits of its images are not finite although those of the original embedding
     *     were
     */
    Candidate candidate(int start, int step, double interpolation, float[] initial, float[] parameters) {
        TunedParameters found = parameters(interpolated(initial, parameters, interpolation));
        RewardAccumulator reward = new RewardAccumulator();
        MeasuredSamples samples = samples(step, found, reward);
        SampleScores scores = samples.scores();
        double loss = scores.classifier().crossEntropy()
                - weights.diversity().weight() * reward.diversity()
                + weights.proximity() * found.squaredDistance(clamped(initial, initial));
        PairedComparison comparison = new PairedComparison(original, samples, settings.seed(), target.index());
        return new Candidate(
                start,
                step,
                interpolation,
                found.embedding(),
                found.noiseLayer(),
                loss,
                scores,
                comparison.intervals());
    }

    private MeasuredSamples samples(int step, TunedParameters found, RewardAccumulator reward) {
        try {
            return evaluator.measure(
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

    /** Returns a start's current parameters, clamped as the generator receives them. */
    TunedParameters clamped(float[] initial, float[] parameters) {
        return parameters(interpolated(initial, parameters, 1));
    }

    /** Interpolates between initial and current parameters and clamps the embedding. */
    private float[] interpolated(float[] initial, float[] parameters, double interpolation) {
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

    /** Accumulates the diversity reward of the validation samples, in which neighbours are pairs. */
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

        /** Returns the mean over pairs, or for the reduction {@code sum} that mean times the pairs of a batch. */
        double diversity() {
            int ofBatch = settings.optimization().batch() / 2;
            return pairs == 0 ? 0 : sum / pairs * ofBatch / diversity.divisor(ofBatch);
        }
    }
}
