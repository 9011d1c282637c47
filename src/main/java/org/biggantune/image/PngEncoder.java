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

/** PNG files as bytes; equal pictures and texts give equal bytes on one JDK. */
public final class PngEncoder {
    private static final String FORMAT = "javax_imageio_png_1.0";
    private static final int LONGEST_KEYWORD = 79;

    private PngEncoder() {}

    /**
     * A picture as a PNG file.
     *
     * @param picture the pixels
     * @param texts what is written beside them, keyword to text: a {@code tEXt} chunk where the text is Latin-1, else
     *     an {@code iTXt} chunk; keywords have 1 to 79 printable ASCII characters and no space at their ends.
     *     Characters that act, line ends too, are escaped
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
        // Sorted: the order of Map.of changes from process to process.
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
            throw new IllegalArgumentException("\"" + keyword + "\" is no PNG keyword");
        }
    }
}
