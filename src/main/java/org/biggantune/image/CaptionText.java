package org.biggantune.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.biggantune.domain.VisibleText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Antialiased text on pictures. The only code that needs fonts, which a minimal server may lack. */
final class CaptionText {
    private static final Logger LOG = LoggerFactory.getLogger(CaptionText.class);
    private static final String ELLIPSIS = "…";

    private final int size;

    private CaptionText(int size) {
        this.size = size;
    }

    /** The style of a line. */
    enum Style {
        TITLE(Font.BOLD, 1.25f, new Color(0x1F2328)),
        HEADING(Font.BOLD, 1, new Color(0x1F2328)),
        DETAIL(Font.PLAIN, 1, new Color(0x59636E));

        private final int weight;
        private final float factor;
        private final Color color;

        Style(int weight, float factor, Color color) {
            this.weight = weight;
            this.factor = factor;
            this.color = color;
        }
    }

    /** Probes fonts once per process, at the first caption. */
    private static final class Fonts {
        private static final boolean FOUND = probe();

        private static boolean probe() {
            try {
                BufferedImage picture = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
                new CaptionText(16).draw(picture, "probe", Style.HEADING, 0, 16, 64);
                return true;
            } catch (RuntimeException | LinkageError | InternalError e) {
                // Java reports missing fontconfig, freetype or font files by any of these.
                LOG.warn("no fonts on this machine, pictures get no captions; install fontconfig and a font", e);
                return false;
            }
        }
    }

    /** Returns text of a size in pixels; empty, with a warning in the log, if the machine has no fonts. */
    static Optional<CaptionText> ofSize(int size) {
        return Fonts.FOUND ? Optional.of(new CaptionText(size)) : Optional.empty();
    }

    /**
     * Draws one line, truncated with an ellipsis if it is too wide; control characters, such as directional ones, are
     * escaped.
     */
    void draw(BufferedImage on, String line, Style style, int left, int baseline, int widest) {
        Graphics2D graphics = graphics(on);
        try {
            graphics.setFont(font(style));
            graphics.setColor(style.color);
            graphics.drawString(fit(graphics, VisibleText.line(line), widest), left, baseline);
        } finally {
            graphics.dispose();
        }
    }

    /** Returns the width in pixels of a line that is not truncated. */
    int width(String line, Style style) {
        Graphics2D graphics = graphics(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
        try {
            return graphics.getFontMetrics(font(style)).stringWidth(VisibleText.line(line));
        } finally {
            graphics.dispose();
        }
    }

    private Font font(Style style) {
        return new Font(Font.SANS_SERIF, style.weight, Math.round(size * style.factor));
    }

    private static String fit(Graphics2D graphics, String line, int widest) {
        if (graphics.getFontMetrics().stringWidth(line) <= widest) {
            return line;
        }
        int end = line.length();
        String cut = line;
        while (end > 0 && graphics.getFontMetrics().stringWidth(cut) > widest) {
            end = line.offsetByCodePoints(end, -1);
            cut = line.substring(0, end).stripTrailing() + ELLIPSIS;
        }
        return cut;
    }

    private static Graphics2D graphics(BufferedImage on) {
        // With DISPLAY set but no X server, Java would otherwise try to connect and fail.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        Graphics2D graphics = on.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        return graphics;
    }
}
