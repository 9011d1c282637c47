package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/** Looks over {@link SampleEvaluator}'s shoulder, so that what else is wanted of samples needs no second drawing. */
public interface SampleObserver {
    /** The classifier's layer whose feature map it wants to see; a result of {@link ImageClassifier#featureMap}. */
    Optional<String> layer();

    /**
     * A batch was drawn and shown to the classifier. Samples 0 and 1, 2 and 3, and so on are pairs.
     *
     * @param latents z [n, latent size] as they were drawn, in front of any layer; n is even
     * @param view what the classifier sees in the images; freed after this call, as the latents are
     */
    void see(NDArray latents, ImageClassifier.View view);
}
