package org.biggantune.image;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/** The names to the left of a contact sheet's rows, vertically centred. */
final class RowNames {
    private static final int SMALLEST_FONT = 14;
    private static final int ROW_PIXELS_PER_FONT_PIXEL = 12;
    private static final int WIDEST_IN_FONT_PIXELS = 18;

    private final List<String> names;
    private final int rowHeight;
    private final int fontSize;
    private final Optional<CaptionText> text;
    private final int textWidth;

    private RowNames(List<String> names, int rowHeight, Optional<CaptionText> text) {
        this.names = List.copyOf(names);
        this.rowHeight = rowHeight;
        this.fontSize = fontSize(rowHeight);
        this.text = text;
        this.textWidth = text.map(font -> names.stream()
                        .mapToInt(name -> font.width(name, CaptionText.Style.HEADING))
                        .max()
                        .orElse(0))
                .map(widest -> Math.min(widest, WIDEST_IN_FONT_PIXELS * fontSize))
                .orElse(0);
    }

    /**
     * Creates and measures row names.
     *
     * @param names one per row, from the top; empty for a sheet without names
     * @param rowHeight the height of a row in pixels, without the line below it
     */
    static RowNames of(List<String> names, int rowHeight) {
        return new RowNames(
                names, rowHeight, names.isEmpty() ? Optional.empty() : CaptionText.ofSize(fontSize(rowHeight)));
    }

    private static int fontSize(int rowHeight) {
        return Math.max(SMALLEST_FONT, rowHeight / ROW_PIXELS_PER_FONT_PIXEL);
    }

    /**
     * Returns the width in pixels to the left of the images: 0 without names or fonts, else the widest name and a
     * margin.
     */
    int width() {
        return textWidth == 0 ? 0 : textWidth + fontSize + fontSize / 2;
    }

    /** Draws each name beside its row; lines of width {@code padding} separate and surround the rows. */
    void draw(BufferedImage sheet, int padding) {
        text.ifPresent(font -> {
            for (int row = 0; row < names.size(); row++) {
                int middle = padding + row * (rowHeight + padding) + rowHeight / 2;
                // Letters rise to about 0.7 of the font size above the baseline.
                int baseline = middle + fontSize * 7 / 20;
                font.draw(sheet, names.get(row), CaptionText.Style.HEADING, fontSize, baseline, textWidth);
            }
        });
    }
}
