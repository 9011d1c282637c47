package org.biggantune.image;

import org.biggantune.domain.BilinearWeights;
import org.biggantune.domain.BilinearWeights.Band;

/**
 * Antialiased bilinear resizing in float with any value range, as {@code
 * torch.nn.functional.interpolate(mode="bilinear", align_corners=False, antialias=True)}: first along rows, then along
 * columns, with {@link BilinearWeights}. PIL does the same but rounds to 8 bits after each pass.
 */
public final class ImageResampling {
    private ImageResampling() {}

    /**
     * Resizes images by their shorter side and crops the centre square, as torchvision's {@code Resize(shorter)} and
     * {@code CenterCrop(crop)}; 256 and 224 are usual for ImageNet classifiers.
     *
     * @param images any images
     * @param shorter the shorter side after resizing, at least {@code crop}
     * @param crop the side of the square, at least 1
     * @return images of crop × crop with a new array
     */
    public static PlanarImages resizeAndCrop(PlanarImages images, int shorter, int crop) {
        if (crop < 1 || crop > shorter) {
            throw new IllegalArgumentException("cannot crop " + crop + " from a side of " + shorter);
        }
        long least = Math.min(images.height(), images.width());
        Band[] rows = middle(images.height(), shorter * (long) images.height() / least, crop);
        Band[] columns = middle(images.width(), shorter * (long) images.width() / least, crop);
        // Computes only what the square shows, because the longer side may have any length.
        int top = rows[0].first();
        PlanarImages seen = lines(images, top, rows[crop - 1].end());
        return alongColumns(alongRows(seen, columns), rows, top);
    }

    /** Returns the weights of the centre positions of an axis resized from {@code in} to {@code out}. */
    private static Band[] middle(int in, long out, int crop) {
        // Python's round(), used by torchvision here, rounds half to even.
        return BilinearWeights.bands(in, out, (long) Math.rint((out - crop) / 2.0), crop);
    }

    private static PlanarImages lines(PlanarImages images, int top, int end) {
        PlanarImages result = PlanarImages.zeros(images.count(), images.channels(), end - top, images.width());
        int size = result.height() * result.width();
        for (int plane = 0; plane < images.count() * images.channels(); plane++) {
            int from = (plane * images.height() + top) * images.width();
            System.arraycopy(images.data(), from, result.data(), plane * size, size);
        }
        return result;
    }

    private static PlanarImages alongRows(PlanarImages images, Band... bands) {
        int width = bands.length;
        PlanarImages result = PlanarImages.zeros(images.count(), images.channels(), images.height(), width);
        float[] in = images.data();
        float[] out = result.data();
        for (int i = 0; i < out.length; i++) {
            Band band = bands[i % width];
            float[] weights = band.weights();
            int from = i / width * images.width() + band.first();
            float sum = 0;
            for (int j = 0; j < weights.length; j++) {
                sum += weights[j] * in[from + j];
            }
            out[i] = sum;
        }
        return result;
    }

    /** Applies the bands to images whose first line has index {@code top} for the bands. */
    private static PlanarImages alongColumns(PlanarImages images, Band[] bands, int top) {
        int height = bands.length;
        PlanarImages result = PlanarImages.zeros(images.count(), images.channels(), height, images.width());
        int width = images.width();
        for (int line = 0; line < images.count() * images.channels() * height; line++) {
            Band band = bands[line % height];
            int plane = line / height * images.height() - top;
            for (int j = band.first(); j < band.end(); j++) {
                float weight = band.weights()[j - band.first()];
                for (int x = 0; x < width; x++) {
                    result.data()[line * width + x] += weight * images.data()[(plane + j) * width + x];
                }
            }
        }
        return result;
    }
}
