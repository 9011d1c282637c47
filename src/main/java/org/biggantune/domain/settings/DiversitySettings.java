package org.biggantune.domain.settings;

import java.util.Objects;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * The reward for diversity. The defaults are in {@code configs/default.yaml}.
 *
 * @param kind what pairs of images are compared on
 * @param weight α, the reward's weight, at least 0
 * @param reduction how the pairs of a batch are joined
 * @param features for {@link Diversity#FEATURES} the classifier's layer, or {@link #STANDARD_FEATURES}
 */
public record DiversitySettings(Diversity kind, double weight, DiversityReduction reduction, String features) {
    /** The choice of the feature map that the classifier's metadata names. */
    public static final String STANDARD_FEATURES = "auto";

    /** Checks the weight and that a layer is named. */
    public DiversitySettings {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(reduction, "reduction");
        OptionCheck.all(() -> OptionRange.notNegative("--diversity-weight", weight), () -> requireLayer(features));
    }

    private static void requireLayer(String features) {
        if (features.isBlank()) {
            throw new InvalidOptionException(
                    "--diversity-features: expected " + STANDARD_FEATURES + " or the name of a layer");
        }
    }

    /** The mean over pairs, with the feature map that the classifier's metadata names. */
    public DiversitySettings(Diversity kind, double weight) {
        this(kind, weight, DiversityReduction.MEAN, STANDARD_FEATURES);
    }

    /** The same with another weight. */
    public DiversitySettings withWeight(double other) {
        return new DiversitySettings(kind, other, reduction, features);
    }
}
