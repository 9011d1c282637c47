package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.biggantune.model.FeatureDetector;

/**
 * The networks of published numbers, where they are at hand; else the judge's features serve.
 *
 * @param inception for FID, KID and the Inception Score; borrowed
 * @param vgg for precision, recall, density, coverage and LPIPS; borrowed
 */
public record MetricNetworks(Optional<FeatureDetector> inception, Optional<FeatureDetector> vgg) {
    /** Neither. */
    public static final MetricNetworks NONE = new MetricNetworks(Optional.empty(), Optional.empty());

    /** Returns the largest height and width to which they resize images; 0 without them. */
    int inputSize() {
        return inception.isPresent() || vgg.isPresent() ? FeatureDetector.INPUT_SIZE : 0;
    }

    /** Returns the LPIPS of images 0 and 1, 2 and 3, and so on. */
    static NDArray lpips(FeatureDetector vgg, NDArray images) {
        return PairDistance.differences(vgg.lpips(images)).square().sum(new int[] {1});
    }
}
