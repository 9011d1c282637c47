package org.biggantune.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Graph;
import org.biggantune.domain.InvalidOptionException;
import org.biggantune.domain.MissingInputException;
import org.biggantune.domain.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchRunTest {
    private static final List<Graph> BOTH = List.of(Graph.FOLDED, Graph.REFERENCE);

    @Test
    void execute_bothGraphs_measuresThreeVariantsOfTheSameObjective() throws IOException {
        List<Path> before = leftovers();
        BenchSummary summary = new BenchRun(request(32, 8, 2, "resnet18", BOTH), Progress.NONE).execute();
        assertThat(leftovers()).isEqualTo(before);

        List<BenchResult> results = summary.results();
        assertThat(results)
                .extracting(result -> result.variant().name())
                .containsExactly("reference, as released", "reference, frozen", "folded");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.times().seconds()).hasSize(2);
            assertThat(result.times().shortest()).isPositive();
            assertThat(result.cpuTimes().shortest()).isPositive();
        });
        assertThat(results.get(2).firstLoss()).isCloseTo(results.get(1).firstLoss(), within(1e-4));
        assertThat(System.getProperty("ai.djl.pytorch.graph_optimizer")).isEqualTo("false");

        JsonNode json = new ObjectMapper().readTree(summary.json());
        JsonNode folded = json.get("variants").get(2);
        assertThat(folded.get("seconds")).hasSize(2);
        assertThat(folded.get("timesAsFastAs").get("reference, as released").asDouble())
                .isCloseTo(results.get(0).times().medianRatioTo(results.get(2).times()), within(1e-9));
        assertThat(json.get("weights").asLong()).isEqualTo(summary.weights());
        assertThat(summary.text().lines().skip(3).limit(3))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("reference, as released "),
                        line -> assertThat(line).startsWith("reference, frozen "),
                        line -> assertThat(line).startsWith("folded "));
    }

    @Test
    void execute_oneGraph_measuresItAlone() {
        BenchSummary summary =
                new BenchRun(request(32, 8, 2, "resnet18", List.of(Graph.FOLDED)), Progress.NONE).execute();
        assertThat(summary.results()).hasSize(1);
        assertThat(summary.text()).doesNotContain("×");
    }

    @Test
    void execute_unknownClassifier_isRefusedAndLeavesNothing() throws IOException {
        List<Path> before = leftovers();
        BenchRun run = new BenchRun(request(32, 8, 2, "vgg", BOTH), Progress.NONE);
        assertThatThrownBy(run::execute)
                .isInstanceOf(MissingInputException.class)
                .hasMessageStartingWith("--classifier vgg: no such file, and no shipped model of this name");
        assertThat(leftovers()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100 | 8   | 2 | --size 100: expected 32, 64, 128, 256 or 512",
                "32  | 12  | 2 | --width 12: expected a multiple of 8",
                "32  | 0   | 2 | --width 0: expected 8 to 256",
                "32  | 8   | 1 | --batch 1: expected 2 to 4096",
            })
    void request_outsideItsRange_isRefused(int pixels, int width, int batch, String message) {
        assertThatThrownBy(() -> request(pixels, width, batch, "resnet18", BOTH))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage(message);
    }

    private static BenchRequest request(int pixels, int width, int batch, String classifier, List<Graph> graphs) {
        return new BenchRequest(
                new Home(Path.of(".")),
                List.of(pixels),
                OptionalInt.of(width),
                4,
                batch,
                classifier,
                2,
                1,
                graphs,
                List.of(Precision.FP32),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                DeviceChoice.parse("cpu"),
                OptionalInt.empty());
    }

    private static List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("biggan-tune-bench"))
                    .sorted()
                    .toList();
        }
    }
}
