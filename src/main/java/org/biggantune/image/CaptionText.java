package org.biggantune.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Antialiased text on pictures; the one place that needs fonts, which a minimal server may not have. */
final class CaptionText {
    private static final Logger LOG = LoggerFactory.getLogger(CaptionText.class);
    private static final String ELLIPSIS = "…";

    private final Font font;

    private CaptionText(Font font) {
        this.font = font;
    }

    /** The system's sans-serif font at a size in pixels; empty, with a line in the log, where none can be loaded. */
    static Optional<CaptionText> find(int size) {
        try {
            CaptionText text = new CaptionText(new Font(Font.SANS_SERIF, Font.PLAIN, size));
            BufferedImage probe = new BufferedImage(8 * size, 2 * size, BufferedImage.TYPE_INT_RGB);
            text.draw(probe, "probe", false, Color.WHITE, 0, size, probe.getWidth());
            return Optional.of(text);
        } catch (RuntimeException | LinkageError | InternalError e) {
            // Java reports a missing fontconfig, freetype or font file by any of these.
            LOG.warn("no fonts on this machine, pictures get no captions (install fontconfig and a font): {}", e + "");
            return Optional.empty();
        }
    }

    /** Draws one line from a left edge on a baseline, cut with an ellipsis where it is wider than allowed. */
    void draw(BufferedImage on, String line, boolean bold, Color color, int left, int baseline, int widest) {
        Graphics2D graphics = graphics(on);
        try {
            graphics.setFont(bold ? font.deriveFont(Font.BOLD) : font);
            graphics.setColor(color);
            graphics.drawString(fit(graphics, line, widest), left, baseline);
        } finally {
            graphics.dispose();
        }
    }

    private static String fit(Graphics2D graphics, String line, int widest) {
        if (graphics.getFontMetrics().stringWidth(line) <= widest) {
            return line;
        }
        int end = line.length();
        while (end > 0 && graphics.getFontMetrics().stringWidth(line.substring(0, end).stripTrailing() + ELLIPSIS) > widest) {
            end = line.offsetByCodePoints(end, -1);
        }
        return line.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    private static Graphics2D graphics(BufferedImage on) {
        // With DISPLAY set and no server behind it, Java would otherwise try to connect and fail.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        Graphics2D graphics = on.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        return graphics;
    }
}
