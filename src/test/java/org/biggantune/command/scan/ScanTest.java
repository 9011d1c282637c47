package org.biggantune.command.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.report.JsonFile;
import org.biggantune.support.ShortRun;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScanTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLASSES = 8;

    @TempDir
    private static Path shared;

    /** A finished scan, which nobody changes. */
    private static Path demo;

    private static JsonNode found;

    @TempDir
    private Path folder;

    @BeforeAll
    static void scan() throws IOException {
        demo = shared.resolve("demo");
        ToolRun run = ToolRun.of("scan", "--generator", "demo", "--out", demo, "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        found = JSON.readTree(run.out());
    }

    @Test
    void scan_ofTheDemo_listsEveryClassTheWorstFirst() throws IOException {
        assertThat(found).hasSize(CLASSES);
        assertThat(found.get(0).get("name").asText()).isEqualTo("shirt");
        for (JsonNode one : found) {
            List<String> keys = new ArrayList<>();
            one.fieldNames().forEachRemaining(keys::add);
            assertThat(keys)
                    .containsExactly(
                            "index",
                            "name",
                            "collapsed",
                            "relativeDiversity",
                            "top1",
                            "probability",
                            "confusedWith",
                            "suggestion");
            assertThat(one.get("collapsed").asBoolean()).isFalse();
            assertThat(one.get("relativeDiversity").asDouble()).isBetween(0.55, 1.5);
            assertThat(one.get("confusedWith").asText())
                    .isNotEqualTo(one.get("name").asText());
        }
        assertThat(found.get(0).get("suggestion").asText()).isEqualTo("biggan-tune improve --generator demo --class 5");
        assertThat(JSON.readTree(demo.resolve("scan.json").toFile()).get("classes"))
                .isEqualTo(found);
        assertThat(Files.readAllLines(demo.resolve("scan.csv"))).hasSize(CLASSES + 1);
        assertThat(demo.resolve("worst/01-0005-shirt.png")).isNotEmptyFile();
    }

    /** Against what improve measures of the same class by code of its own, and calls it. */
    @Test
    void scan_ofACollapsedClass_agreesWithImprove() throws IOException {
        ToolRun run = ToolRun.of(
                "scan", "--generator", "demo-collapsed", "--sheets", 0, "--out", folder.resolve("scan"), "--json");
        JsonNode worst = JSON.readTree(run.out()).get(0);
        Path tuned = folder.resolve("run");
        List<Object> arguments = new ArrayList<>(List.of("improve", "--generator", "demo-collapsed", "--class", 6));
        arguments.addAll(List.of("--iterations", 2, "--batch", 4, "--grid", 0, "--evaluate-every", 2, "--out", tuned));
        assertThat(ToolRun.of(arguments.toArray()).exitCode()).isZero();
        JsonNode result =
                JSON.readTree(tuned.resolve("classes/0006-sneaker/result.json").toFile());

        assertThat(worst.get("name").asText()).isEqualTo("sneaker");
        assertThat(worst.get("collapsed").asBoolean())
                .isEqualTo(result.get("collapsed").asBoolean())
                .isTrue();
        assertThat(worst.get("relativeDiversity").asDouble())
                .isCloseTo(
                        result.get("relativeDiversity").asDouble(),
                        within(3 * result.get("relativeDiversityError").asDouble()));
        assertThat(worst.get("probability").asDouble())
                .isCloseTo(result.at("/before/classifier/probability").asDouble(), within(0.05));
    }

    /** What a line says is taken as it is; a missing class and a half line are measured again. */
    @Test
    void scan_thatWasStopped_isContinued() throws IOException {
        Path scan = Files.createDirectories(folder.resolve("scan"));
        List<String> lines = Files.readAllLines(demo.resolve("classes.jsonl"));
        String told = lines.get(0).replaceFirst("\"probability\":[0-9.]+", "\"probability\":0.0123");
        Files.writeString(
                scan.resolve("classes.jsonl"),
                told + "\n" + String.join("\n", lines.subList(1, 6)) + "\n"
                        + lines.get(6).substring(0, 20));
        Files.copy(demo.resolve("scan.json"), scan.resolve("scan.json"));
        ToolRun run = ToolRun.of("scan", "--generator", "demo", "--out", scan, "--json", "--sheets", 0);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode again = JSON.readTree(run.out());
        assertThat(again.get(0).get("probability").asDouble()).isEqualTo(0.0123);
        assertThat(again).hasSize(CLASSES);
        assertThat(again.toString()).contains(found.get(1).toString());
    }

    @Test
    void scan_thatFailsInAFinishedFolder_leavesItsResult() throws IOException {
        Path scan = ShortRun.copy(demo, folder.resolve("scan"));
        ToolRun run = ToolRun.of("scan", "--generator", "demo", "--out", scan, "--device", "cuda:99");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(69);
        assertThat(scan.resolve("scan.json")).hasSameBinaryContentAs(demo.resolve("scan.json"));
    }

    /** Against lines that the tool wrote when it put them together field by field. */
    @Test
    void line_readAndWrittenAgain_isTheSame() {
        String line = "{\"index\":6,\"name\":\"sneaker\",\"top1\":1.0,\"probability\":0.9360032339640871,"
                + "\"confusedWith\":\"ankle boot\",\"distance\":0.43196918070316315,"
                + "\"distanceError\":0.08682547493711489,\"samples\":16}";
        assertThat(JsonFile.line((ObjectNode)
                        JsonFile.tree(JsonFile.ofLine(line, ClassFinding.class).orElseThrow())))
                .isEqualTo(line);
        for (String damaged : List.of(
                line.replace("sneaker\"", "sneaker\",\"a\""),
                line.replace("index", "number"),
                line.replace("name", "title"),
                line.replace(":6", ":-6"),
                line.replace("\"ankle boot\"", "null"),
                line.replace("1.0", "\"1.0\""),
                line.replace("16", "16.5"),
                line.replace(",\"samples\":16", ""))) {
            assertThat(JsonFile.ofLine(damaged, ClassFinding.class)).as(damaged).isEmpty();
        }
    }

    @Test
    void scan_ofAFewClasses_knowsWhatIsUsual() throws IOException {
        ToolRun run = ToolRun.of("scan", "--class", "bag", "--out", folder.resolve("scan"), "--json", "--sheets", 0);
        JsonNode only = JSON.readTree(run.out());
        assertThat(only).hasSize(1);
        for (JsonNode one : found) {
            if (one.get("name").asText().equals("bag")) {
                assertThat(only.get(0)).isEqualTo(one);
            }
        }
    }

    @Test
    void scan_otherSettingsInTheFolder_isRefused() {
        ToolRun run = ToolRun.of("scan", "--generator", "demo", "--out", demo, "--samples", 32);
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err()).contains("other settings or models (samples)").hasLineCount(1);
        ToolRun foreign = ToolRun.of("scan", "--out", Path.of("docs").toAbsolutePath());
        assertThat(foreign.exitCode()).isEqualTo(73);
        assertThat(ToolRun.of("scan", "--samples", 3, "--grid", 0).exitCode()).isEqualTo(2);
    }

    @Test
    void improve_fromTheScan_tunesTheWorst() throws IOException {
        Path run = folder.resolve("run");
        List<Object> arguments = new ArrayList<>(List.of("improve", "--from-scan", demo, "--worst", 2, "--out", run));
        arguments.addAll(List.of("--iterations", 2, "--batch", 4, "--grid", 0, "--evaluate-every", 2));
        arguments.addAll(List.of("--validation-samples", 4, "--test-samples", 4, "--collapsed-below", 0));
        ToolRun tuned = ToolRun.of(arguments.toArray());
        assertThat(tuned.exitCode()).as(tuned.err()).isZero();
        List<Integer> classes = new ArrayList<>();
        JSON.readTree(run.resolve("run.json").toFile())
                .get("classes")
                .forEach(one -> classes.add(one.get("index").asInt()));
        assertThat(classes)
                .containsExactly(
                        found.get(0).get("index").asInt(),
                        found.get(1).get("index").asInt());
    }

    @Test
    void improve_fromWhatIsNoScan_isRefused() throws IOException {
        ToolRun other = ToolRun.of("improve", "--generator", "demo-collapsed", "--from-scan", demo);
        assertThat(other.exitCode()).isEqualTo(78);
        assertThat(other.err()).contains("another generator").hasLineCount(1);
        assertThat(ToolRun.of("improve", "--from-scan", folder).exitCode()).isEqualTo(66);
        assertThat(ToolRun.of("improve", "--from-scan", Files.writeString(folder.resolve("x"), "[{}]"))
                        .exitCode())
                .isEqualTo(65);
        ToolRun empty = ToolRun.of("improve", "--from-scan", Files.writeString(folder.resolve("y"), "[null]"));
        assertThat(empty.exitCode()).isEqualTo(65);
        assertThat(empty.err()).contains("[0] is missing").hasLineCount(1);
        ToolRun both = ToolRun.of("improve", "--from-scan", demo, "--class", "shirt");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("mutually exclusive");
        ToolRun neither = ToolRun.of("improve");
        assertThat(neither.exitCode()).isEqualTo(2);
        assertThat(neither.err()).contains("--class", "--from-scan");
        assertThat(ShortRun.improve(folder.resolve("run"), "shirt", "--worst", -1)
                        .exitCode())
                .isEqualTo(2);
    }
}
