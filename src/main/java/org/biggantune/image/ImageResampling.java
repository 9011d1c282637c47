package org.biggantune.image;

import java.util.Arrays;
import org.biggantune.domain.BilinearWeights;

/**
 * Antialiased bilinear changes of size, in float and in any value range, as
 * {@code torch.nn.functional.interpolate(mode="bilinear", align_corners=False, antialias=True)}: first along the rows,
 * then along the columns, with {@link BilinearWeights}. PIL does the same but rounds to 8 bits after each pass.
 */
public final class ImageResampling {
    private ImageResampling() {}

    /**
     * Images at another size; their proportions may change.
     *
     * @param images any images
     * @param height rows afterwards, at least 1
     * @param width columns afterwards, at least 1
     * @return images with a new array; the same object where the size does not change
     */
    public static PlanarImages resize(PlanarImages images, int height, int width) {
        PlanarImages result = images;
        if (result.width() != width) {
            result = alongRows(result, width);
        }
        if (result.height() != height) {
            result = alongColumns(result, height);
        }
        return result;
    }

    /**
     * The middle square of images whose shorter side was brought to a size first, as torchvision's
     * {@code Resize(shorter)} and {@code CenterCrop(crop)}; 256 and 224 are its practice for ImageNet classifiers.
     *
     * @param images any images
     * @param shorter the shorter side after the change of size, at least {@code crop}
     * @param crop side of the square, at least 1
     * @return images of crop × crop with a new array
     */
    public static PlanarImages resizeAndCrop(PlanarImages images, int shorter, int crop) {
        if (crop < 1 || crop > shorter) {
            throw new IllegalArgumentException("cannot crop " + crop + " from a side of " + shorter);
        }
        boolean tall = images.height() > images.width();
        long least = Math.min(images.height(), images.width());
        long most = Math.max(images.height(), images.width());
        int longer = Math.toIntExact(shorter * most / least);
        return crop(resize(images, tall ? longer : shorter, tall ? shorter : longer), crop);
    }

    private static PlanarImages crop(PlanarImages images, int crop) {
        // Python's round(), which torchvision uses here, takes halves to the even neighbour.
        int top = (int) Math.rint((images.height() - crop) / 2.0);
        int left = (int) Math.rint((images.width() - crop) / 2.0);
        PlanarImages result = PlanarImages.zeros(images.count(), images.channels(), crop, crop);
        for (int plane = 0; plane < images.count() * images.channels(); plane++) {
            for (int y = 0; y < crop; y++) {
                int from = (plane * images.height() + top + y) * images.width() + left;
                System.arraycopy(images.data(), from, result.data(), (plane * crop + y) * crop, crop);
            }
        }
        return result;
    }

    private static PlanarImages alongRows(PlanarImages images, int width) {
        PlanarImages result = PlanarImages.zeros(images.count(), images.channels(), images.height(), width);
        float[][] weights = BilinearWeights.weights(images.width(), width);
        float[] in = images.data();
        float[] out = result.data();
        int[] first =
                Arrays.stream(weights).mapToInt(ImageResampling::firstWeight).toArray();
        int[] end =
                Arrays.stream(weights).mapToInt(ImageResampling::endOfWeights).toArray();
        for (int i = 0; i < out.length; i++) {
            int x = i % width;
            int line = i / width * images.width();
            float sum = 0;
            for (int j = first[x]; j < end[x]; j++) {
                sum += weights[x][j] * in[line + j];
            }
            out[i] = sum;
        }
        return result;
    }

    private static PlanarImages alongColumns(PlanarImages images, int height) {
        PlanarImages result = PlanarImages.zeros(images.count(), images.channels(), height, images.width());
        float[][] weights = BilinearWeights.weights(images.height(), height);
        int width = images.width();
        for (int line = 0; line < images.count() * images.channels() * height; line++) {
            float[] row = weights[line % height];
            int plane = line / height * images.height();
            int end = endOfWeights(row);
            for (int j = firstWeight(row); j < end; j++) {
                for (int x = 0; x < width; x++) {
                    result.data()[line * width + x] += row[j] * images.data()[(plane + j) * width + x];
                }
            }
        }
        return result;
    }

    private static int firstWeight(float[] row) {
        int first = 0;
        while (row[first] == 0) {
            first++;
        }
        return first;
    }

    private static int endOfWeights(float[] row) {
        int end = row.length;
        while (row[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
