package org.biggantune.command.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.command.bench.profile.OperatorShare;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.report.Page;
import org.biggantune.support.ToolCommands;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchRunTest {
    @TempDir
    private Path folder;

    private static BenchSummary summary;

    @BeforeAll
    static void measure() throws IOException {
        List<Path> before = leftovers();
        summary = new BenchRun(options(64, 16, 4, "resnet18"), Progress.NONE).execute();
        assertThat(leftovers()).isEqualTo(before);
    }

    @Test
    void execute_bothGraphs_measuresThreeVariantsOfTheSameObjective() throws IOException {
        List<BenchResult> results = summary.groups().get(0).results();
        assertThat(results)
                .extracting(result -> result.variant().name())
                .containsExactly("reference, as released", "reference, frozen", "folded");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.times().seconds()).hasSize(2);
            assertThat(result.times().shortest()).isPositive();
            assertThat(result.cpuTimes().shortest()).isPositive();
            assertThat(result.profile().outsideShare()).isBetween(0.0, 0.9);
            assertThat(result.profile().uncounted()).isEmpty();
        });
        assertThat(results.get(2).firstLoss()).isCloseTo(results.get(1).firstLoss(), withinPercentage(0.01));
        assertThat(System.getProperty("ai.djl.pytorch.graph_optimizer")).isEqualTo("false");
        assertThat(summary.machine().flopsPerSecond().get(Precision.FP32)).isGreaterThan(1e8);
        assertThat(summary.machine().bytesPerSecond()).isGreaterThan(1e7);

        JsonNode json = new ObjectMapper().readTree(summary.json());
        JsonNode size = json.get("sizes").get(0);
        JsonNode folded = size.get("variants").get(2);
        assertThat(folded.get("seconds")).hasSize(2);
        assertThat(folded.get("timesAsFastAs").get("reference, as released").asDouble())
                .isCloseTo(results.get(0).times().medianRatioTo(results.get(2).times()), within(1e-9));
        assertThat(size.get("weights").asLong())
                .isEqualTo(summary.groups().get(0).weights());
        assertThat(folded.get("shareOfPeak").asDouble())
                .isCloseTo((share(folded, 0) + share(folded, 1)) / 2, within(1e-9));
        double best = json.get("machine").get("flopsPerSecond").get("fp32").asDouble();
        assertThat(folded.get("peakFlopsPerSecond"))
                .allSatisfy(peak -> assertThat(peak.asDouble()).isBetween(1e8, best));
        assertThat(summary.text(Page.ENDLESS).lines().skip(6).limit(3))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("  64  reference, as released "),
                        line -> assertThat(line).startsWith("  64  reference, frozen "),
                        line -> assertThat(line).startsWith("  64  folded "));
        assertThat(summary.text(Page.ENDLESS).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    /**
     * What {@code torch.utils.flop_counter} of PyTorch 2.13 counts for these two programs, batch 4, a forward pass and the
     * backward pass to the embedding; where weights ask for gradients, convolutions go back twice.
     */
    @Test
    void execute_reference_countsAsPyTorchDoes() {
        List<BenchResult> results = summary.groups().get(0).results();
        BenchResult frozen = results.get(1);
        assertThat(flops(frozen, "aten::convolution")).isEqualTo(18_135_515_136.0);
        assertThat(flops(frozen, "aten::convolution_backward")).isEqualTo(18_101_960_704.0);
        assertThat(flops(frozen, "aten::addmm")).isEqualTo(4_751_360);
        // The resize to the classifier's size is two products, 224 × 64 each, and two backward.
        double rows = 2 * 2.0 * 4 * 3 * 64 * 64 * 224;
        double columns = 2 * 2.0 * 4 * 3 * 224 * 64 * 224;
        assertThat(flops(frozen, "aten::bmm")).isEqualTo(251_658_240 + columns);
        assertThat(flops(frozen, "aten::mm")).isEqualTo(23_562_470 + rows);
        assertThat(flops(results.get(0), "aten::convolution")).isEqualTo(18_135_515_136.0);
        assertThat(flops(results.get(0), "aten::convolution_backward")).isEqualTo(2 * 18_135_515_136.0);
    }

    @Test
    void execute_oneGraphInAProcessOfItsOwn_tellsItsMemoryAndKeepsItsTrace() throws IOException {
        BenchOptions options = options(
                "--size=32,64",
                "--width=8",
                "--batch=2",
                "--steps=1",
                "--warm-up=0",
                "--graphs=folded",
                "--isolate",
                "--profile",
                "--profile-out=" + folder.resolve("trace.json"),
                "--chart=" + folder.resolve("chart.png"),
                "--threads=1");
        BenchSummary alone = new BenchRun(options, Progress.NONE).execute();
        alone.draw();
        assertThat(alone.groups()).extracting(BenchGroup::pixels).containsExactly(32, 64);
        BenchMemory memory = alone.groups().get(0).results().get(0).memory();
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "no /proc here");
        // The classifier alone has 11.7 million weights.
        assertThat(memory.loadedBytes().orElseThrow()).isGreaterThan(11_700_000L * Float.BYTES);
        assertThat(memory.peakBytes().orElseThrow())
                .isGreaterThan(memory.loadedBytes().orElseThrow());
        assertThat(alone.text(Page.ENDLESS))
                .contains("BigGAN 64, folded, one step", "aten::convolution_backward", "whole step")
                .doesNotContain("× reference");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("trace-32-folded.json", "trace-64-folded.json", "chart.png");
        }
    }

    @Test
    void execute_unknownClassifier_isRefusedAndLeavesNothing() throws IOException {
        List<Path> before = leftovers();
        BenchRun run = new BenchRun(options(32, 8, 2, "vgg"), Progress.NONE);
        assertThatThrownBy(run::execute)
                .isInstanceOf(MissingInputException.class)
                .hasMessageStartingWith("--classifier vgg: no such file, and no model of this name");
        assertThat(leftovers()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100 | 8   | 2 | --size 100: expected 32, 64, 128, 256 or 512",
                "32  | 12  | 2 | --width 12: expected a multiple of 8",
                "32  | 4   | 2 | --width 4: expected 8 to 256",
                "32  | 8   | 1 | --batch 1: expected an even number from 2 to 4096",
                "32  | 8   | 3 | --batch 3: expected an even number from 2 to 4096",
            })
    void options_outsideItsRange_isRefused(int pixels, int width, int batch, String message) {
        assertThatThrownBy(() -> options(pixels, width, batch, "resnet18"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage(message);
    }

    @Test
    void options_severalOutsideTheirRange_areAllNamed() {
        assertThatThrownBy(() -> options(32, 12, 3, "resnet18"))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("--width 12: expected a multiple of 8")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("--batch 3: expected an even number from 2 to 4096"));
    }

    /** The share of the machine's peak in a round. */
    private static double share(JsonNode variant, int round) {
        return variant.get("flops").asDouble()
                / variant.get("seconds").get(round).asDouble()
                / variant.get("peakFlopsPerSecond").get(round).asDouble();
    }

    @Test
    void execute_aGeneratorThatWasGiven_takesItsStepsAsImproveDoes() {
        BenchSummary summary = new BenchRun(
                        options("--generator=demo", "--classifier=demo-classifier", "--batch=4", "--precision=auto"),
                        Progress.NONE)
                .execute();
        BenchGroup group = summary.groups().get(0);
        assertThat(summary.groups()).hasSize(1);
        assertThat(group.pixels()).isEqualTo(32);
        assertThat(group.channels()).isEmpty();
        assertThat(group.title()).isEqualTo("demo.pt: 32 pixels, 0.3 million weights");
        assertThat(group.results())
                .extracting(BenchResult::variant)
                .containsExactly(BenchVariant.tuned(Graph.FOLDED, Precision.FP32));
        // Attention at 16 × 16 pixels: 6 numbers a query, 24 a value, 64 keys; forward, and twice as much backward.
        assertThat(flops(group.results().get(0), "aten::bmm")).isEqualTo(4 * 3 * 2.0 * 256 * 64 * (6 + 24));
        assertThat(summary.text(Page.ENDLESS)).contains("demo.pt: 32 pixels").doesNotContain("× ref:");
    }

    private static double flops(BenchResult result, String operator) {
        return result.profile().operators().stream()
                .filter(share -> share.name().equals(operator))
                .mapToDouble(OperatorShare::flops)
                .sum();
    }

    private static BenchOptions options(int pixels, int width, int batch, String classifier) {
        return options("--size=" + pixels, "--width=" + width, "--batch=" + batch, "--classifier=" + classifier);
    }

    /** Of a few steps on the processor, unless said otherwise. */
    private static BenchOptions options(String... more) {
        List<String> words = new ArrayList<>(List.of("bench", "--device=cpu", "--no-isolate", "--parallel-parts=1"));
        Map<String, String> few = Map.of("--steps=", "2", "--warm-up=", "1", "--classifier=", "resnet18");
        few.forEach((name, value) -> {
            if (Stream.of(more).noneMatch(word -> word.startsWith(name))) {
                words.add(name + value);
            }
        });
        if (Stream.of(more).noneMatch(word -> word.startsWith("--generator"))) {
            words.add("--classes=4");
        }
        words.addAll(List.of(more));
        words.remove(words.contains("--isolate") ? "--no-isolate" : "");
        BenchOptions parsed =
                ToolCommands.parsed(BenchCommand.class, words.toArray()).options();
        parsed.check();
        return parsed;
    }

    private static List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("biggan-tune-bench"))
                    .sorted()
                    .toList();
        }
    }
}
