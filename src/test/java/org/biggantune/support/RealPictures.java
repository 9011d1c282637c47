package org.biggantune.support;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Grey pictures made by formulas that stand for real images: bars of a class's own width, with noise. */
public final class RealPictures {
    private RealPictures() {}

    /** Writes PNG files into a folder named like a class. */
    public static void write(Path folder, String name, int count, int size) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < count; i++) {
            byte[] pixels = pixels(name.hashCode() + i, size);
            BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setDataElements(0, 0, size, size, pixels);
            ImageIO.write(
                    image, "png", target.resolve("picture" + (100 + i) + ".png").toFile());
        }
    }

    /** Writes a pair of IDX files, packed with gzip; labels go round through those given. */
    public static void writeIdx(Path folder, String name, int count, int size, int... labels) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + count * size * size);
        images.putInt(0x803).putInt(count).putInt(size).putInt(size);
        ByteBuffer numbers = ByteBuffer.allocate(8 + count);
        numbers.putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            images.put(pixels(i, size));
            numbers.put((byte) labels[i % labels.length]);
        }
        Files.write(folder.resolve(name + "-images-idx3-ubyte.gz"), gzip(images.array()));
        Files.write(folder.resolve(name + "-labels-idx1-ubyte.gz"), gzip(numbers.array()));
    }

    private static byte[] pixels(int seed, int size) {
        Random random = new Random(seed);
        int width = 2 + random.nextInt(size / 2);
        byte[] pixels = new byte[size * size];
        for (int i = 0; i < pixels.length; i++) {
            boolean inside = Math.abs(i % size - size / 2) < width;
            pixels[i] = (byte) ((inside ? 180 : 0) + random.nextInt(60));
        }
        return pixels;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
