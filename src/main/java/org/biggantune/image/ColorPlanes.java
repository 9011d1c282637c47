package org.biggantune.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;

/** Converts a decoded image to planes, using its stored samples. */
final class ColorPlanes {
    private static final int CHANNELS = 3;

    private ColorPlanes() {}

    /** Returns one image of three channels in [0, 1]. */
    static PlanarImages of(BufferedImage image) {
        ColorModel colors = image.getColorModel();
        int type = colors.getColorSpace().getType();
        boolean stored =
                colors instanceof ComponentColorModel && (type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_GRAY);
        // Java converts palettes and packed pixels exactly, but applies a gamma curve to grey.
        return stored ? ofSamples(image.getRaster(), colors) : PixelConversion.toPlanes(image);
    }

    private static PlanarImages ofSamples(Raster raster, ColorModel colors) {
        PlanarImages planes = PlanarImages.zeros(1, CHANNELS, raster.getHeight(), raster.getWidth());
        int size = planes.height() * planes.width();
        int[] row = new int[planes.width()];
        for (int channel = 0; channel < CHANNELS; channel++) {
            int band = Math.min(channel, colors.getNumColorComponents() - 1);
            float largest = (1 << colors.getComponentSize(band)) - 1;
            for (int y = 0; y < planes.height(); y++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, band, row);
                int at = channel * size + y * row.length;
                for (int x = 0; x < row.length; x++) {
                    planes.data()[at + x] = row[x] / largest;
                }
            }
        }
        return planes;
    }
}
