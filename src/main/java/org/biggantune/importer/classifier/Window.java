package org.biggantune.importer.classifier;

/**
 * The geometry of a convolution.
 *
 * @param height the number of kernel rows
 * @param width the number of kernel columns
 * @param stride the stride in both directions
 * @param paddingHeight the rows of zeros above and below
 * @param paddingWidth the columns of zeros on either side
 */
public record Window(int height, int width, int stride, int paddingHeight, int paddingWidth) {
    /** A 1 × 1 window. */
    public static final Window POINT = new Window(1, 1, 1, 0, 0);

    /** Returns a square window. */
    public static Window square(int kernel, int stride, int padding) {
        return new Window(kernel, kernel, stride, padding, padding);
    }

    /** Returns a window of odd sizes with stride 1, padded to keep the size of the map. */
    public static Window same(int height, int width) {
        return new Window(height, width, 1, height / 2, width / 2);
    }
}
