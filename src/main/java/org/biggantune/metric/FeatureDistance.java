package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The distance between a network's feature maps of two images: at each position the vector over channels is scaled to
 * length 1, and the squared distances are averaged over positions. This is the form of LPIPS (Zhang et al., "The
 * unreasonable effectiveness of deep features as a perceptual metric", 2018) with one layer and equal weights, but not
 * LPIPS itself, which has its own network and learned weights. It is 0 for equal maps and at most 4.
 */
final class FeatureDistance {
    /** Added to each length so that zero vectors stay finite, as in the LPIPS code. */
    private static final float EPSILON = 1e-10f;

    private FeatureDistance() {}

    /**
     * Returns the distances between maps 0 and 1, 2 and 3, and so on.
     *
     * @param maps [n, c, h, w], n even
     * @return one distance per pair
     */
    static NDArray of(NDArray maps) {
        Shape shape = maps.getShape();
        NDArray lengths = maps.square().sum(new int[] {1}, true).sqrt();
        NDArray units = maps.div(lengths.add(EPSILON));
        return PairDistance.differences(units)
                .square()
                .reshape(shape.get(0) / 2, shape.get(1), -1)
                .sum(new int[] {1})
                .mean(new int[] {1});
    }
}
