package org.biggantune.archive.array;

import java.nio.file.Path;
import org.biggantune.domain.failure.CorruptInputException;

/** Greyscale images with labels from a pair of IDX files, the format of MNIST and Fashion-MNIST. Immutable. */
public final class IdxImages {
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final byte[] labels;

    private IdxImages(int height, int width, byte[] pixels, byte[] labels) {
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.labels = labels;
    }

    /**
     * Reads a pair of files, plain or gzip, of at most 1 GiB each when decompressed.
     *
     * @param images an IDX file of bytes [n, height, width]
     * @param labels an IDX file of bytes [n]
     * @throws org.biggantune.domain.failure.MissingInputException if one cannot be opened
     * @throws org.biggantune.domain.failure.UnsupportedInputException if one is of another kind or too large
     * @throws CorruptInputException if one is damaged or their counts differ
     */
    public static IdxImages read(Path images, Path labels) {
        IdxArray names = IdxArray.read(labels, 1);
        IdxArray pictures = IdxArray.read(images, 3);
        if (names.shape()[0] != pictures.shape()[0]) {
            throw new CorruptInputException(images + ": " + pictures.shape()[0] + " images, but " + labels + " has "
                    + names.shape()[0] + " labels; they do not belong together");
        }
        return new IdxImages(pictures.shape()[1], pictures.shape()[2], pictures.values(), names.values());
    }

    /** Returns the number of images. */
    public int count() {
        return labels.length;
    }

    /** Returns the number of rows of an image. */
    public int height() {
        return height;
    }

    /** Returns the number of columns of an image. */
    public int width() {
        return width;
    }

    /** Returns the label of an image, 0 to 255. */
    public int label(int index) {
        return Byte.toUnsignedInt(labels[index]);
    }

    /**
     * Returns the pixels of an image.
     *
     * @param index the zero-based index of the image
     * @return row-major [height, width] in [0, 1]: 255 is 1
     */
    public float[] pixels(int index) {
        int size = height * width;
        float[] picture = new float[size];
        for (int i = 0; i < size; i++) {
            picture[i] = Byte.toUnsignedInt(pixels[index * size + i]) / 255f;
        }
        return picture;
    }
}
