package org.biggantune.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;

/**
 * Reads image files as RGB planes. PNG, JPEG, WebP, BMP and GIF (the first frame) give the same result as PIL's {@code
 * open(…).convert("RGB")}: stored samples without colour management or EXIF rotation; grey is repeated over the three
 * channels; alpha is dropped.
 */
public final class ImageFiles {
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "gif", "webp");
    private static final long MOST_PIXELS = 1L << 28;
    private static final long MOST_BYTES = 1L << 30;

    /** The most pixels per byte of a valid file: deflate compresses 1,032 to 1, with at most 8 pixels per byte. */
    private static final long MOST_PIXELS_PER_BYTE = 10_000;

    /** The peak memory per pixel: three floats and four stored samples of 16 bits. */
    private static final long BYTES_PER_PIXEL = 20;

    private ImageFiles() {}

    /**
     * Reads an image file.
     *
     * @param file a PNG, JPEG, WebP, BMP or GIF file of at most 2<sup>28</sup> pixels and 2<sup>30</sup> bytes
     * @return one image of three channels in [0, 1]: each sample divided by the maximum of its bit depth
     * @throws MissingInputException if the file cannot be opened
     * @throws UnsupportedInputException for another format, an animated WebP, a CMYK image or too many pixels
     * @throws CorruptInputException if the file is damaged or truncated
     * @throws DeviceUnavailableException if it needs more memory than the Java heap, or the library for WebP is not usable
     */
    public static PlanarImages read(Path file) {
        return ColorPlanes.of(picture(file));
    }

    /** Reads an image file as a Java image, with the same conditions as {@link #read}. */
    static BufferedImage picture(Path file) {
        if (Files.isDirectory(file)) {
            throw new MissingInputException(file + ": a folder; expected an image file");
        }
        byte[] bytes = JpegProfile.removed(readAll(file));
        long mayHold = bytes.length;
        if (WebPLibrary.isWebP(bytes)) {
            if (WebPLibrary.isAnimated(bytes)) {
                throw new UnsupportedInputException(file + ": an animated WebP image; expected a still one");
            }
            WebPLibrary.load();
            // A plain picture of any size takes some 30 bytes.
            mayHold = MOST_BYTES;
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            ImageReader reader = readers.hasNext() ? readers.next() : null;
            if (reader == null && WebPLibrary.isWebP(bytes)) {
                throw new CorruptInputException(
                        file + ": damaged or incomplete image: a WebP header without a picture");
            }
            if (reader == null || !FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                throw new UnsupportedInputException(
                        file + ": not an image this tool reads; expected PNG, JPEG, WebP, BMP or GIF");
            }
            try {
                // Ignores metadata: none is used, and compressed text in it could be of any length.
                reader.setInput(in, true, true);
                return decode(file, mayHold, reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw new CorruptInputException(file + ": damaged or incomplete image: " + oneLine(e), e);
        }
    }

    private static byte[] readAll(Path file) {
        try {
            long size = Files.size(file);
            if (size == 0) {
                throw new CorruptInputException(file + ": the file is empty; expected an image");
            }
            if (size > MOST_BYTES) {
                throw new UnsupportedInputException(
                        file + ": " + size + " bytes; this tool reads images of at most " + MOST_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new MissingInputException(file + ": no such file; expected an image", e);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e, e);
        }
    }

    private static BufferedImage decode(Path file, long bytes, ImageReader reader) {
        List<String> warnings = new ArrayList<>();
        BufferedImage image;
        try {
            checkSize(file, bytes, reader.getWidth(0), reader.getHeight(0));
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            refuseCmyk(file, reader);
            image = reader.read(0);
        } catch (BigganTuneException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            if (e.getMessage() != null) {
                throw e;
            }
            // Not the JVM's: libwebp reports some damage to a transparent picture so.
            throw new CorruptInputException(file + ": damaged or incomplete image", e);
        } catch (IOException | RuntimeException e) {
            // Java's readers throw various runtime exceptions for damaged headers.
            throw new CorruptInputException(file + ": damaged or incomplete image: " + oneLine(e), e);
        }
        for (String warning : warnings) {
            // Java does not fail on a truncated JPEG; it fills the rest with grey.
            String plain = warning.toLowerCase(Locale.ROOT);
            if (plain.contains("premature end") || plain.contains("truncated")) {
                throw new CorruptInputException(file + ": incomplete image: " + warning);
            }
        }
        return image;
    }

    private static void checkSize(Path file, long bytes, int width, int height) {
        String size = file + ": " + width + " × " + height + " pixels";
        long pixels = (long) width * height;
        if (pixels > MOST_PIXELS) {
            throw new UnsupportedInputException(
                    size + "; this tool reads images of at most " + MOST_PIXELS + " pixels");
        }
        if (pixels > MOST_PIXELS_PER_BYTE * bytes) {
            throw new CorruptInputException(size + " in " + bytes + " bytes; damaged or incomplete image");
        }
        long heap = Runtime.getRuntime().maxMemory();
        if (pixels * BYTES_PER_PIXEL > heap) {
            throw new DeviceUnavailableException(size + " take " + ((pixels * BYTES_PER_PIXEL) >> 20)
                    + " MiB of memory, more than the " + (heap >> 20)
                    + " MiB of Java's heap; give it more with BIGGAN_TUNE_JAVA_OPTS=-Xmx8g, or make the image smaller");
        }
    }

    private static void refuseCmyk(Path file, ImageReader reader) throws IOException {
        for (Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0); types.hasNext(); ) {
            if (types.next().getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
                throw new UnsupportedInputException(
                        file + ": a CMYK image; expected RGB or grey, convert it to RGB first");
            }
        }
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }
}
