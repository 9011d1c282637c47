package org.biggantune.image;

/**
 * A batch of images as float planes in the layout [count, channels, height, width], with the last index varying
 * fastest.
 *
 * <p>The value range depends on the source: [−1, 1] from a generator, [0, 1] from a file. Two batches are equal if they
 * share the array, which is not copied.
 *
 * @param count the number of images, at least 0
 * @param channels the number of planes per image, at least 1
 * @param height the number of rows, at least 1
 * @param width the number of columns, at least 1
 * @param data the values, exactly count · channels · height · width of them
 */
@SuppressWarnings("ArrayRecordComponent") // equality by identity is intended, see above
public record PlanarImages(int count, int channels, int height, int width, float[] data) {
    /** Checks that the sizes match the array. */
    public PlanarImages {
        if (count < 0 || channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("no images of shape " + shape(count, channels, height, width));
        }
        if (length(count, channels, height, width) != data.length) {
            throw new IllegalArgumentException(
                    data.length + " values for images of shape " + shape(count, channels, height, width));
        }
    }

    /** Returns images of zeros, with a new array. */
    static PlanarImages zeros(int count, int channels, int height, int width) {
        int length = Math.toIntExact(length(count, channels, height, width));
        return new PlanarImages(count, channels, height, width, new float[length]);
    }

    /**
     * Returns the offset of a plane in the array.
     *
     * @param index the zero-based index of the image
     * @param channel the zero-based index of the plane
     * @return the index of its first value; the plane has height · width values
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
