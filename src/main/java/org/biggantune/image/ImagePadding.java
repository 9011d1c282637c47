package org.biggantune.image;

import java.util.Arrays;

/** Adds frames around images. */
public final class ImagePadding {
    private ImagePadding() {}

    /**
     * Centres images in larger ones; if the difference is odd, the wider side is at the bottom and right.
     *
     * @param images any images
     * @param height the new number of rows, not fewer than before
     * @param width the new number of columns, not fewer than before
     * @param value the value of the frame
     * @return images with a new array; the same object if the size does not change
     */
    public static PlanarImages centre(PlanarImages images, int height, int width, float value) {
        if (images.height() == height && images.width() == width) {
            return images;
        }
        if (images.height() > height || images.width() > width) {
            throw new IllegalArgumentException("cannot pad " + images + " to " + height + " × " + width);
        }
        PlanarImages result = PlanarImages.zeros(images.count(), images.channels(), height, width);
        Arrays.fill(result.data(), value);
        int top = (height - images.height()) / 2;
        int left = (width - images.width()) / 2;
        for (int plane = 0; plane < images.count() * images.channels(); plane++) {
            for (int y = 0; y < images.height(); y++) {
                int from = (plane * images.height() + y) * images.width();
                int to = (plane * height + top + y) * width + left;
                System.arraycopy(images.data(), from, result.data(), to, images.width());
            }
        }
        return result;
    }
}
