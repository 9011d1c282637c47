package org.biggantune.command.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.model.ModelFile;
import org.biggantune.support.ShortRun;
import org.biggantune.support.ToolRun;
import org.biggantune.support.WrittenRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportTest {
    private static final String PAGE = "report.html";
    private static final String SHIRT = "classes/0005-shirt/";

    @TempDir
    private static Path shared;

    /** A finished run of two classes, which nobody changes. */
    private static Path finished;

    @TempDir
    private Path folder;

    @BeforeAll
    static void run() {
        finished = shared.resolve("finished run");
        List<Object> arguments = new ArrayList<>(List.of("improve", "--class", "shirt,coat", "--out", finished));
        arguments.addAll(List.of("--iterations", 12, "--learning-rate", 0.1, "--evaluate-every", 6, "--batch", 8));
        arguments.addAll(List.of("--validation-samples", 64, "--test-samples", 64, "--grid", 1, "--save-every", 2));
        arguments.addAll(List.of("--collapsed-below", 0, "--threads", 1));
        assertThat(ToolRun.of(arguments.toArray()).exitCode()).isZero();
    }

    @Test
    void improve_atItsEnd_leavesAPageOfItsPicturesAndCandidates() throws IOException {
        String page = Files.readString(finished.resolve(PAGE));
        for (String picture : List.of("before.png", "after.png", "steps/00-0000002.png")) {
            String data = Base64.getEncoder().encodeToString(Files.readAllBytes(finished.resolve(SHIRT + picture)));
            assertThat(page.contains("data:image/png;base64," + data))
                    .as(picture)
                    .isTrue();
        }
        List<JsonNode> candidates = Files.readAllLines(finished.resolve("events.jsonl")).stream()
                .map(ReportTest::json)
                .filter(line -> line.has("candidate"))
                .toList();
        assertThat(page.split("<tr class=\"(refused|eligible|chosen)\">", -1)).hasSize(candidates.size() + 1);
        long refused = candidates.stream()
                .filter(line -> !line.get("refusals").isEmpty())
                .count();
        assertThat(page.split("<tr class=\"refused\">", -1).length - 1).isBetween((int) refused - 2, (int) refused);
        assertThat(page)
                .contains(
                        "step 12",
                        "demo-judge.pt",
                        json(finished.resolve("run.json"))
                                .at("/models/judge/sha256")
                                .asText());
    }

    @Test
    void curves_ofAveragedSteps_haveOneStepSize() throws IOException {
        assertThat(json(finished.resolve("run.json")).at("/settings/optimizer").asText())
                .isEqualTo("averaged");
        assertThat(Files.readString(finished.resolve(PAGE)))
                .contains("\"stepSize\":[" + String.join(",", Collections.nCopies(12, "0.10000")) + "]");
    }

    /** No address of anything outside the page but the library's own in its licence. */
    @Test
    void page_hasNothingToFetch() throws IOException {
        String page = Files.readString(finished.resolve(PAGE));
        assertThat(page)
                .contains("default-src 'none'; img-src data:;")
                .doesNotContain("<link", " src=\"http", "url(http");
        Matcher sources = Pattern.compile(" (?:src|href)=\"([^\"]{0,12})").matcher(page);
        while (sources.find()) {
            assertThat(sources.group(1)).matches("data:image.*|#.*");
        }
    }

    /** Against the run's files, by the definitions. */
    @Test
    void movement_isThatOfTheFiles() throws IOException {
        float[] tuned = NpyFile.read(finished.resolve(SHIRT + "embedding.npy")).floats();
        float[] original =
                ModelFile.generator(Path.of("models", "demo.pt")).embeddings().row(5);
        double squares = IntStream.range(0, tuned.length)
                .mapToDouble(i -> Math.pow((double) tuned[i] - original[i], 2))
                .sum();
        Matcher moved =
                Pattern.compile("It moved by <b>([0-9.]+)</b>").matcher(Files.readString(finished.resolve(PAGE)));
        assertThat(moved.find()).isTrue();
        assertThat(Double.parseDouble(moved.group(1))).isCloseTo(Math.sqrt(squares), within(5e-4));
    }

    @Test
    void command_ofThePage_isThatOfTheRun() throws IOException {
        Path copy = ShortRun.copy(finished, folder.resolve("copy"));
        Files.delete(copy.resolve(PAGE));
        ToolRun again = ToolRun.of(command(finished, "--out", copy));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("All classes are already finished");
        assertThat(copy.resolve(PAGE)).isNotEmptyFile();
    }

    /** Of each command and of settings that are not the usual ones; the same bytes come out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "improve --class sneaker --generator demo-collapsed --initial mean --starts 2 --initial-noise 0.1 --noise-layer",
                "diversify --class bag --judge none --diversity softmax",
                "repurpose --target fashion10 --class dress"
            })
    void command_pastedIntoAShell_repeatsTheRun(String line) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of((Object[]) line.split(" ", -1)));
        arguments.addAll(List.of("--iterations", 4, "--evaluate-every", 2, "--batch", 4, "--threads", 1));
        arguments.addAll(List.of("--validation-samples", 8, "--test-samples", 16, "--grid", 0));
        Path first = folder.resolve("first");
        List<Object> named = new ArrayList<>(arguments);
        named.addAll(List.of("--out", first));
        ToolRun run = ToolRun.of(named.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        Path second = folder.resolve("second");
        ToolRun again = ToolRun.of(command(first, "--threads", 1, "--grid", 0, "--out", second));
        assertThat(again.exitCode()).as(again.err()).isZero();
        for (String name : List.of("embeddings.npy", "events.jsonl")) {
            assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
        }
        for (String part : List.of("settings", "models", "classes", "command", "target")) {
            assertThat(json(second.resolve("run.json")).path(part))
                    .isEqualTo(json(first.resolve("run.json")).path(part));
        }
    }

    /** The words of a page's command as a shell takes them apart, and more. */
    private static Object[] command(Path run, Object... more) throws IOException {
        Matcher command =
                Pattern.compile("<code id=\"command\">(.+?) </code>").matcher(Files.readString(run.resolve(PAGE)));
        assertThat(command.find()).isTrue();
        String line = command.group(1)
                .replaceAll("</?span>", "")
                .replace("&#39;", "'")
                .replace("&#x3D;", "=");
        String words = line.replaceFirst("biggan-tune", "printf '%s\\\\n'");
        Process shell = new ProcessBuilder("sh", "-c", words).start();
        List<Object> all = new ArrayList<>(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());
        all.addAll(List.of(more));
        return all.toArray();
    }

    /** Old and new embedding each with the interval of its own that result.json has. */
    @Test
    void measures_onTheTestLatents_haveTheirIntervals() throws IOException {
        JsonNode test = json(finished.resolve(SHIRT + "result.json")).path("test");
        String page = Files.readString(finished.resolve(PAGE));
        for (String which : List.of("original", "candidate")) {
            JsonNode interval = test.at("/" + which + "Intervals/classifier/probability");
            String ends = String.format(
                    Locale.ROOT,
                    "%.3f to %.3f",
                    interval.path("low").asDouble(),
                    interval.path("high").asDouble());
            assertThat(page).contains("<span class=\"ends\">" + ends + "</span>");
        }
    }

    /** Those of the tested candidate, of the original embedding, and of each candidate's change. */
    @Test
    void measures_onTheValidationLatents_haveTheirIntervals() throws IOException {
        String page = Files.readString(finished.resolve(PAGE));
        JsonNode candidate = json(finished.resolve(SHIRT + "result.json")).path("candidate");
        for (String which : List.of("originalIntervals", "candidateIntervals", "change")) {
            assertThat(page).contains(ends(candidate.at("/" + which + "/classifier/probability"), which));
        }
        int changes = 0;
        for (String line : Files.readAllLines(finished.resolve("events.jsonl"))) {
            JsonNode change = json(line).at("/change/judge/probability");
            if (change.isObject()) {
                assertThat(page).contains(ends(change, "change"));
                changes++;
            }
        }
        assertThat(changes).isPositive();
    }

    private static String ends(JsonNode interval, String which) {
        String number = which.equals("change") ? "%+.3f" : "%.3f";
        String ends = String.format(
                Locale.ROOT,
                number + " to " + number,
                interval.path("low").asDouble(),
                interval.path("high").asDouble());
        return "<span class=\"ends\">" + ends + "</span>";
    }

    /** Folders of versions that kept no intervals of the validation. */
    @Test
    void report_ofAnOlderRun_hasItsMeasuresWithoutIntervals() throws IOException {
        Path run = ShortRun.copy(finished, folder.resolve("run"));
        String intervals = "(?s),\\s*\"confidence\" : [0-9.]+,\\s*\"resamples\".*?(?=\\s*},\\s*\"refusals\")";
        String result = Files.readString(run.resolve(SHIRT + "result.json"));
        String older = result.replaceFirst(intervals, "");
        assertThat(json(older).path("candidate").fieldNames())
                .toIterable()
                .containsExactly("start", "step", "interpolation", "loss", "validation");
        Files.writeString(run.resolve(SHIRT + "result.json"), older);
        String events = Files.readString(run.resolve("events.jsonl"));
        Files.writeString(run.resolve("events.jsonl"), events.replaceAll("\"change\":.*?,(?=\"refusals\")", ""));
        assertThat(ToolRun.of("report", run).exitCode()).isZero();
        assertThat(Files.readString(run.resolve(PAGE)))
                .contains("<span>" + probability(result, "validation") + "<span class=\"ends\"></span>");
    }

    private static String probability(String result, String when) {
        return String.format(
                Locale.ROOT,
                "%.3f",
                json(result).path(when).at("/classifier/probability").asDouble());
    }

    @Test
    void report_ofANamedRun_printsThePage() throws IOException {
        Path copy = ShortRun.copy(finished, folder.resolve("copy"));
        Files.delete(copy.resolve(PAGE));
        ToolRun report = ToolRun.of("report", copy);
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(report.out())
                .isEqualTo(copy.resolve(PAGE) + System.lineSeparator().replace("\r", ""));
        String again = Files.readString(copy.resolve(PAGE)).replace("improve: copy", "improve: finished run");
        assertThat(again.equals(Files.readString(finished.resolve(PAGE))))
                .as("the page of the run's end")
                .isTrue();
    }

    @Test
    void names_thatWouldAct_areShownAsTheyAre() throws IOException {
        String hostile = "<script>alert(1)</script>\"'&\u0007\u202e</h2>";
        Path run = WrittenRun.of(folder.resolve("run"), List.of(hostile, "</script><img src=x onerror=alert(2)>"));
        assertThat(ToolRun.of("report", run).exitCode()).isZero();
        String page = Files.readString(run.resolve(PAGE));
        assertThat(page)
                .doesNotContain("<script>alert", "<img src=x", "\u0007", "\u202e")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\u0007\\u202e");
    }

    @Test
    void report_ofARunUnderWay_showsWhatThereIs() throws IOException {
        Path run = folder.resolve("run");
        ShortRun.improved(run, "shirt");
        ShortRun.breakOff(run, "trouser", "0001-trouser");
        ToolRun report = ToolRun.of("report", run);
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(Files.readString(run.resolve(PAGE)))
                .contains("not finished", "1 trouser", "6 so far", "id=\"class-1-data\"", "5 shirt");
    }

    @Test
    void report_damagedResult_isNamedOnThePage() throws IOException {
        Path run = ShortRun.copy(finished, folder.resolve("run"));
        Files.writeString(run.resolve(SHIRT + "result.json"), "{\"class\":");
        Files.writeString(run.resolve("classes/0003-coat/before.png"), "no picture");
        assertThat(ToolRun.of("report", run).exitCode()).isZero();
        assertThat(Files.readString(run.resolve(PAGE)))
                .contains("damaged</span>", "result.json: not JSON", "There are no pictures");
    }

    @Test
    void report_generatorElsewhere_saysWhatIsLeftOut() throws IOException {
        Path run = WrittenRun.of(folder.resolve("run"), List.of("a"));
        ToolRun report = ToolRun.of("report", run);
        assertThat(report.exitCode()).isZero();
        assertThat(report.err()).contains("elsewhere.pt", "distances between embeddings are omitted");
        assertThat(Files.readString(run.resolve(PAGE))).contains("Name the generator", "0.0.9 (commit abc)");
    }

    @Test
    void report_whatIsNoRun_isRefusedInALine() throws IOException {
        ToolRun missing = ToolRun.of("report", folder);
        assertThat(missing.exitCode()).isEqualTo(66);
        assertThat(missing.err()).contains(folder + ": no run.json").hasLineCount(1);
        Path damaged = WrittenRun.of(folder.resolve("damaged"), List.of("a"));
        Files.writeString(damaged.resolve("run.json"), "{\"command\": ");
        WrittenRun.of(folder.resolve("sound"), List.of("a"));
        ToolRun report = ToolRun.of("report", folder);
        assertThat(report.exitCode()).isEqualTo(65);
        assertThat(report.err()).contains("damaged/run.json: not JSON");
        assertThat(folder.resolve("sound").resolve(PAGE)).isNotEmptyFile();
        assertThat(ToolRun.of("report", folder.resolve("sound"), "--out", "run.json", "--every", 0)
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void report_ofManyClasses_givesEachAPage() throws IOException {
        List<String> names =
                IntStream.range(0, 9).mapToObj(index -> "class " + index).toList();
        Path run = WrittenRun.of(folder.resolve("run"), names);
        assertThat(ToolRun.of("report", run).exitCode()).isZero();
        assertThat(Files.readString(run.resolve(PAGE))).contains("href=\"classes/0008-class-8/report.html\"");
        assertThat(Files.readString(run.resolve("classes/0008-class-8").resolve(PAGE)))
                .contains("id=\"class-8\"", "href=\"../../report.html\"");
    }

    @Test
    void report_ofSeveralRuns_putsThemIntoOneTable() throws IOException {
        WrittenRun.of(folder.resolve("runs/a=1,b=<2>"), List.of("x"));
        WrittenRun.of(folder.resolve("runs/a=2"), List.of("x"));
        Path all = folder.resolve("all.html");
        assertThat(ToolRun.of("report", folder.resolve("runs"), "--out", all).exitCode())
                .isZero();
        assertThat(Files.readString(folder.resolve("runs").resolve(PAGE)))
                .contains("href=\"a%3D1%2Cb%3D%3C2%3E/report.html#class-0\"", "a&#x3D;1,b&#x3D;&lt;2&gt;");
        assertThat(Files.readString(all)).contains("href=\"runs/a%3D2/report.html#class-0\"");
    }

    @Test
    void improve_noReport_leavesNone() {
        Path run = folder.resolve("run");
        ShortRun.improved(run, "bag", "--no-report");
        assertThat(run.resolve(PAGE)).doesNotExist();
    }

    @Test
    void sweep_atItsEnd_leavesAPageOfAllCombinations() throws IOException {
        Path sweep = folder.resolve("sweep");
        ShortRun.improved(sweep, "bag", "--sweep", "seed=0,1");
        assertThat(Files.readString(sweep.resolve(PAGE)))
                .contains("seed%3D0/report.html#class-7", "seed%3D1/report.html#class-7");
        assertThat(sweep.resolve("seed=1").resolve(PAGE)).isNotEmptyFile();
    }

    /** The page asks its browser to load it again until the run has ended; then the command ends too. */
    @Test
    void report_watch_writesUntilTheRunIsFinished() throws Exception {
        Path run = ShortRun.copy(finished, folder.resolve("run"));
        Files.delete(run.resolve(PAGE));
        String record = Files.readString(run.resolve("run.json"));
        Files.writeString(run.resolve("run.json"), record.replace("\"finished\"", "\"later\""));
        CompletableFuture<ToolRun> watch =
                CompletableFuture.supplyAsync(() -> ToolRun.of("report", "--watch", "--every", 1, run));
        String refresh = "<meta http-equiv=\"refresh\" content=\"1\">";
        for (int look = 0; look < 300 && !page(run).contains(refresh); look++) {
            Thread.sleep(100);
        }
        assertThat(page(run).contains(refresh)).isTrue();
        assertThat(watch).isNotDone();
        Files.writeString(run.resolve("run.json"), record);
        assertThat(watch.get(60, TimeUnit.SECONDS).exitCode()).isZero();
        assertThat(page(run).contains(refresh)).isFalse();
    }

    private static String page(Path run) throws IOException {
        return Files.exists(run.resolve(PAGE)) ? Files.readString(run.resolve(PAGE)) : "";
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
