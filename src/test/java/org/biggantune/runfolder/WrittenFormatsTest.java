package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.report.JsonFile;
import org.biggantune.support.ShortRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves is read back by the records that wrote it, and has the keys of docs/formats.md in their order. */
final class WrittenFormatsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path folder;

    @BeforeAll
    static void improve() {
        ShortRun.improved(folder.resolve("run"), "shirt", "--patience", 1);
    }

    @Test
    void result_readAndWrittenAgain_isTheSame() throws IOException {
        Path file = folder.resolve("run/classes/0005-shirt/result.json");
        ClassResultFormat result = JSON.readValue(file.toFile(), ClassResultFormat.class);
        assertThat(result.label().name()).isEqualTo("shirt");
        assertThat(JsonFile.pretty(JsonFile.tree(result))).isEqualTo(Files.readString(file));
        assertThat(JsonFile.read(file).fieldNames())
                .toIterable()
                .containsExactly(
                        "class",
                        "verdict",
                        "improved",
                        "reason",
                        "before",
                        "after",
                        "seconds",
                        "peakResidentBytes",
                        "steps",
                        "forwardPasses",
                        "classifierPasses",
                        "collapsed",
                        "noiseLayer",
                        "validation",
                        "candidate",
                        "refusals",
                        "test");
    }

    @Test
    void events_readAndWrittenAgain_areTheSame() throws IOException {
        int candidates = 0;
        for (String line : Files.readAllLines(folder.resolve("run/events.jsonl"))) {
            JsonNode tree = JSON.readTree(line);
            Class<?> format = tree.has("candidate")
                    ? EventFormat.Measured.class
                    : tree.has("endedEarly") ? EventFormat.EarlyEnd.class : EventFormat.Step.class;
            candidates += tree.has("candidate") ? 1 : 0;
            assertThat(JSON.writeValueAsString(JSON.readValue(line, format))).isEqualTo(line);
        }
        assertThat(candidates).isPositive();
    }
}
