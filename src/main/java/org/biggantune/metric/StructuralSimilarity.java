package org.biggantune.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * The structural similarity of the images of a pair: MS-SSIM (Wang, Simoncelli, Bovik, "Multiscale structural
 * similarity for image quality assessment", 2003), with the paper's five scales and constants. It is 1 for equal
 * images; the more varied the samples of a class, the lower its mean over pairs (Odena et al., "Conditional image
 * synthesis with auxiliary classifier GANs", 2017). The window is never larger than the image, and its Gaussian shrinks
 * with it, as in TensorFlow's {@code msssim.py}; this allows all scales for images smaller than 176 pixels. All
 * channels have the same weight; a negative factor counts as 0.
 */
final class StructuralSimilarity {
    /** The exponents of the scales, from fine to coarse. */
    private static final List<Double> WEIGHTS = List.of(0.0448, 0.2856, 0.3001, 0.2363, 0.1333);

    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;

    /** (K₁L)² and (K₂L)² for numbers in [0, 1], L = 1. */
    private static final double LUMINANCE_CONSTANT = 0.01 * 0.01;

    private static final double CONTRAST_CONSTANT = 0.03 * 0.03;

    private StructuralSimilarity() {}

    /**
     * Returns the similarities of images 0 and 1, 2 and 3, and so on. Computes in float64 because variances are
     * differences of squares.
     *
     * @param images [n, c, r, r] in [−1, 1], n even, r at least 16
     * @return one similarity per pair, in [0, 1]
     */
    static double[] of(NDArray images) {
        try (NDManager scope = images.getManager().newSubManager()) {
            NDArray copy = images.toType(DataType.FLOAT64, true);
            copy.attach(scope);
            Shape shape = images.getShape();
            NDArray pairs = copy.add(1).div(2).reshape(shape.get(0) / 2, 2, shape.get(1), shape.get(2), shape.get(3));
            NDList sides = pairs.split(2, 1);
            NDArray x = sides.get(0).squeeze(1);
            NDArray y = sides.get(1).squeeze(1);
            NDArray product = scope.ones(new Shape(shape.get(0) / 2), DataType.FLOAT64);
            for (int scale = 0; scale < WEIGHTS.size(); scale++) {
                boolean last = scale == WEIGHTS.size() - 1;
                product = product.mul(factor(x, y, last).maximum(0).pow(WEIGHTS.get(scale)));
                x = last ? x : halved(x);
                y = last ? y : halved(y);
            }
            return product.toDoubleArray();
        }
    }

    /** Averages contrast · structure over positions and channels, at the last scale times luminance: [n]. */
    private static NDArray factor(NDArray x, NDArray y, boolean withLuminance) {
        NDArray rows = window(x.getManager(), Math.toIntExact(x.getShape().get(2)));
        NDArray meanX = blurred(rows, x);
        NDArray meanY = blurred(rows, y);
        NDArray products = meanX.mul(meanY);
        NDArray squares = meanX.square().add(meanY.square());
        NDArray variances = blurred(rows, x.square().add(y.square())).sub(squares);
        NDArray covariance = blurred(rows, x.mul(y)).sub(products);
        NDArray similarity = covariance.mul(2).add(CONTRAST_CONSTANT).div(variances.add(CONTRAST_CONSTANT));
        if (withLuminance) {
            similarity = similarity.mul(products.mul(2).add(LUMINANCE_CONSTANT).div(squares.add(LUMINANCE_CONSTANT)));
        }
        return similarity.reshape(x.getShape().get(0), -1).mean(new int[] {1});
    }

    /** Applies the window along rows and columns, at positions where it fits entirely. */
    private static NDArray blurred(NDArray rows, NDArray images) {
        // DJL attaches a product to its left factor's manager; both have the same one here.
        return rows.matMul(images).matMul(rows.transpose());
    }

    /** Returns the Gaussian window at each position along an axis: [size − window + 1, size]. */
    private static NDArray window(NDManager scope, int size) {
        int length = Math.min(WINDOW, size);
        double sigma = SIGMA * length / WINDOW;
        double[] weights = new double[length];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double at = i - (length - 1) / 2.0;
            weights[i] = Math.exp(-at * at / (2 * sigma * sigma));
            sum += weights[i];
        }
        int positions = size - length + 1;
        double[] matrix = new double[positions * size];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < length; i++) {
                matrix[position * size + position + i] = weights[i] / sum;
            }
        }
        return scope.create(matrix, new Shape(positions, size));
    }

    /** Averages 2 × 2 pixels; an odd last row or column is dropped. */
    private static NDArray halved(NDArray images) {
        int size = Math.toIntExact(images.getShape().get(2));
        int half = size / 2;
        double[] matrix = new double[half * size];
        for (int i = 0; i < half; i++) {
            matrix[i * size + 2 * i] = 0.5;
            matrix[i * size + 2 * i + 1] = 0.5;
        }
        return blurred(images.getManager().create(matrix, new Shape(half, size)), images);
    }
}
