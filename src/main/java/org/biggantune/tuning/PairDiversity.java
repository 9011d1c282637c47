package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.random.LatentDistribution;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversityReduction;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.metric.ImageClassifier;

/**
 * The diversity reward: for each pair of samples, the distance between their features divided by the distance between
 * their latents, ‖φᵢ − φⱼ‖₂ / ‖zᵢ − zⱼ‖₂ (Li et al., ACCV 2020). Distances are as {@code
 * torch.nn.functional.pairwise_distance}: ‖x − y + 1e-6‖₂. Pairs are neighbours: samples 0 and 1, 2 and 3, and so on;
 * see {@link LatentBatch#arranged}.
 *
 * <p>With the standard preprocessing, ratios are scaled to be comparable between models: features by their length
 * ({@link ImageClassifier#distanceScale}), latents to the distances of 80 standard normal values. With the reference
 * preprocessing they are not scaled.
 */
final class PairDiversity {
    private static final float DISTANCE_EPSILON = 1e-6f;

    /**
     * The latent distance at which ratios are not scaled: that of the demo generator, for which the default weights
     * were tuned.
     */
    private static final double UNIT_LATENTS = LatentDistribution.NORMAL.distance(80);

    private final DiversitySettings settings;
    private final ImageClassifier classifier;
    private final Optional<String> layer;
    private final double latentScale;

    /**
     * Creates the reward with a borrowed classifier.
     *
     * @param settings which features are compared
     * @param classifier provides the features
     * @param generator the generator's latent size and distribution
     * @throws org.biggantune.domain.failure.BigganTuneException if the classifier lacks the required feature map
     */
    PairDiversity(DiversitySettings settings, ImageClassifier classifier, GeneratorMetadata generator) {
        this.settings = settings;
        this.classifier = classifier;
        this.layer = settings.kind() == Diversity.FEATURES
                ? Optional.of(classifier.featureMap(settings.features()))
                : Optional.empty();
        this.latentScale =
                classifier.scalesDistances() ? generator.latents().distance(generator.latentSize()) / UNIT_LATENTS : 1;
    }

    /** Whether diversity is rewarded at all. */
    boolean on() {
        return settings.kind() != Diversity.NONE;
    }

    /** Returns the classifier's layer whose feature map is compared; empty for the other kinds. */
    Optional<String> layer() {
        return layer;
    }

    /** Returns the divisor of the sum over a batch's pairs: the number of pairs for the mean, 1 for the sum. */
    int divisor(int pairs) {
        return settings.reduction() == DiversityReduction.MEAN ? pairs : 1;
    }

    /**
     * Computes the scaled ratio of each pair.
     *
     * @param view the classifier's input and output for 2n images; gradients flow through it
     * @param latents [2n, latent size]
     * @param scalars provides constants
     * @return [n], in the scope of the images
     */
    NDArray ratios(ImageClassifier.View view, NDArray latents, Scalars scalars) {
        NDArray features =
                switch (settings.kind()) {
                    case NONE -> throw new IllegalStateException("nothing to compare");
                    case SOFTMAX -> view.logits().softmax(1);
                    case PIXELWISE -> view.resized();
                    case FEATURES -> view.features().orElseThrow();
                };
        long numbers = features.getShape().size() / features.getShape().get(0);
        // Probabilities sum to 1 regardless of their number.
        double featureScale = settings.kind() == Diversity.SOFTMAX ? 1 : classifier.distanceScale(numbers);
        return ratios(features, latents, scalars).mul(scalars.of(featureScale * latentScale));
    }

    /** Computes unscaled ratios. Features of several starts come one start after the other. */
    static NDArray ratios(NDArray features, NDArray latents, Scalars scalars) {
        NDArray near = distance(latents, scalars);
        NDArray far = distance(features, scalars);
        long starts = features.getShape().get(0) / latents.getShape().get(0);
        return starts == 1
                ? far.div(near)
                : far.reshape(starts, near.size()).div(near).reshape(-1);
    }

    private static NDArray distance(NDArray features, Scalars scalars) {
        long pairs = features.getShape().get(0) / 2;
        NDList sides = features.reshape(new Shape(pairs, 2, features.size() / (2 * pairs)))
                .split(2, 1);
        return sides.get(0)
                .sub(sides.get(1))
                .add(scalars.of(DISTANCE_EPSILON))
                .square()
                .sum(new int[] {1, 2})
                .sqrt();
    }
}
