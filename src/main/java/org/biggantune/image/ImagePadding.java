package org.biggantune.image;

import java.util.Arrays;

/** Frames around images. */
public final class ImagePadding {
    private ImagePadding() {}

    /**
     * Images in the middle of larger ones; where the frame is odd, the wider side is below and to the right.
     *
     * @param images any images
     * @param height rows afterwards, not fewer than before
     * @param width columns afterwards, not fewer than before
     * @param value the value of the frame
     * @return images with a new array; the same object where the size does not change
     */
    public static PlanarImages centre(PlanarImages images, int height, int width, float value) {
        if (images.height() == height && images.width() == width) {
            return images;
        }
        if (images.height() > height || images.width() > width) {
            throw new IllegalArgumentException("no frame makes " + images + " " + height + " × " + width);
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
