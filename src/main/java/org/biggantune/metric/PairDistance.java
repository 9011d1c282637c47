package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/**
 * The distance between the images of a pair: the root mean square of their difference over channels and pixels. It does
 * not depend on the resolution; it is 0 for equal images and at most 2 for images in [−1, 1].
 */
final class PairDistance {
    /** The least contrast of an image, one of 255 grey levels, which keeps distances of uniform images finite. */
    private static final float GREY_LEVEL = 2f / 255;

    private PairDistance() {}

    static double sum(float[] distances) {
        double sum = 0;
        for (float distance : distances) {
            sum += distance;
        }
        return sum;
    }

    /**
     * Returns each pair's distance divided by the pair's contrast √((s₁² + s₂²) / 2), where s² is the variance of an
     * image's values. Scaling the contrast of all images does not change the result.
     *
     * @param images [n, c, h, w], n even
     * @return one distance per pair
     */
    static NDArray overContrast(NDArray images) {
        NDArray distances = of(images);
        long count = images.getShape().get(0);
        NDArray flat = images.reshape(count, -1);
        NDArray variance = flat.sub(flat.mean(new int[] {1}, true))
                .square()
                .mean(new int[] {1})
                .reshape(count / 2, 2)
                .mean(new int[] {1});
        return distances.div(variance.add(GREY_LEVEL * GREY_LEVEL).sqrt());
    }

    /**
     * Returns the distances between images 0 and 1, 2 and 3, and so on.
     *
     * @param images [n, c, h, w], n even
     * @return one distance per pair
     */
    static NDArray of(NDArray images) {
        return differences(images).square().mean(new int[] {1}).sqrt();
    }

    /**
     * Returns the differences between entries 0 and 1, 2 and 3, and so on.
     *
     * @param images [n, …], n even
     * @return [n / 2, numbers of an entry]
     */
    static NDArray differences(NDArray images) {
        long count = images.getShape().get(0);
        if (count % 2 != 0) {
            throw new IllegalArgumentException("an odd count of images: " + count);
        }
        NDArray pairs = images.reshape(new Shape(count / 2, 2, images.getShape().size() / count));
        NDList sides = pairs.split(2, 1);
        return sides.get(0).sub(sides.get(1)).reshape(count / 2, -1);
    }
}
