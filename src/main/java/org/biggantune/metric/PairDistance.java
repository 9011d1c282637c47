package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/**
 * How far apart the images of pairs are: the root of the mean squared difference over channels and pixels. It does not
 * depend on the resolution; 0 for equal images, at most 2 for images in [−1, 1].
 */
public final class PairDistance {
    private PairDistance() {}

    /**
     * The sum of the distances of images 0 and 1, 2 and 3, and so on.
     *
     * @param images [n, c, h, w], n even
     */
    public static double sum(NDArray images) {
        long count = images.getShape().get(0);
        if (count % 2 != 0) {
            throw new IllegalArgumentException("an odd count of images: " + count);
        }
        NDArray pairs = images.reshape(new Shape(count / 2, 2, images.getShape().size() / count));
        NDList sides = pairs.split(2, 1);
        NDArray distances =
                sides.get(0).sub(sides.get(1)).square().mean(new int[] {2}).sqrt();
        double sum = 0;
        for (float distance : distances.toFloatArray()) {
            sum += distance;
        }
        return sum;
    }
}
