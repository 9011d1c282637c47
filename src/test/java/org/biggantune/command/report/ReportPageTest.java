package org.biggantune.command.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.biggantune.support.Chromium;
import org.biggantune.support.ShortRun;
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
    private static final Set<String> NAMED_ROLES = Set.of("button", "radio", "image", "table", "region", "link");

    @TempDir
    private static Path shared;

    private static Path few;

    /** A short run of this tool, with pictures under way. */
    private static Path tuned;

    @BeforeAll
    static void run() throws IOException {
        assumeTrue(
                Chromium.installed().isPresent(),
                "no Chromium on this machine: the pages of runs are not opened in a browser; install the package chromium");
        few = WrittenRun.of(shared.resolve("few"), NAMES);
        assertThat(ToolRun.of("report", few).exitCode()).isZero();
        tuned = shared.resolve("tuned");
        ShortRun.improved(tuned, "bag", "--starts", 2, "--initial-noise", 0.1);
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
                browser.evaluate("['beforeprint', 'afterprint'].forEach(name => dispatchEvent(new Event(name)))");
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

    /** Neither the page nor a table in it has to be scrolled sideways. */
    @Test
    void page_fromAPhoneToADesk_isNoWiderThanTheScreen() throws IOException {
        try (Chromium browser = browser("phone", 390, 800)) {
            for (int width : List.of(320, 390, 600, 940, 941, 1100, 1400)) {
                browser.call(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", 800, "deviceScaleFactor", 2, "mobile", width < 800));
                requireNoWider(browser, few.resolve("report.html"), width);
                requireNoWider(browser, tuned.resolve("report.html"), width);
            }
        }
    }

    private static void requireNoWider(Chromium browser, Path page, int width) {
        browser.open(page);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .as("the page at " + width)
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate("[...document.querySelectorAll('.scroll')]"
                                + ".map(box => box.scrollWidth - box.clientWidth).join()")
                        .asText())
                .as("too wide at " + width)
                .matches("(0,)*0");
    }

    /** Page.printToPDF gives no way to look into the paper; this is what it lays out. */
    @Test
    void page_printedInDarkMode_hasItsCurvesWithinThePaperAndInkThatShows() throws IOException {
        try (Chromium browser = browser("print", 1200, 900)) {
            List<Map<String, String>> dark = List.of(Map.of("name", "prefers-color-scheme", "value", "dark"));
            browser.call("Emulation.setEmulatedMedia", Map.of("features", dark));
            browser.open(tuned.resolve("report.html"));
            String ink = "getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()";
            assertThat(browser.evaluate(ink).asText()).isEqualTo("#e7eaf0");
            browser.evaluate("dispatchEvent(new Event('beforeprint'))");
            assertThat(browser.evaluate(ink).asText()).isEqualTo("#1b1f27");
            browser.call("Emulation.setEmulatedMedia", Map.of("media", "print", "features", dark));
            int paper = 718; // A4 at 96 pixels an inch, less Chromium's margins.
            browser.call(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", paper, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
            assertThat(browser.evaluate("Math.max(...[...document.querySelectorAll('canvas, table, img, code')]"
                                    + ".map(one => one.getBoundingClientRect().right))")
                            .asDouble())
                    .isBetween(300.0, (double) paper);
            browser.call("Emulation.clearDeviceMetricsOverride", Map.of());
            browser.call("Emulation.setEmulatedMedia", Map.of("media", "", "features", dark));
            browser.evaluate("dispatchEvent(new Event('afterprint'))");
            assertThat(browser.evaluate(ink).asText()).isEqualTo("#e7eaf0");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void command_selectedOnThePage_isOneLineOfTheShell() throws IOException {
        try (Chromium browser = browser("command", 390, 900)) {
            browser.open(tuned.resolve("report.html"));
            String text = browser.evaluate("{ const s = getSelection(); s.selectAllChildren(document"
                            + ".getElementById('command')); s.toString(); }")
                    .asText();
            assertThat(text)
                    .startsWith("biggan-tune improve --class 7 --generator demo --classifier demo-classifier --judge ")
                    .doesNotContain("\n", "  ");
        }
    }

    /** Every control can be reached and has a name; every region too. */
    @Test
    void page_forAScreenReader_namesItsControlsPicturesAndTables() throws IOException {
        Set<String> roles = new TreeSet<>();
        for (Path run : List.of(few, tuned)) {
            List<String> nameless = new ArrayList<>();
            try (Chromium browser = browser("names-" + run.getFileName(), 1200, 900)) {
                browser.open(run.resolve("report.html"));
                JsonNode tree = browser.call("Accessibility.getFullAXTree", Map.of());
                for (JsonNode node : tree.path("nodes")) {
                    String role = node.at("/role/value").asText();
                    roles.add(role);
                    boolean named = !node.at("/name/value").asText().isBlank();
                    if (NAMED_ROLES.contains(role)
                            && !named
                            && !node.path("ignored").asBoolean()) {
                        nameless.add(node.toString());
                    }
                }
            }
            assertThat(nameless).isEmpty();
        }
        assertThat(roles)
                .containsAll(NAMED_ROLES)
                .contains("banner", "main", "contentinfo", "columnheader", "rowheader", "heading");
    }

    /** Of the 2 s that a page may take, since a busy machine makes of a second of work several. */
    @Test
    void index_ofAThousandClasses_opensAtOnceSortsAndFinds() throws IOException {
        Path page = many();
        assertThat(Files.size(page)).isLessThan(30_000_000);
        try (Chromium browser = browser("many", 1200, 900)) {
            assertThat(browser.open(page)).as("seconds of work").isBetween(0.01, 0.6);
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

    @Test
    void index_ofAThousandClasses_isWholeSoonAfterItHasOpened() throws Exception {
        Path page = many();
        String rows = "document.querySelectorAll('#classes tbody tr').length";
        try (Chromium browser = browser("grown", 1200, 900)) {
            browser.open(page);
            int height =
                    browser.evaluate("document.documentElement.scrollHeight").asInt();
            for (int look = 0; look < 600 && browser.evaluate(rows).asInt() < MANY; look++) {
                Thread.sleep(50);
            }
            assertThat(browser.evaluate(
                                    "[...document.querySelectorAll('#classes tbody th')].every((cell, i) =>"
                                            + " cell.textContent === i + ' class ' + i && cell.nextSibling.children.length === 2)")
                            .asBoolean())
                    .isTrue();
            assertThat(browser.evaluate("document.documentElement.scrollHeight").asDouble())
                    .as("a reload keeps its place")
                    .isBetween(0.9 * height, 1.1 * height);
            assertThat(browser.complaints()).isEmpty();
            browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
            browser.open(page);
            assertThat(browser.evaluate("document.querySelectorAll('.classes tbody tr').length")
                            .asInt())
                    .as("without scripts")
                    .isEqualTo(MANY);
        }
    }

    @Test
    void index_printedAtOnce_hasAllItsRows() throws IOException {
        Path page = many();
        try (Chromium browser = browser("paper", 1200, 900)) {
            browser.call(
                    "Page.addScriptToEvaluateOnNewDocument", Map.of("source", "window.requestIdleCallback = () => {}"));
            browser.open(page);
            assertThat(browser.evaluate("document.querySelectorAll('#classes tbody tr').length")
                            .asInt())
                    .isLessThan(MANY);
            browser.evaluate("dispatchEvent(new Event('beforeprint'))");
            assertThat(browser.evaluate("document.querySelectorAll('#classes tbody tr').length")
                            .asInt())
                    .isEqualTo(MANY);
        }
    }

    private static Path many() throws IOException {
        Path run = shared.resolve("many");
        if (Files.notExists(run)) {
            WrittenRun.of(
                    run,
                    IntStream.range(0, MANY).mapToObj(index -> "class " + index).toList());
            assertThat(ToolRun.of("report", run).exitCode()).isZero();
        }
        return run.resolve("report.html");
    }

    private static String first(Chromium browser) {
        return browser.evaluate("document.querySelector('#classes tbody th').textContent")
                .asText();
    }

    private static Chromium browser(String profile, int width, int height) throws IOException {
        return new Chromium(Chromium.installed().orElseThrow(), shared.resolve("profile-" + profile), width, height);
    }
}
