package org.biggantune.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.biggantune.domain.VisibleText;

/** Encodes PNG files; the same picture and texts give the same bytes on the same JDK. */
public final class PngEncoder {
    /** The first bytes of a file. */
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private static final String FORMAT = "javax_imageio_png_1.0";
    private static final int LONGEST_KEYWORD = 79;

    private PngEncoder() {}

    /**
     * Encodes a picture as a PNG file.
     *
     * @param picture the pixels
     * @param texts metadata, keyword to text: a {@code tEXt} chunk for Latin-1 text, else an {@code iTXt} chunk.
     *     Keywords consist of 1 to 79 printable ASCII characters without spaces at either end. Control characters and
     *     line ends are escaped
     * @return the bytes of the file
     * @throws IllegalArgumentException for another keyword
     */
    public static byte[] encode(BufferedImage picture, Map<String, String> texts) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
            if (!texts.isEmpty()) {
                metadata.mergeTree(FORMAT, textTree(texts));
            }
            writer.setOutput(out);
            writer.write(new IIOImage(picture, null, metadata));
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be encoded in memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static IIOMetadataNode textTree(Map<String, String> texts) {
        IIOMetadataNode latin = new IIOMetadataNode("tEXt");
        IIOMetadataNode unicode = new IIOMetadataNode("iTXt");
        // Sorted, because the order of Map.of differs between processes.
        new TreeMap<>(texts).forEach((keyword, any) -> {
            checkKeyword(keyword);
            String text = VisibleText.line(any);
            if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(text)) {
                IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
                entry.setAttribute("keyword", keyword);
                entry.setAttribute("value", text);
                latin.appendChild(entry);
            } else {
                unicode.appendChild(unicodeEntry(keyword, text));
            }
        });
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        if (unicode.hasChildNodes()) {
            root.appendChild(unicode);
        }
        if (latin.hasChildNodes()) {
            root.appendChild(latin);
        }
        return root;
    }

    private static IIOMetadataNode unicodeEntry(String keyword, String text) {
        IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
        entry.setAttribute("keyword", keyword);
        entry.setAttribute("compressionFlag", "FALSE");
        entry.setAttribute("compressionMethod", "0");
        entry.setAttribute("languageTag", "");
        entry.setAttribute("translatedKeyword", "");
        entry.setAttribute("text", text);
        return entry;
    }

    private static void checkKeyword(String keyword) {
        boolean printable = keyword.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (keyword.isEmpty() || keyword.length() > LONGEST_KEYWORD || !printable || !keyword.equals(keyword.strip())) {
            throw new IllegalArgumentException("\"" + keyword + "\" is not a PNG keyword");
        }
    }
}
