package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.report.JsonFile;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The passes in {@code result.json}: 8 steps of 4 images, 8 validation and 8 test latents, 2 evaluations and 8 places back. */
class ForwardPassesTest {
    private static final int TUNING = 3 * 4 * 8;

    /** The original row and ten candidates. */
    private static final int CHOOSING = 11 * 8;

    @TempDir
    Path folder;

    private JsonNode result(Object... options) {
        List<Object> all = new ArrayList<>(List.of("--back-off", "all"));
        all.addAll(List.of(options));
        return shortest(all.toArray());
    }

    private JsonNode shortest(Object... options) {
        Path out = folder.resolve("run");
        List<Object> arguments = new ArrayList<>(List.of("improve", "--class", "shirt", "--out", out));
        arguments.addAll(List.of("--iterations", 8, "--steps-per-latents", 1, "--evaluate-every", 4, "--batch", 4));
        arguments.addAll(List.of("--validation-samples", 8, "--test-samples", 8, "--grid", 1, "--threads", 1));
        arguments.addAll(List.of(options));
        ToolRun run = ToolRun.of(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JsonFile.read(out.resolve("classes/0005-shirt/result.json"));
    }

    private static void assertPasses(JsonNode passes, int tuning, int choosing, int report) {
        assertThat(passes)
                .hasToString("{\"tuning\":" + tuning + ",\"choosing\":" + choosing + ",\"report\":" + report + "}");
    }

    /** Images that the report tests: those of the original row, and of the candidate if one was tested. */
    private static int tested(JsonNode result) {
        return result.path("test").isObject() ? 16 : 8;
    }

    /** Pictures of one image: before, and after where it differs. */
    private static int pictures(JsonNode result) {
        return result.path("improved").asBoolean() ? 2 : 1;
    }

    @Test
    void passes_withAJudge_countBothLooks() {
        JsonNode result = result("--collapsed-below", 0, "--save-every", 2, "--learning-rate", 0.3);
        assertThat(tested(result)).isEqualTo(16);
        // Steps 0, 2, 4, 6 and 8 are drawn too.
        assertPasses(result.path("forwardPasses"), TUNING, CHOOSING, 16 + pictures(result) + 5);
        assertPasses(result.path("classifierPasses"), TUNING, 2 * CHOOSING, 2 * 16);
    }

    @Test
    void passes_judgeThatIsTheClassifier_isAskedOnce() {
        JsonNode result = result("--collapsed-below", 0, "--judge", "demo-classifier");
        assertThat(result.path("before").path("judge"))
                .isEqualTo(result.path("before").path("classifier"));
        assertPasses(result.path("forwardPasses"), TUNING, CHOOSING, tested(result) + pictures(result));
        assertPasses(result.path("classifierPasses"), TUNING, CHOOSING, tested(result));
    }

    @Test
    void passes_ofTwoStartsWithoutJudge_countEach() {
        JsonNode result = result("--collapsed-below", 0, "--judge", "none", "--starts", 2, "--initial-noise", 0.1);
        assertPasses(result.path("forwardPasses"), 2 * TUNING, 21 * 8, tested(result) + pictures(result));
        assertPasses(result.path("classifierPasses"), 2 * TUNING, 21 * 8, tested(result));
    }

    @Test
    void passes_endThatQualifies_haveNoWayBack() {
        // A weak pull and no second rule, so that the end qualifies by far on any processor.
        JsonNode result =
                shortest("--collapsed-below", 0, "--judge", "none", "--diversity-floor", 0, "--proximity", 0.1);
        // The original and candidates of steps 4 and 8.
        assertPasses(result.path("forwardPasses"), TUNING, 3 * 8, tested(result) + pictures(result));
    }

    @Test
    void passes_checkForCollapse_countsTheClassAndThoseBesideIt() {
        JsonNode result = result();
        // 32 images of each of the eight classes; shirt is clearly not collapsed.
        assertPasses(result.path("forwardPasses"), TUNING, CHOOSING + 8 * 32, tested(result) + pictures(result));
        assertPasses(result.path("classifierPasses"), TUNING, 2 * CHOOSING, 2 * tested(result));
    }
}
