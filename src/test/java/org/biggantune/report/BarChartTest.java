package org.biggantune.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.biggantune.domain.failure.InvalidOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class BarChartTest {
    private static final List<String> PLACES = List.of("128 px", "256 px");

    @TempDir
    private Path folder;

    @Test
    void write_png_isAPictureWithTheBarsColours() throws IOException {
        Path file = folder.resolve("chart.png");
        chart().write(file);
        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(picture.getHeight()).isGreaterThan(picture.getWidth() / 2);
        // A bar of 9 is three times as long as one of 3 on a linear axis.
        assertThat(count(picture, 0xFF56B4E9)).isBetween(count(picture, 0xFF999999) / 4, count(picture, 0xFF999999));
    }

    @Test
    void write_svg_isXmlWithABarForEachNumber() throws Exception {
        Path file = folder.resolve("chart.svg");
        chart().write(file);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Element svg = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        assertThat(svg.getTagName()).isEqualTo("svg");
        assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(8);
        assertThat(Files.readString(file)).contains("rgb(86,180,233)");
    }

    @Test
    void requireKnownKind_anotherEnding_isRefused() {
        assertThatThrownBy(() -> BarChart.requireKnownKind("--chart", Path.of("chart.pdf")))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--chart chart.pdf: expected a name ending in .png or .svg");
    }

    @Test
    void panel_withTooFewBars_isRefused() {
        assertThatThrownBy(() -> new BarPanel("seconds", false, PLACES, Map.of("folded", List.of(1.0))))
                .hasMessage("1 bars for 2 categories");
    }

    private static BarChart chart() {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        seconds.put("reference", List.of(9.0, 9.0));
        seconds.put("folded", List.of(3.0, 3.0));
        Map<String, List<Double>> memory = new LinkedHashMap<>();
        memory.put("reference", List.of(12345.678, 1234.5678));
        memory.put("folded", List.of(61.0, 20.0));
        return new BarChart(
                List.of(new BarPanel("seconds", false, PLACES, seconds), new BarPanel("memory", true, PLACES, memory)));
    }

    private static long count(BufferedImage picture, int color) {
        long count = 0;
        for (int y = 0; y < picture.getHeight() / 2; y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += picture.getRGB(x, y) == color ? 1 : 0;
            }
        }
        return count;
    }
}
