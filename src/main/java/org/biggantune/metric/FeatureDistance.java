package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/**
 * How far apart a network's feature maps of two images are: at each place the vector over channels is brought to length
 * 1, and the squared distances are averaged over places. The form of LPIPS (Zhang et al., "The unreasonable
 * effectiveness of deep features as a perceptual metric", 2018) with one layer and equal weights: 0 for equal maps, at
 * most 4. Not LPIPS itself, whose network and weights are its own.
 */
final class FeatureDistance {
    /** What keeps vectors of zeros finite, as in LPIPS's code. */
    private static final float EPSILON = 1e-10f;

    private FeatureDistance() {}

    /**
     * The distances of maps 0 and 1, 2 and 3, and so on.
     *
     * @param maps [n, c, h, w], n even
     * @return one a pair
     */
    static float[] of(NDArray maps) {
        Shape shape = maps.getShape();
        long pairs = shape.get(0) / 2;
        NDArray lengths = maps.square().sum(new int[] {1}, true).sqrt();
        NDArray units = maps.div(lengths.add(EPSILON));
        NDList sides = units.reshape(pairs, 2, shape.get(1), shape.get(2) * shape.get(3))
                .split(2, 1);
        return sides.get(0)
                .sub(sides.get(1))
                .square()
                .reshape(pairs, shape.get(1), -1)
                .sum(new int[] {1})
                .mean(new int[] {1})
                .toFloatArray();
    }
}
