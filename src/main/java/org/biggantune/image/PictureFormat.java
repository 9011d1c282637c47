package org.biggantune.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.biggantune.domain.failure.DeviceUnavailableException;

/** File formats for pictures; the same picture and texts give the same bytes on the same JDK. */
public enum PictureFormat {
    /** Lossless, with texts as metadata. */
    PNG(".png", Integer.MAX_VALUE) {
        @Override
        public byte[] encode(BufferedImage picture, Map<String, String> texts) {
            return PngEncoder.encode(picture, texts);
        }
    },
    /** JFIF with quality 0.95 and chroma at half the resolution, without texts. */
    JPEG(".jpg", 65_500) {
        @Override
        public byte[] encode(BufferedImage picture, Map<String, String> texts) {
            return jpeg(picture, QUALITY);
        }
    },
    /** Lossless WebP without texts. */
    WEBP(".webp", 16_383) {
        @Override
        public void load() {
            WebPLibrary.load();
        }

        @Override
        public byte[] encode(BufferedImage picture, Map<String, String> texts) {
            WebPLibrary.load();
            try {
                return PictureFormat.encode(picture, "webp", parameters -> parameters.setCompressionType("Lossless"));
            } catch (NullPointerException e) {
                // What the library throws for a null of libwebp's: too large a picture, or too little memory.
                throw new DeviceUnavailableException(
                        "WebP: a picture of " + picture.getWidth() + " × " + picture.getHeight()
                                + " pixels takes more memory than there is; use PNG files",
                        e);
            }
        }
    };

    private static final float QUALITY = 0.95f;

    private final String extension;
    private final int mostPixels;

    PictureFormat(String extension, int mostPixels) {
        this.extension = extension;
        this.mostPixels = mostPixels;
    }

    /**
     * Loads what encoding needs, so that a failure shows before there are pictures.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if it cannot be loaded on this machine
     */
    public void load() {}

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

    /** Returns the most pixels of a picture's width and height. */
    public int mostPixels() {
        return mostPixels;
    }

    /** Returns the format of a file name by its extension, ignoring case. */
    public static Optional<PictureFormat> ofName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return name.endsWith(".jpeg")
                ? Optional.of(JPEG)
                : Arrays.stream(values())
                        .filter(format -> name.endsWith(format.extension))
                        .findFirst();
    }

    /**
     * Encodes a picture as JPEG.
     *
     * @param quality from 0 to 1
     */
    static byte[] jpeg(BufferedImage picture, float quality) {
        return encode(picture, "jpeg", parameters -> parameters.setCompressionQuality(quality));
    }

    private static byte[] encode(BufferedImage picture, String format, Consumer<ImageWriteParam> setting) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            setting.accept(parameters);
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
