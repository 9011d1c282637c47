package org.biggantune.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.biggantune.domain.failure.MissingInputException;

/**
 * A picture small enough to embed in a page.
 *
 * @param mediaType such as {@code image/png}
 * @param bytes the content of the image file
 * @param width in pixels
 * @param height in pixels
 */
public record CompactPicture(String mediaType, byte[] bytes, int width, int height) {
    private static final int PNG_WIDTH_AT = 16;
    private static final int PNG_HEAD = 24;
    private static final float QUALITY = 0.85f;
    private static final float CORNER_QUALITY = 0.75f;
    private static final int LEAST_SIDE = 64;

    /**
     * Reads a picture file. A PNG within the limit is kept; anything else becomes a JPEG, scaled down until it is
     * within the limit or its shorter side is 64 pixels.
     *
     * @param file a PNG, JPEG, WebP, BMP or GIF file
     * @param mostBytes the size limit
     * @throws org.biggantune.domain.failure.BigganTuneException if it is not such a file, or damaged
     */
    public static CompactPicture of(Path file, int mostBytes) {
        if (file.toFile().length() <= mostBytes) {
            byte[] bytes = read(file);
            if (bytes.length > PNG_HEAD
                    && Arrays.mismatch(bytes, PngEncoder.SIGNATURE) == PngEncoder.SIGNATURE.length) {
                ByteBuffer head = ByteBuffer.wrap(bytes);
                return new CompactPicture(
                        "image/png", bytes, head.getInt(PNG_WIDTH_AT), head.getInt(PNG_WIDTH_AT + Integer.BYTES));
            }
        }
        BufferedImage picture = opaque(ImageFiles.picture(file));
        CompactPicture jpeg = jpeg(picture, QUALITY);
        while (jpeg.bytes.length > mostBytes && Math.min(jpeg.width, jpeg.height) > LEAST_SIDE) {
            picture = scaled(picture, picture.getWidth() * 3 / 4, picture.getHeight() * 3 / 4);
            jpeg = jpeg(picture, QUALITY);
        }
        return jpeg;
    }

    /**
     * Returns the upper left quarter of a picture file as a JPEG: the first images of a contact sheet.
     *
     * @param width its width in pixels, at least 1
     * @throws org.biggantune.domain.failure.BigganTuneException if it is not a picture, or damaged
     */
    public static CompactPicture corner(Path file, int width) {
        BufferedImage picture = ImageFiles.picture(file);
        BufferedImage corner =
                picture.getSubimage(0, 0, Math.max(1, picture.getWidth() / 2), Math.max(1, picture.getHeight() / 2));
        return jpeg(scaled(corner, width, Math.max(1, width * corner.getHeight() / corner.getWidth())), CORNER_QUALITY);
    }

    /** Returns a {@code data:} URL. */
    public String address() {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static BufferedImage opaque(BufferedImage picture) {
        return picture.getType() == BufferedImage.TYPE_INT_RGB
                ? picture
                : scaled(picture, picture.getWidth(), picture.getHeight());
    }

    /** Scales by halves first, so that every pixel contributes. */
    private static BufferedImage scaled(BufferedImage picture, int width, int height) {
        BufferedImage from = picture;
        while (from.getWidth() >= 2 * width && from.getHeight() >= 2 * height) {
            from = drawn(from, from.getWidth() / 2, from.getHeight() / 2);
        }
        return drawn(from, width, height);
    }

    private static BufferedImage drawn(BufferedImage picture, int width, int height) {
        BufferedImage result = new BufferedImage(Math.max(1, width), Math.max(1, height), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, result.getWidth(), result.getHeight(), Color.WHITE, null);
        graphics.dispose();
        return result;
    }

    private static CompactPicture jpeg(BufferedImage picture, float quality) {
        byte[] bytes = PictureFormat.jpeg(picture, quality);
        return new CompactPicture("image/jpeg", bytes, picture.getWidth(), picture.getHeight());
    }
}
