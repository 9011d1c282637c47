package org.biggantune.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Pictures made by formulas, for the tests of this package. */
final class TestPictures {
    private TestPictures() {}

    /** A whole sheet of images in a layout. */
    static BufferedImage sheet(ContactSheet layout, PlanarImages images) {
        ContactSheet.Drawing drawing = layout.begin(images.count(), images.width(), images.height());
        drawing.add(images);
        return drawing.picture();
    }

    /** Images from a first one to that after the last. */
    static PlanarImages part(PlanarImages images, int from, int to) {
        int size = images.offset(1, 0);
        return new PlanarImages(
                to - from,
                images.channels(),
                images.height(),
                images.width(),
                Arrays.copyOfRange(images.data(), from * size, to * size));
    }

    /** Values sin(0.37·i²) for the running index i, as the reference numbers use them. */
    static PlanarImages waves(int count, int channels, int height, int width) {
        PlanarImages images = PlanarImages.zeros(count, channels, height, width);
        for (int i = 0; i < images.data().length; i++) {
            images.data()[i] = (float) StrictMath.sin(0.37 * i * i);
        }
        return images;
    }

    /** Discs on a coloured ground, in [−1, 1]. */
    static PlanarImages discs(int count, int size) {
        PlanarImages images = PlanarImages.zeros(count, 3, size, size);
        for (int i = 0; i < count; i++) {
            for (int channel = 0; channel < 3; channel++) {
                double ground = Math.sin(i + 2 * channel);
                for (int p = 0; p < size * size; p++) {
                    int row = p / size;
                    double x = (p % size + 0.5) / size - 0.5;
                    double y = (row + 0.5) / size - 0.5 + 0.02 * i;
                    boolean inside = x * x + y * y < 0.1 + 0.005 * i;
                    images.data()[images.offset(i, channel) + p] = (float) (inside ? -ground * (1 - y) : ground * 0.6);
                }
            }
        }
        return images;
    }

    static BufferedImage gradient(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0xFF000000 | (((x * 5) & 255) << 16) | (((y * 3) & 255) << 8) | ((x * y) & 255));
            }
        }
        return image;
    }

    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
