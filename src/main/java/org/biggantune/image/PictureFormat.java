package org.biggantune.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** How a picture is written; equal pictures and texts give equal bytes on one JDK. */
public enum PictureFormat {
    /** Lossless, with texts beside the pixels. */
    PNG(".png") {
        @Override
        public byte[] encode(BufferedImage picture, Map<String, String> texts) {
            return PngEncoder.encode(picture, texts);
        }
    },
    /** JFIF of quality 0.95, chroma at half the resolution, without texts. */
    JPEG(".jpg") {
        @Override
        public byte[] encode(BufferedImage picture, Map<String, String> texts) {
            return jpeg(picture);
        }
    };

    private static final float QUALITY = 0.95f;

    private final String ending;

    PictureFormat(String ending) {
        this.ending = ending;
    }

    /**
     * A picture as a file.
     *
     * @param picture an RGB image
     * @param texts what a format that has room for it writes beside the pixels, keyword to text, as {@link PngEncoder#encode} says
     * @return the bytes of the file
     */
    public abstract byte[] encode(BufferedImage picture, Map<String, String> texts);

    /** The usual ending of a file's name, with the dot. */
    public String ending() {
        return ending;
    }

    /** The format that a file's name ends in, in letters of either case. */
    public static Optional<PictureFormat> ofName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(PNG.ending)) {
            return Optional.of(PNG);
        }
        return name.endsWith(JPEG.ending) || name.endsWith(".jpeg") ? Optional.of(JPEG) : Optional.empty();
    }

    private static byte[] jpeg(BufferedImage picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), quality);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be encoded in memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
