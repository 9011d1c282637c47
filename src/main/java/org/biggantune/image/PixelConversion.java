package org.biggantune.image;

import java.awt.image.BufferedImage;
import org.biggantune.domain.failure.DivergedException;

/** Converts between float planes in [−1, 1] and 8-bit pixels. */
public final class PixelConversion {
    private static final int WHITE = 255;

    private PixelConversion() {}

    /**
     * Converts a generator's value to 8 bits: ⌊(x + 1)·127.5 + ½⌋ clamped to 0 … 255, as in torchvision's {@code
     * save_image} with {@code normalize} over (−1, 1). Infinities are clamped.
     *
     * @param value a value; −1 is black, 1 is white
     * @return 0 … 255
     * @throws DivergedException for NaN
     */
    static int toByte(float value) {
        if (Float.isNaN(value)) {
            throw new DivergedException(
                    "a pixel of a drawn image is not a number: the class embedding, the latents or a"
                            + " weight of the generator are too large or not finite");
        }
        return (int) Math.max(0, Math.min(WHITE, Math.floor((value + 1) * 127.5f + 0.5f)));
    }

    /**
     * Converts an image of a batch to pixels.
     *
     * @param images values in [−1, 1]; three channels as red, green, blue, or one as grey
     * @param index the zero-based index of the image
     * @return a new image of type {@link BufferedImage#TYPE_INT_RGB}
     * @throws IllegalArgumentException for another number of channels
     * @throws DivergedException for NaN
     */
    public static BufferedImage toPixels(PlanarImages images, int index) {
        BufferedImage pixels = new BufferedImage(images.width(), images.height(), BufferedImage.TYPE_INT_RGB);
        int[] packed = toPacked(images, index);
        pixels.setRGB(0, 0, images.width(), images.height(), packed, 0, images.width());
        return pixels;
    }

    /**
     * Converts an image of a batch to packed pixels.
     *
     * @param images values in [−1, 1]; one or three channels
     * @param index the zero-based index of the image
     * @return height · width values 0xRRGGBB, row by row
     */
    static int[] toPacked(PlanarImages images, int index) {
        if (images.channels() != 1 && images.channels() != 3) {
            throw new IllegalArgumentException("images of " + images.channels() + " channels, expected 1 or 3");
        }
        int[] packed = new int[images.height() * images.width()];
        int last = images.channels() - 1;
        int red = images.offset(index, 0);
        int green = images.offset(index, Math.min(1, last));
        int blue = images.offset(index, last);
        float[] data = images.data();
        for (int i = 0; i < packed.length; i++) {
            packed[i] = toByte(data[red + i]) << 16 | toByte(data[green + i]) << 8 | toByte(data[blue + i]);
        }
        return packed;
    }

    /**
     * Converts pixels to planes.
     *
     * @param pixels an RGB image
     * @return one image of three channels in [0, 1]: the 8-bit value divided by 255
     */
    static PlanarImages toPlanes(BufferedImage pixels) {
        PlanarImages planes = PlanarImages.zeros(1, 3, pixels.getHeight(), pixels.getWidth());
        int plane = planes.height() * planes.width();
        int[] row = new int[planes.width()];
        for (int y = 0; y < planes.height(); y++) {
            pixels.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                int at = y * row.length + x;
                planes.data()[at] = (row[x] >> 16 & WHITE) / (float) WHITE;
                planes.data()[plane + at] = (row[x] >> 8 & WHITE) / (float) WHITE;
                planes.data()[2 * plane + at] = (row[x] & WHITE) / (float) WHITE;
            }
        }
        return planes;
    }
}
