package org.biggantune.image;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/** The names on the left of a contact sheet's rows, each halfway down its row. */
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
     * Names, measured.
     *
     * @param names one a row, from the top; none for a sheet without names
     * @param rowHeight pixels of a row, without the line below it
     */
    static RowNames of(List<String> names, int rowHeight) {
        return new RowNames(
                names, rowHeight, names.isEmpty() ? Optional.empty() : CaptionText.ofSize(fontSize(rowHeight)));
    }

    private static int fontSize(int rowHeight) {
        return Math.max(SMALLEST_FONT, rowHeight / ROW_PIXELS_PER_FONT_PIXEL);
    }

    /** Pixels on the left of the images: 0 without names or fonts, else the widest name and a font's size around it. */
    int width() {
        return textWidth == 0 ? 0 : textWidth + fontSize + fontSize / 2;
    }

    /** Draws each name beside its row; the rows have lines of a width above, between and below them. */
    void draw(BufferedImage sheet, int padding) {
        text.ifPresent(font -> {
            for (int row = 0; row < names.size(); row++) {
                int middle = padding + row * (rowHeight + padding) + rowHeight / 2;
                // Letters reach about 0.7 of the font's size over the baseline.
                int baseline = middle + fontSize * 7 / 20;
                font.draw(sheet, names.get(row), CaptionText.Style.HEADING, fontSize, baseline, textWidth);
            }
        });
    }
}
