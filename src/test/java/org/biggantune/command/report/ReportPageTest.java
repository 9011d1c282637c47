package org.biggantune.command.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.biggantune.support.Chromium;
import org.biggantune.support.ToolRun;
import org.biggantune.support.WrittenRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages as a browser sees them. */
final class ReportPageTest {
    private static final List<String> NAMES =
            List.of("great grey owl", "</script><script>window.hacked=1</script>\"'\u0007");
    private static final int MANY = 1000;

    @TempDir
    private static Path shared;

    private static Path few;

    @BeforeAll
    static void run() throws IOException {
        assumeTrue(
                Chromium.installed().isPresent(),
                "no Chromium on this machine: the pages of runs are not opened in a browser; install the package chromium");
        few = WrittenRun.of(shared.resolve("few"), NAMES);
        assertThat(ToolRun.of("report", few).exitCode()).isZero();
    }

    @Test
    void page_opened_asksForNothingAndComplainsOfNothing() throws IOException {
        try (Chromium browser = browser("plain", 1200, 900)) {
            browser.open(few.resolve("report.html"));
            browser.evaluate("dispatchEvent(new Event('beforeprint'))");
            assertThat(browser.evaluate("document.querySelectorAll('.chart canvas').length")
                            .asInt())
                    .isEqualTo(2 * 6);
            assertThat(browser.evaluate("String(window.hacked)").asText()).isEqualTo("undefined");
            assertThat(browser.evaluate("[...document.querySelectorAll('img')].every(i => i.decode && i.alt !== null)")
                            .asBoolean())
                    .isTrue();
            assertThat(browser.requests()).isEmpty();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** A mean of the curve's own pixels would do: what is drawn is neither nothing nor one colour. */
    @Test
    void curves_areDrawn_inLightAndDark() throws IOException {
        try (Chromium browser = browser("dark", 1200, 900)) {
            for (String scheme : List.of("light", "dark")) {
                browser.call(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
                browser.open(few.resolve("report.html"));
                browser.evaluate("dispatchEvent(new Event('beforeprint'))");
                String drawn =
                        "(() => { const c = document.querySelector('[data-chart=loss] canvas'), s = new Set(), d ="
                                + " c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                                + " for (let i = 0; i < d.length; i += 4) if (d[i + 3]) s.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]);"
                                + " return s.size; })()";
                assertThat(browser.evaluate(drawn).asInt()).as(scheme).isGreaterThan(5);
                assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                                .asText())
                        .isEqualTo(scheme.equals("dark") ? "rgb(18, 21, 27)" : "rgb(251, 251, 252)");
            }
        }
    }

    @Test
    void pictures_slideAndEnlarge() throws IOException {
        try (Chromium browser = browser("pictures", 1200, 900)) {
            browser.open(few.resolve("report.html"));
            browser.evaluate("document.querySelector('#class-0 input[value=slider]').click()");
            browser.evaluate("{ const r = document.querySelector('#class-0 .cut input'); r.value = 25;"
                    + " r.dispatchEvent(new Event('input')); }");
            assertThat(browser.evaluate("getComputedStyle(document.querySelector('#class-0 .sheet.after')).clipPath")
                            .asText())
                    .contains("25%");
            browser.evaluate("document.querySelector('#class-0 .enlarge').click()");
            assertThat(browser.evaluate("document.getElementById('zoom').open").asBoolean())
                    .isTrue();
            assertThat(browser.evaluate("document.querySelectorAll('#zoom .pane').length")
                            .asInt())
                    .isEqualTo(2);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void page_onAPhone_isNoWiderThanTheScreen() throws IOException {
        try (Chromium browser = browser("phone", 390, 800)) {
            browser.call(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 390, "height", 800, "deviceScaleFactor", 2, "mobile", true));
            browser.open(few.resolve("report.html"));
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(390);
        }
    }

    @Test
    void index_ofAThousandClasses_opensAtOnceSortsAndFinds() throws IOException {
        Path run = WrittenRun.of(
                shared.resolve("many"),
                IntStream.range(0, MANY).mapToObj(index -> "class " + index).toList());
        assertThat(ToolRun.of("report", run).exitCode()).isZero();
        Path page = run.resolve("report.html");
        assertThat(Files.size(page)).isLessThan(30_000_000);
        try (Chromium browser = browser("many", 1200, 900)) {
            assertThat(browser.open(page)).as("seconds").isBetween(0.01, 2.0);
            assertThat(browser.evaluate("performance.memory.usedJSHeapSize").asDouble())
                    .isLessThan(30e6);
            browser.evaluate("document.querySelectorAll('#classes thead th.number button')[0].click()");
            assertThat(first(browser)).isEqualTo("999 class 999");
            browser.evaluate("document.querySelectorAll('#classes thead th.number button')[0].click()");
            assertThat(first(browser)).isEqualTo("0 class 0");
            browser.evaluate("{ const s = document.getElementById('search'); s.value = 'class 77';"
                    + " s.dispatchEvent(new Event('input')); }");
            assertThat(browser.evaluate("document.getElementById('found').textContent")
                            .asText())
                    .isEqualTo("19 of 1000");
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests()).isEmpty();
        }
    }

    private static String first(Chromium browser) {
        return browser.evaluate("document.querySelector('#classes tbody th').textContent")
                .asText();
    }

    private static Chromium browser(String profile, int width, int height) throws IOException {
        return new Chromium(Chromium.installed().orElseThrow(), shared.resolve("profile-" + profile), width, height);
    }
}
