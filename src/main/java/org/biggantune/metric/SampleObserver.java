package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/** Receives the batches that {@link SampleEvaluator} draws, for further measurements without drawing samples twice. */
public interface SampleObserver {
    /**
     * Returns the classifier's layer whose feature map the observer needs, as resolved by {@link
     * ImageClassifier#featureMap}.
     */
    Optional<String> layer();

    /**
     * Receives a batch after it was classified. Samples 0 and 1, 2 and 3, and so on are pairs.
     *
     * @param latents z [n, latent size] before any noise layer, n even; freed after the call
     * @param view the classifier's input and output; freed after the call
     */
    void see(NDArray latents, ImageClassifier.View view);
}
