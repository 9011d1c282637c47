package org.biggantune.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A grid of images with white lines between and around them, filled row by row.
 *
 * @param columns images a row, at least 1
 * @param scale how many pixels a side every pixel becomes, at least 1; small images are enlarged without smoothing
 * @param padding width of the lines in pixels of the sheet, at least 0
 */
public record ContactSheet(int columns, int scale, int padding) {
    private static final int LEAST_WIDTH = 512;
    private static final int PADDING = 4;
    private static final int BACKGROUND = 0xFFFFFF;
    private static final long MOST_PIXELS = 1L << 28;

    /** Checks the ranges. */
    public ContactSheet {
        if (columns < 1 || scale < 1 || padding < 0) {
            throw new IllegalArgumentException(
                    "no sheet of " + columns + " columns, scale " + scale + ", padding " + padding);
        }
    }

    /**
     * The layout for a number of images: as many columns as rows or one more than needed for that, so that 16 images
     * stand 4 × 4, and the least enlargement that makes the sheet at least 512 pixels wide.
     *
     * @param images the images to show
     * @return a layout with lines of 4 pixels
     */
    public static ContactSheet forImages(PlanarImages images) {
        int columns = Math.max(1, (int) Math.ceil(Math.sqrt(images.count())));
        int lines = (columns + 1) * PADDING;
        int bare = columns * images.width();
        int scale = Math.max(1, (LEAST_WIDTH - lines + bare - 1) / bare);
        return new ContactSheet(columns, scale, PADDING);
    }

    /**
     * The sheet in the automatic layout.
     *
     * @param images values in [−1, 1], at least one image, three channels or one
     * @return a new RGB image
     */
    public static BufferedImage of(PlanarImages images) {
        return forImages(images).draw(images);
    }

    /**
     * The sheet in this layout.
     *
     * @param images values in [−1, 1], at least one image, three channels or one
     * @return a new RGB image
     * @throws IllegalArgumentException without images, with NaN, or for a sheet above 2<sup>28</sup> pixels
     */
    public BufferedImage draw(PlanarImages images) {
        if (images.count() == 0) {
            throw new IllegalArgumentException("a contact sheet needs an image");
        }
        int used = Math.min(columns, images.count());
        int rows = (images.count() + columns - 1) / columns;
        long width = (long) used * (images.width() * scale + padding) + padding;
        long height = (long) rows * (images.height() * scale + padding) + padding;
        if (width * height > MOST_PIXELS) {
            throw new IllegalArgumentException("a contact sheet of " + width + " × " + height + " pixels is too large");
        }
        BufferedImage sheet = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
        fill(sheet);
        for (int i = 0; i < images.count(); i++) {
            int left = padding + i % columns * (images.width() * scale + padding);
            int top = padding + i / columns * (images.height() * scale + padding);
            place(sheet, PixelConversion.toPacked(images, i), images.width(), left, top);
        }
        return sheet;
    }

    private static void fill(BufferedImage sheet) {
        int[] row = new int[sheet.getWidth()];
        Arrays.fill(row, BACKGROUND);
        for (int y = 0; y < sheet.getHeight(); y++) {
            sheet.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
    }

    private void place(BufferedImage sheet, int[] packed, int width, int left, int top) {
        int[] row = new int[width * scale];
        for (int y = 0; y < packed.length / width; y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = packed[y * width + x / scale];
            }
            for (int repeat = 0; repeat < scale; repeat++) {
                sheet.setRGB(left, top + y * scale + repeat, row.length, 1, row, 0, row.length);
            }
        }
    }
}
