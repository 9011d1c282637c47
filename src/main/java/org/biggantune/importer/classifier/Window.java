package org.biggantune.importer.classifier;

/**
 * The geometry of a convolution.
 *
 * @param height the kernel's rows
 * @param width the kernel's columns
 * @param stride the step between windows, in both directions
 * @param paddingHeight rows of zeros above and below
 * @param paddingWidth columns of zeros on either side
 */
public record Window(int height, int width, int stride, int paddingHeight, int paddingWidth) {
    /** One pixel. */
    public static final Window POINT = new Window(1, 1, 1, 0, 0);

    /** A square window. */
    public static Window square(int kernel, int stride, int padding) {
        return new Window(kernel, kernel, stride, padding, padding);
    }

    /** A window of step 1, padded so that the map keeps its size; both sizes odd. */
    public static Window same(int height, int width) {
        return new Window(height, width, 1, height / 2, width / 2);
    }
}
