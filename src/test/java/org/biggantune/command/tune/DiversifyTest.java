package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.cli.ExitCode;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diversify} on the shipped generator with a collapsed class. */
final class DiversifyTest {
    @TempDir
    Path folder;

    @Test
    void diversify_aCollapsedClass_widensItAndHoldsItsProbability() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run = diversify(out, "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out()).at("/classes/0");
        assertThat(result.get("improved").asBoolean()).isTrue();
        assertThat(result.at("/after/pairDiversity").asDouble())
                .isGreaterThan(1.05 * result.at("/before/pairDiversity").asDouble());
        assertThat(result.at("/after/classifier/probability").asDouble())
                .isGreaterThan(
                        0.85 * result.at("/before/classifier/probability").asDouble());

        JsonNode record = new ObjectMapper().readTree(out.resolve("run.json").toFile());
        assertThat(record.get("command").asText()).isEqualTo("diversify");
        assertThat(record.at("/settings/probability-floor").asDouble()).isEqualTo(0.9);
        assertThat(record.get("settings").has("diversity-floor")).isFalse();
    }

    @Test
    void diversify_aFloorThatNothingReaches_keepsTheRow() {
        ToolRun run = diversify(folder.resolve("run"), "--learning-rate", 5);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("6 sneaker: kept (collapsed): pair diversity fell 0.22");
    }

    @Test
    void diversify_withoutDiversity_isRefused() {
        ToolRun run = diversify(folder.resolve("run"), "--diversity", "none");
        assertThat(run.exitCode()).isEqualTo(ExitCode.CONFLICT.code());
        assertThat(run.err()).contains("--diversity none: there is nothing to raise");
    }

    @Test
    void diversify_aFloorAboveOne_isRefused() {
        ToolRun run = diversify(folder.resolve("run"), "--probability-floor", "1.5");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("--probability-floor 1.5: expected 0 to 1");
    }

    private static ToolRun diversify(Path out, Object... options) {
        List<Object> all = new ArrayList<>(List.of("diversify", "--out", out, "--quiet", "--class", "sneaker"));
        all.addAll(List.of("--generator", "demo-collapsed", "--iterations", 30, "--batch", 8));
        all.addAll(List.of("--evaluate-every", 10, "--validation-samples", 32, "--test-samples", 32, "--grid", 4));
        all.addAll(List.of("--threads", 1));
        all.addAll(List.of(options));
        return ToolRun.of(all.toArray());
    }
}
