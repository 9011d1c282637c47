package org.biggantune.image;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Two contact sheets side by side on white, with a common title and a heading and a line of figures above each. Without
 * fonts on the machine the picture has no text, and a warning is logged.
 */
public final class BeforeAfterSheet {
    private static final int MARGIN = 28;
    private static final int GAP = 36;
    private static final int SMALLEST_FONT = 16;
    private static final int WIDTH_PER_FONT_PIXEL = 36;

    private BeforeAfterSheet() {}

    /**
     * A half of the picture.
     *
     * @param heading a word or two, for example {@code before}
     * @param detail the figures below it, for example {@code judge 0.71 · diversity 0.52}; may be empty
     * @param sheet the images, as drawn by {@link ContactSheet}
     */
    public record Panel(String heading, String detail, BufferedImage sheet) {
        /** Checks for null. */
        public Panel {
            Objects.requireNonNull(heading, "heading");
            Objects.requireNonNull(detail, "detail");
            Objects.requireNonNull(sheet, "sheet");
        }
    }

    /**
     * Draws the picture.
     *
     * @param title the common title, for example {@code 508 computer keyboard}; may be empty
     * @param before the left half
     * @param after the right half
     * @return a new RGB image
     */
    public static BufferedImage of(String title, Panel before, Panel after) {
        BufferedImage left = before.sheet();
        BufferedImage right = after.sheet();
        int fontSize = Math.max(SMALLEST_FONT, Math.min(left.getWidth(), right.getWidth()) / WIDTH_PER_FONT_PIXEL);
        return draw(title, before, left, after, right, fontSize, CaptionText.ofSize(fontSize));
    }

    static BufferedImage draw(
            String title,
            Panel before,
            BufferedImage left,
            Panel after,
            BufferedImage right,
            int fontSize,
            Optional<CaptionText> text) {
        int line = fontSize * 3 / 2;
        int titleLines = title.isEmpty() ? 0 : 1;
        int detailLines = before.detail().isEmpty() && after.detail().isEmpty() ? 0 : 1;
        int captions = text.isEmpty() ? 0 : (titleLines + 1 + detailLines) * line + titleLines * fontSize / 2;
        int top = MARGIN + captions;
        int width = 2 * MARGIN + left.getWidth() + GAP + right.getWidth();
        BufferedImage sheet = blank(width, top + Math.max(left.getHeight(), right.getHeight()) + MARGIN);
        copy(left, sheet, MARGIN, top);
        copy(right, sheet, MARGIN + left.getWidth() + GAP, top);
        if (text.isPresent()) {
            // Aligns text with the images, which are inside the sheet's white border.
            int inset = MARGIN + 4;
            text.get().draw(sheet, title, CaptionText.Style.TITLE, inset, MARGIN + fontSize, width - 2 * MARGIN);
            int heading = MARGIN + titleLines * (line + fontSize / 2) + fontSize;
            caption(sheet, text.get(), before, inset, heading, line, left.getWidth());
            int rightEdge = inset + left.getWidth() + GAP;
            caption(sheet, text.get(), after, rightEdge, heading, line, right.getWidth());
        }
        return sheet;
    }

    private static void caption(
            BufferedImage sheet, CaptionText text, Panel panel, int left, int baseline, int line, int widest) {
        text.draw(sheet, panel.heading(), CaptionText.Style.HEADING, left, baseline, widest);
        text.draw(sheet, panel.detail(), CaptionText.Style.DETAIL, left, baseline + line, widest);
    }

    private static BufferedImage blank(int width, int height) {
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        Arrays.fill(row, Color.WHITE.getRGB());
        for (int y = 0; y < height; y++) {
            sheet.setRGB(0, y, width, 1, row, 0, width);
        }
        return sheet;
    }

    private static void copy(BufferedImage from, BufferedImage to, int left, int top) {
        int[] row = new int[from.getWidth()];
        for (int y = 0; y < from.getHeight(); y++) {
            from.getRGB(0, y, row.length, 1, row, 0, row.length);
            to.setRGB(left, top + y, row.length, 1, row, 0, row.length);
        }
    }
}
