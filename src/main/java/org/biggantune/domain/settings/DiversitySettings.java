package org.biggantune.domain.settings;

import java.util.Objects;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * The diversity reward. The defaults are in {@code configs/default.yaml}.
 *
 * @param kind the features that pairs of images are compared by
 * @param weight α, the reward's weight, at least 0
 * @param reduction the reduction over the pairs of a batch
 * @param features for {@link Diversity#FEATURES} the classifier's layer, or {@link #STANDARD_FEATURES}
 */
public record DiversitySettings(Diversity kind, double weight, DiversityReduction reduction, String features) {
    /** Selects the default feature map in the classifier's metadata. */
    public static final String STANDARD_FEATURES = "auto";

    /** Checks the weight and that a layer is given. */
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

    /** Creates settings with the mean over pairs and the classifier's default feature map. */
    public DiversitySettings(Diversity kind, double weight) {
        this(kind, weight, DiversityReduction.MEAN, STANDARD_FEATURES);
    }

    /** Returns a copy with another weight. */
    DiversitySettings withWeight(double other) {
        return new DiversitySettings(kind, other, reduction, features);
    }
}
