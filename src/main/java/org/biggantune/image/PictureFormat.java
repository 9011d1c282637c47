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

/** File formats for pictures; the same picture and texts give the same bytes on the same JDK. */
public enum PictureFormat {
    /** Lossless, with texts as metadata. */
    PNG(".png") {
        @Override
        public byte[] encode(BufferedImage picture, Map<String, String> texts) {
            return PngEncoder.encode(picture, texts);
        }
    },
    /** JFIF with quality 0.95 and chroma at half the resolution, without texts. */
    JPEG(".jpg") {
        @Override
        public byte[] encode(BufferedImage picture, Map<String, String> texts) {
            return jpeg(picture, QUALITY);
        }
    };

    private static final float QUALITY = 0.95f;

    private final String extension;

    PictureFormat(String extension) {
        this.extension = extension;
    }

    /**
     * Encodes a picture.
     *
     * @param picture an RGB image
     * @param texts metadata, keyword to text, ignored by formats without metadata; see {@link PngEncoder#encode}
     * @return the bytes of the file
     */
    public abstract byte[] encode(BufferedImage picture, Map<String, String> texts);

    /** Returns the usual file extension, with the dot. */
    public String extension() {
        return extension;
    }

    /** Returns the format of a file name by its extension, ignoring case. */
    public static Optional<PictureFormat> ofName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(PNG.extension)) {
            return Optional.of(PNG);
        }
        return name.endsWith(JPEG.extension) || name.endsWith(".jpeg") ? Optional.of(JPEG) : Optional.empty();
    }

    /**
     * Encodes a picture as JPEG.
     *
     * @param quality from 0 to 1
     */
    static byte[] jpeg(BufferedImage picture, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be encoded in memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
