package org.biggantune.image;

import java.util.Arrays;

/**
 * A batch of images as float planes in the layout [count, channels, height, width], the last index running fastest.
 *
 * <p>The value range is the user's business and stated where images are made or taken: [−1, 1] from a generator, [0, 1]
 * from a file. Two batches are equal where they share the array; the array is neither copied nor guarded.
 *
 * @param count number of images, at least 0
 * @param channels planes of an image, at least 1
 * @param height rows of a plane, at least 1
 * @param width columns of a plane, at least 1
 * @param data the values, exactly count · channels · height · width of them
 */
@SuppressWarnings("ArrayRecordComponent") // equality by identity is meant, see above
public record PlanarImages(int count, int channels, int height, int width, float[] data) {
    /** Checks that the sizes are those of the array. */
    public PlanarImages {
        if (count < 0 || channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("no images of shape " + shape(count, channels, height, width));
        }
        if (length(count, channels, height, width) != data.length) {
            throw new IllegalArgumentException(
                    data.length + " values for images of shape " + shape(count, channels, height, width));
        }
    }

    /**
     * Images of zeros.
     *
     * @param count number of images
     * @param channels planes of an image
     * @param height rows
     * @param width columns
     * @return a batch with a new array
     */
    static PlanarImages zeros(int count, int channels, int height, int width) {
        int length = Math.toIntExact(length(count, channels, height, width));
        return new PlanarImages(count, channels, height, width, new float[length]);
    }

    /**
     * Some successive images of the batch.
     *
     * @param from first image
     * @param to the image after the last
     * @return a batch with a new array
     */
    PlanarImages range(int from, int to) {
        if (from < 0 || to > count || from > to) {
            throw new IndexOutOfBoundsException("images " + from + " to " + to + " of " + count);
        }
        int size = channels * height * width;
        return new PlanarImages(to - from, channels, height, width, Arrays.copyOfRange(data, from * size, to * size));
    }

    /**
     * Where a plane begins in the array.
     *
     * @param index zero-based image
     * @param channel zero-based plane
     * @return the place of its first value; the plane has height · width values
     */
    public int offset(int index, int channel) {
        return (index * channels + channel) * height * width;
    }

    /** {@return the shape, without the values: {@code [16, 3, 128, 128]}} */
    @Override
    public String toString() {
        return shape(count, channels, height, width);
    }

    private static long length(int count, int channels, int height, int width) {
        return Math.multiplyExact(Math.multiplyExact((long) count * channels, height), width);
    }

    private static String shape(int count, int channels, int height, int width) {
        return "[" + count + ", " + channels + ", " + height + ", " + width + "]";
    }
}
