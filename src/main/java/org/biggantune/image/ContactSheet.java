package org.biggantune.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * A grid of images separated and surrounded by white lines, filled row by row, with optional row names on the left.
 *
 * @param columns images per row, at least 1
 * @param scale the integer enlargement without smoothing, at least 1
 * @param padding the width of the lines in pixels of the sheet, at least 0
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
     * Returns the layout for a number of images: a nearly square grid, such as 4 × 4 for 16 images, and the smallest
     * enlargement that makes the sheet at least 512 pixels wide.
     *
     * @param count the number of images
     * @param pixels their width
     * @return a layout with lines of 4 pixels
     */
    public static ContactSheet forImages(int count, int pixels) {
        int columns = Math.max(1, (int) Math.ceil(Math.sqrt(count)));
        int lines = (columns + 1) * PADDING;
        int bare = columns * pixels;
        int scale = Math.max(1, (LEAST_WIDTH - lines + bare - 1) / bare);
        return new ContactSheet(columns, scale, PADDING);
    }

    /**
     * Begins a sheet that is filled incrementally, so that images need not be kept as floats.
     *
     * @param count the number of images that will be added
     * @param width columns of each
     * @param height rows of each
     * @throws IllegalArgumentException without images, or for a sheet above 2<sup>28</sup> pixels
     */
    public Drawing begin(int count, int width, int height) {
        return begin(count, width, height, List.of());
    }

    /**
     * Begins a sheet with row names; see {@link #begin(int, int, int)}. Without fonts on the machine the sheet has no
     * names, and a warning is logged.
     *
     * @param names one per row of the sheet, from the top; very long ones are truncated with an ellipsis
     */
    public Drawing begin(int count, int width, int height, List<String> names) {
        if (count == 0) {
            throw new IllegalArgumentException("a contact sheet needs an image");
        }
        RowNames beside = RowNames.of(names, height * scale);
        long across = across(count, width) + beside.width();
        long down = down(count, height);
        if (across * down > MOST_PIXELS) {
            throw new IllegalArgumentException("a contact sheet of " + across + " × " + down + " pixels is too large");
        }
        BufferedImage sheet = new BufferedImage((int) across, (int) down, BufferedImage.TYPE_INT_RGB);
        fill(sheet);
        beside.draw(sheet, padding);
        return new Drawing(sheet, count, beside.width());
    }

    /**
     * Whether a sheet with these images and row names is within the size limit.
     *
     * @param mostPixels the most pixels of its width and height
     */
    public boolean fits(int count, int width, int height, List<String> names, int mostPixels) {
        long across = across(count, width) + RowNames.of(names, height * scale).width();
        long down = down(count, height);
        return across * down <= MOST_PIXELS && Math.max(across, down) <= mostPixels;
    }

    private long across(int count, int width) {
        return (long) Math.min(columns, count) * ((long) width * scale + padding) + padding;
    }

    private long down(int count, int height) {
        return (count + columns - 1L) / columns * ((long) height * scale + padding) + padding;
    }

    /** A sheet being filled. */
    public final class Drawing {
        private final BufferedImage sheet;
        private final int count;
        private final int names;
        private int placed;

        private Drawing(BufferedImage sheet, int count, int names) {
            this.sheet = sheet;
            this.count = count;
            this.names = names;
        }

        /**
         * Adds the next images.
         *
         * @param images values in [−1, 1], with one or three channels, of the size given to {@link #begin}
         * @throws org.biggantune.domain.failure.DivergedException for NaN
         */
        public void add(PlanarImages images) {
            for (int i = 0; i < images.count(); i++) {
                int left = names + padding + placed % columns * (images.width() * scale + padding);
                int top = padding + placed / columns * (images.height() * scale + padding);
                place(sheet, PixelConversion.toPacked(images, i), images.width(), left, top);
                placed++;
            }
        }

        /** Returns the sheet; all images must have been added. */
        public BufferedImage picture() {
            if (placed != count) {
                throw new IllegalStateException(placed + " images of " + count);
            }
            return sheet;
        }
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
