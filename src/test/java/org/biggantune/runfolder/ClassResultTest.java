package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
