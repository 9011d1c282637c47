package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.report.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClassResultTest {
    private static final Path FILE = Path.of("start-rows.json");

    @Test
    void label_ofAClass_isWhatWasWritten() {
        ClassLabel shirt = new ClassLabel(5, "T-shirt \"ä\"");
        assertThat(ClassResult.label(FILE, ClassResult.json(shirt))).isEqualTo(shirt);
    }

    @Test
    void isBetter_withoutALevel_isTheLowerLossOfImprovements() {
        assertThat(ClassResult.isBetter(result(true, 0.1, 0.9), result(true, 0.2, 0.8)))
                .isTrue();
        assertThat(ClassResult.isBetter(result(false, 0.1, 0.9), result(true, 0.2, 0.8)))
                .isFalse();
    }

    @Test
    void isBetter_withTheSameLevel_isWhatExceedsItLess() {
        ObjectNode far = level(result(true, 0.1, 0.9), 0.7);
        ObjectNode near = level(result(true, 0.2, 0.75), 0.7);
        ObjectNode below = level(result(true, 0.05, 0.65), 0.7);
        ObjectNode lower = level(result(true, 0.3, 0.6), 0.7);
        assertThat(List.of(far, below, near, lower).stream()
                        .reduce((one, two) -> ClassResult.isBetter(two, one) ? two : one))
                .hasValue(near);
        assertThat(ClassResult.isBetter(below, near)).isFalse();
        assertThat(ClassResult.isBetter(far, below)).isTrue();
        assertThat(ClassResult.isBetter(below, lower)).as("neither reaches it").isTrue();
        assertThat(ClassResult.isBetter(lower, below)).isFalse();
        assertThat(ClassResult.isBetter(far, level(result(true, 0.2, 0.75), 0.6)))
                .as("another level")
                .isTrue();
    }

    private static ObjectNode result(boolean improved, double loss, double judge) {
        ObjectNode json = JsonFile.object().put("improved", improved);
        ObjectNode candidate = json.putObject("candidate").put("loss", loss);
        candidate.putObject("validation").putObject("judge").put("probability", judge);
        return json;
    }

    private static ObjectNode level(ObjectNode result, double value) {
        result.putObject("realLevel").put("measure", "judge.probability").put("value", value);
        return result;
    }

    /** Row 0 would be taken for what has no number. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"index\":\"5\",\"name\":\"shirt\"}",
                "{\"index\":-1,\"name\":\"shirt\"}",
                "{\"index\":3000000000,\"name\":\"shirt\"}",
                "{\"index\":5}",
                "{\"index\":5,\"name\":5}"
            })
    void label_ofWhatTellsNoClass_isRefusedWithTheFile(String text) {
        assertThatThrownBy(() -> ClassResult.label(FILE, JsonFile.ofLine(text).orElseThrow()))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageStartingWith("start-rows.json: a class without index or name");
    }
}
