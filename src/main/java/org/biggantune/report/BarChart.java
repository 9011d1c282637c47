package org.biggantune.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.io.AtomicFile;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/**
 * A column of bar charts, as PNG or SVG.
 *
 * @param panels the charts from top to bottom, at least one
 */
public record BarChart(List<BarPanel> panels) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 380;
    /** The pixels of a PNG per unit of length, for high-resolution screens. */
    private static final int SCALE = 2;

    private static final int DIGITS = 3;

    private static final Color GRID = new Color(0xE5E7EB);
    private static final Color TEXT = new Color(0x1F2937);
    /** Okabe and Ito's colours, which colour-blind readers can distinguish. */
    private static final Color[] COLORS = {
        new Color(0x999999), new Color(0x56B4E9), new Color(0x009E73), new Color(0xE69F00), new Color(0x0072B2)
    };

    /** Copies the list. */
    public BarChart {
        panels = List.copyOf(panels);
    }

    /**
     * Requires a file name with the extension of a supported format.
     *
     * @param option the option with the name, for the message
     */
    public static void requireKnownKind(String option, Path file) {
        if (!isSvg(file) && !hasEnding(file, ".png")) {
            throw new InvalidOptionException(option + " " + file + ": expected a name ending in .png or .svg");
        }
    }

    /**
     * Draws the charts and writes them to a file.
     *
     * @param file a name ending in {@code .png} or {@code .svg}
     * @throws CannotCreateException if this machine has no fonts, or the file cannot be created
     */
    public void write(Path file) {
        byte[] content;
        try {
            content = isSvg(file) ? svg() : png();
        } catch (RuntimeException | LinkageError | InternalError e) {
            // Java reports missing fontconfig, freetype or font files by any of these.
            throw new CannotCreateException(
                    file + ": charts cannot be drawn on this machine: " + e + "; install fontconfig and a font", e);
        }
        AtomicFile.writeBytes(file, content);
    }

    private byte[] png() {
        BufferedImage picture =
                new BufferedImage(WIDTH * SCALE, HEIGHT * panels.size() * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.scale(SCALE, SCALE);
        paint(graphics);
        graphics.dispose();
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(picture, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] svg() {
        VectorGraphics2D graphics = new VectorGraphics2D();
        paint(graphics);
        PageSize page = new PageSize(0, 0, WIDTH, (double) HEIGHT * panels.size());
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            new SVGProcessor().getDocument(graphics.getCommands(), page).writeTo(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void paint(Graphics2D graphics) {
        AffineTransform origin = graphics.getTransform();
        for (int i = 0; i < panels.size(); i++) {
            graphics.setTransform(origin);
            graphics.translate(0, i * HEIGHT);
            chart(panels.get(i)).paint(graphics, WIDTH, HEIGHT);
        }
        graphics.setTransform(origin);
    }

    private static CategoryChart chart(BarPanel panel) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(panel.title())
                .build();
        chart.getStyler()
                .setOverlapped(false)
                .setLabelsVisible(true)
                .setLabelsPosition(0.9)
                .setAvailableSpaceFill(0.8)
                .setYAxisLogarithmic(panel.logarithmic())
                .setPlotGridVerticalLinesVisible(false)
                .setPlotGridLinesColor(GRID)
                .setChartBackgroundColor(Color.WHITE)
                .setChartFontColor(TEXT)
                .setPlotBorderVisible(false)
                .setSeriesColors(COLORS)
                .setLegendPosition(Styler.LegendPosition.OutsideE)
                .setLegendBorderColor(Color.WHITE)
                .setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
                .setLocale(Locale.ROOT);
        if (panel.logarithmic()) {
            // Bars start at zero by default, which has no logarithm.
            double least = panel.series().values().stream()
                    .flatMap(List::stream)
                    .mapToDouble(Double::doubleValue)
                    .min()
                    .orElse(1);
            chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(least))));
        }
        panel.series()
                .forEach((name, values) -> chart.addSeries(
                        name,
                        panel.categories(),
                        values.stream().map(BarChart::rounded).toList()));
        return chart;
    }

    /** Returns a number rounded for its label. */
    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
    }

    private static boolean isSvg(Path file) {
        return hasEnding(file, ".svg");
    }

    private static boolean hasEnding(Path file, String ending) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ending);
    }
}
