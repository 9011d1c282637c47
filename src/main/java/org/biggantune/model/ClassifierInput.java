package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.biggantune.domain.BilinearWeights;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.NearestIndices;
import org.biggantune.domain.Preprocessing;

/**
 * Turns generated images into a classifier's input, differentiably: a change of size as two small matrix products (one
 * an axis), then a normalisation. Owns its matrices; the caller closes it.
 */
public final class ClassifierInput implements AutoCloseable {
    /** The size to which the reference release resizes for every classifier ({@code biggan_am.py}). */
    private static final int REFERENCE_SIZE = 224;

    /** The count of numbers, that of a picture of 32 × 32 pixels, at which a distance counts as it is. */
    private static final double UNIT_NUMBERS = 3 * 32 * 32;

    private final boolean scalesDistances;
    private final NDManager scope;
    private final boolean resizes;
    private final NDArray rows;
    private final NDArray columns;
    private final NDArray scale;
    private final NDArray shift;

    /**
     * The preparation of square images for a classifier.
     *
     * @param runtime the device
     * @param resolution the images' height and width
     * @param classifier whose size, mean and std to use
     * @param preprocessing which preparation
     */
    public ClassifierInput(
            TorchRuntime runtime, int resolution, ClassifierMetadata classifier, Preprocessing preprocessing) {
        this.scope = runtime.newScope();
        boolean reference = preprocessing == Preprocessing.REFERENCE;
        int size = reference ? REFERENCE_SIZE : classifier.inputSize();
        this.scalesDistances = !reference;
        this.resizes = size != resolution;
        float[][] weights = reference ? nearest(resolution, size) : BilinearWeights.weights(resolution, size);
        this.rows = scope.create(weights);
        this.columns = rows.transpose();
        float[] factor = new float[3];
        float[] offset = new float[3];
        for (int c = 0; c < 3; c++) {
            // (x + 1) / 2 takes [−1, 1] to [0, 1]; (· − mean) / std follows.
            factor[c] = reference ? 1 : (float) (0.5 / classifier.std().get(c));
            offset[c] = reference
                    ? 0
                    : (float)
                            ((0.5 - classifier.mean().get(c)) / classifier.std().get(c));
        }
        this.scale = scope.create(factor, new Shape(1, 3, 1, 1));
        this.shift = scope.create(offset, new Shape(1, 3, 1, 1));
    }

    /**
     * Images in the classifier's size, not normalised.
     *
     * @param images [n, 3, r, r] in [−1, 1]
     * @return [n, 3, s, s], in the scope of {@code images}; the same tensor where sizes agree
     */
    public NDArray resize(NDArray images) {
        if (!resizes) {
            return images;
        }
        NDArray resized = rows.matMul(images.matMul(columns));
        // A product belongs to its left factor's scope, which here outlives the images'.
        resized.attach(images.getManager());
        return resized;
    }

    /** Resized images normalised as the classifier wants them: [n, 3, s, s]. */
    public NDArray normalise(NDArray resized) {
        return resized.mul(scale).add(shift);
    }

    /**
     * Whether distances are scaled to mean the same for all models: not in the reference's preparation, whose distances
     * are to be the reference's.
     */
    public boolean scalesDistances() {
        return scalesDistances;
    }

    /**
     * What the Euclidean distance of two resized images or feature maps is multiplied by to mean the same at every size,
     * since it grows with the root of the count of numbers: √(3 · 32² / numbers), for images 32 / width. 1 where
     * distances are not scaled.
     *
     * @param numbers how many numbers an image or a map has
     */
    public double distanceScale(long numbers) {
        return scalesDistances ? Math.sqrt(UNIT_NUMBERS / numbers) : 1;
    }

    @Override
    public void close() {
        scope.close();
    }

    private static float[][] nearest(int in, int out) {
        int[] sources = NearestIndices.indices(in, out);
        float[][] weights = new float[out][in];
        for (int i = 0; i < out; i++) {
            weights[i][sources[i]] = 1;
        }
        return weights;
    }
}
