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
 * The reward for diversity: over pairs of samples the distance of their features divided by the distance of their
 * latents, ‖φᵢ − φⱼ‖₂ / ‖zᵢ − zⱼ‖₂ (Li et al., ACCV 2020). Distances are as {@code torch.nn.functional.pairwise_distance}:
 * ‖x − y + 1e-6‖₂. Pairs are neighbours: samples 0 and 1, 2 and 3, and so on; see {@link LatentBatch#arranged}.
 *
 * <p>With the standard preparation ratios are scaled to mean the same for all models: features by their count of numbers
 * ({@link ImageClassifier#distanceScale}), latents to the distances of 80 standard normal numbers. With the reference's they are
 * its own.
 */
final class PairDiversity {
    private static final float DISTANCE_EPSILON = 1e-6f;

    /** The distance of latents at which a ratio counts as it is: that of the demo generator, for which weights were found. */
    private static final double UNIT_LATENTS = LatentDistribution.NORMAL.distance(80);

    private final DiversitySettings settings;
    private final ImageClassifier classifier;
    private final Optional<String> layer;
    private final double latentScale;

    /**
     * The reward with a borrowed classifier.
     *
     * @param settings what is compared
     * @param classifier whose features
     * @param generator whose latents
     * @throws org.biggantune.domain.failure.BigganTuneException if the classifier lacks the feature map that is needed
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

    /** Whether pairs are compared at all. */
    boolean on() {
        return settings.kind() != Diversity.NONE;
    }

    /** The classifier's layer whose feature map is compared. */
    Optional<String> layer() {
        return layer;
    }

    /** What the ratios of all pairs of a batch, summed, are divided by to join them. */
    int divisor(int pairs) {
        return settings.reduction() == DiversityReduction.MEAN ? pairs : 1;
    }

    /**
     * The ratio of each pair, scaled.
     *
     * @param view what the classifier sees in 2n images; gradients flow through it
     * @param latents [2n, latent size]
     * @param scalars numbers as tensors
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
        // Probabilities add up to 1, however many there are.
        double featureScale = settings.kind() == Diversity.SOFTMAX ? 1 : classifier.distanceScale(numbers);
        return ratios(features, latents, scalars).mul(scalars.of(featureScale * latentScale));
    }

    /** Ratios as they are, not scaled. Of several starts the features come one start after the other. */
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
