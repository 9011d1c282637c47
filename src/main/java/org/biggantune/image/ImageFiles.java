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
 * Image files as RGB planes.
 *
 * <p>PNG, JPEG, BMP and GIF (its first picture) are read as PIL's {@code open(…).convert("RGB")} reads them: samples as
 * they are stored, without colour management and without turning by EXIF; grey is repeated over the three channels;
 * alpha is dropped.
 */
public final class ImageFiles {
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "gif");
    private static final long MOST_PIXELS = 1L << 28;
    private static final long MOST_BYTES = 1L << 30;

    /** More than a byte of any of the formats can stand for: deflate packs 1,032 to one, of 8 pixels each at most. */
    private static final long MOST_PIXELS_A_BYTE = 10_000;

    /** Of memory at most: three floats, and four samples of 16 bits as they were stored. */
    private static final long BYTES_A_PIXEL = 20;

    private ImageFiles() {}

    /**
     * An image file as planes.
     *
     * @param file a PNG, JPEG, BMP or GIF file of at most 2<sup>28</sup> pixels and 2<sup>30</sup> bytes
     * @return one image of three channels in [0, 1]: every sample over the largest of its depth
     * @throws MissingInputException where the file cannot be opened
     * @throws UnsupportedInputException for another format, a CMYK image or too many pixels
     * @throws CorruptInputException where the file is damaged or ends early
     * @throws DeviceUnavailableException where it takes more memory than Java's heap may have
     */
    public static PlanarImages read(Path file) {
        return ColorPlanes.of(picture(file));
    }

    /** The picture of an image file as Java has it; the same files are read and refused as by {@link #read}. */
    static BufferedImage picture(Path file) {
        if (Files.isDirectory(file)) {
            throw new MissingInputException(file + ": a folder; expected an image file");
        }
        byte[] bytes = JpegProfile.removed(readAll(file));
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            ImageReader reader = readers.hasNext() ? readers.next() : null;
            if (reader == null || !FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                throw new UnsupportedInputException(
                        file + ": not an image this tool reads; expected PNG, JPEG, BMP or GIF");
            }
            try {
                // Of metadata nothing is used, and compressed text in them may be of any length.
                reader.setInput(in, true, true);
                return decode(file, bytes.length, reader);
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
        } catch (IOException | RuntimeException e) {
            // Java's readers answer damaged headers with runtime exceptions of many kinds.
            throw new CorruptInputException(file + ": damaged or incomplete image: " + oneLine(e), e);
        }
        for (String warning : warnings) {
            // A JPEG that ends early is no error to Java: it paints the rest grey.
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
        if (pixels > MOST_PIXELS_A_BYTE * bytes) {
            throw new CorruptInputException(size + " in " + bytes + " bytes; damaged or incomplete image");
        }
        long heap = Runtime.getRuntime().maxMemory();
        if (pixels * BYTES_A_PIXEL > heap) {
            throw new DeviceUnavailableException(size + " take " + ((pixels * BYTES_A_PIXEL) >> 20)
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
