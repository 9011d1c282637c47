package org.biggantune.command.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.biggantune.report.JsonFile;
import org.junit.jupiter.api.Test;

/** Why a candidate that meets every rule was not chosen. */
final class CandidateTableTest {
    private static final String LEVEL = "\"realLevel\": {\"measure\": \"judge.probability\", \"value\": 0.7}, ";

    private static ObjectNode candidate(double interpolation, double loss, double judge) {
        return parsed("{\"start\": 0, \"step\": 24, \"interpolation\": " + interpolation + ", \"loss\": " + loss
                + ", \"candidate\": {\"judge\": {\"probability\": " + judge + "}}, \"refusals\": []}");
    }

    private static ObjectNode result(String level, double chosen, double judge) {
        return parsed("{\"improved\": true, " + level
                + "\"candidate\": {\"start\": 0, \"step\": 24, \"interpolation\": " + chosen
                + ", \"validation\": {\"judge\": {\"probability\": " + judge + "}}}, \"test\": {}}");
    }

    private static ObjectNode parsed(String json) {
        return JsonFile.ofLine(json).orElseThrow();
    }

    private static List<String> rulings(ObjectNode result, ObjectNode... lines) {
        return CandidateTable.of(List.of(lines), result).rows().stream()
                .map(row -> String.join(", ", row.ruling()))
                .toList();
    }

    @Test
    void rows_withoutALevel_nameTheLoss() {
        assertThat(rulings(result("", 1, 0.8), candidate(1, 0.1, 0.8), candidate(0.75, 0.2, 0.75)))
                .containsExactly(
                        "chosen, and confirmed on the test latents", "meets every rule; another has a lower loss");
    }

    @Test
    void rows_withALevelThatTheChosenOneReaches_nameTheLevelAndTheMovement() {
        assertThat(rulings(
                        result(LEVEL, 0.5, 0.7),
                        candidate(1, 0.1, 0.8),
                        candidate(0.5, 0.2, 0.7),
                        candidate(0.25, 0.05, 0.69)))
                .containsExactly(
                        "meets every rule; another that reaches the level of real images is nearer to the original",
                        "chosen, and confirmed on the test latents",
                        "meets every rule; does not reach the level of real images");
    }

    @Test
    void rows_withALevelThatNoneReaches_nameTheLoss() {
        assertThat(rulings(result(LEVEL, 1, 0.6), candidate(1, 0.1, 0.6), candidate(0.75, 0.2, 0.65)))
                .containsExactly(
                        "chosen, and confirmed on the test latents", "meets every rule; another has a lower loss");
    }
}
