package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.biggantune.domain.BilinearWeights;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.NearestIndices;
import org.biggantune.domain.Preprocessing;

/**
 * Converts generated images to a classifier's input, differentiably: a resize as two small matrix products, one per
 * axis, then normalisation. Owns its matrices; the caller closes it.
 */
public final class ClassifierInput implements AutoCloseable {
    /** The size that the reference release resizes to for every classifier ({@code biggan_am.py}). */
    private static final int REFERENCE_SIZE = 224;

    /** The number of values at which distances are not scaled, that of an image of 32 × 32 pixels. */
    private static final double UNIT_NUMBERS = 3 * 32 * 32;

    private final boolean scalesDistances;
    private final NDManager scope;
    private final boolean resizes;
    private final int size;
    private final NDArray rows;
    private final NDArray columns;
    private final NDArray scale;
    private final NDArray shift;

    /**
     * Prepares the conversion of square images for a classifier.
     *
     * @param runtime the device
     * @param resolution the images' height and width
     * @param classifier the classifier's input size, mean and standard deviation
     * @param preprocessing the kind of preprocessing
     */
    public ClassifierInput(
            TorchRuntime runtime, int resolution, ClassifierMetadata classifier, Preprocessing preprocessing) {
        this.scope = runtime.newScope();
        boolean reference = preprocessing == Preprocessing.REFERENCE;
        this.size = reference ? REFERENCE_SIZE : classifier.inputSize();
        this.scalesDistances = !reference;
        this.resizes = size != resolution;
        float[][] weights = reference ? nearest(resolution, size) : BilinearWeights.weights(resolution, size);
        this.rows = scope.create(weights);
        this.columns = rows.transpose();
        float[] factor = new float[3];
        float[] offset = new float[3];
        for (int c = 0; c < 3; c++) {
            // (x + 1) / 2 maps [−1, 1] to [0, 1]; (· − mean) / std follows.
            factor[c] = reference ? 1 : (float) (0.5 / classifier.std().get(c));
            offset[c] = reference
                    ? 0
                    : (float)
                            ((0.5 - classifier.mean().get(c)) / classifier.std().get(c));
        }
        this.scale = scope.create(factor, new Shape(1, 3, 1, 1));
        this.shift = scope.create(offset, new Shape(1, 3, 1, 1));
    }

    /** Returns the height and width of the classifier's input. */
    public int size() {
        return size;
    }

    /**
     * Resizes images to the classifier's size without normalising them.
     *
     * @param images [n, 3, r, r] in [−1, 1]
     * @return [n, 3, s, s], in the scope of {@code images}; the same tensor if the sizes are equal
     */
    public NDArray resize(NDArray images) {
        if (!resizes) {
            return images;
        }
        NDArray resized = rows.matMul(images.matMul(columns));
        // DJL attaches a product to its left factor's manager, which here outlives the images.
        resized.attach(images.getManager());
        return resized;
    }

    /** Normalises resized images for the classifier: [n, 3, s, s]. */
    public NDArray normalise(NDArray resized) {
        return resized.mul(scale).add(shift);
    }

    /**
     * Whether distances are scaled to be comparable between models; false for the reference preprocessing, which must
     * reproduce the reference's distances.
     */
    public boolean scalesDistances() {
        return scalesDistances;
    }

    /**
     * Returns the factor that makes the Euclidean distance of two resized images or feature maps independent of their
     * size, since it grows with the square root of the number of values: √(3 · 32² / numbers), which is 32 / width for
     * images. It is 1 if distances are not scaled.
     *
     * @param numbers the number of values in an image or a map
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
