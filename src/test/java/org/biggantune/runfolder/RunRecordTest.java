package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The record against those that the tool wrote when it put them together field by field. */
final class RunRecordTest {
    @TempDir
    Path folder;

    private static String written(String name) throws IOException {
        try (var in =
                Objects.requireNonNull(RunRecordTest.class.getResourceAsStream("/runfolder/run-" + name + ".json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private RunRecord read(String text) throws IOException {
        return RunRecord.read(Files.writeString(folder.resolve("run.json"), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"begun", "devices", "diversify", "merged", "repurpose", "shards"})
    void record_readAndWrittenAgain_hasTheSameBytes(String name) throws IOException {
        String text = written(name);
        assertThat(JsonFile.pretty(JsonFile.tree(read(text)))).isEqualTo(text);
    }

    /** As a task does that resumes a run which has not ended. */
    @Test
    void record_resumedByAnotherVersion_saysNothingOfAPeak() throws IOException {
        RunRecord resumed = read(written("begun")).resumedBy(List.of(new RunRecord.ToolVersion("0.2.0", "abc")));
        assertThat(JsonFile.tree(resumed).path("continued").findValuesAsText("version"))
                .containsExactly("0.2.0");
        assertThat(JsonFile.tree(resumed).has("peakResidentBytes")).isFalse();
    }

    @Test
    void record_atItsEnd_hasTheBytesOfOneThatHasEnded() throws IOException {
        RunRecord ended =
                read(written("begun")).ending(new PeakMemory(324636672L, null), "2026-11-29T07:13:03.405594617Z");
        assertThat(JsonFile.pretty(JsonFile.tree(ended))).isEqualTo(written("shards"));
    }

    @Test
    void record_ofShards_hasWhatTheFileSays() throws IOException {
        RunRecord record = read(written("shards"));
        assertThat(record.shards()).isEqualTo(2);
        assertThat(record.classes()).containsExactly(new ClassLabel(5, "shirt"), new ClassLabel(3, "coat"));
        assertThat(record.identity().setting("learning-rate").asDouble()).isEqualTo(0.05);
        assertThat(record.identity().models().files()).containsOnlyKeys("generator", "classifier", "judge");
        assertThat(record.peak()).isEqualTo(new PeakMemory(324636672L, null));
        assertThat(record.finished()).isEqualTo("2026-11-29T07:13:03.405594617Z");
    }

    /** By the digest saved states know the run that they belong to: it is that of the bytes, in this order. */
    @Test
    void digest_isThatOfTheIdentitysLines() throws IOException {
        ObjectNode tree = JsonFile.read(Files.writeString(folder.resolve("run.json"), written("repurpose")));
        ObjectNode identity = JsonFile.object();
        for (String key : List.of("command", "settings", "models", "target")) {
            identity.set(key, tree.get(key));
        }
        assertThat(read(written("repurpose")).identity().digest())
                .isEqualTo(Sha256.of(JsonFile.pretty(identity).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void record_ofANewerVersion_isReadAsFarAsItIsKnown() throws IOException {
        RunRecord record = read(written("begun").replace("\"shards\" : 2", "\"shards\" : 2, \"later\" : {\"a\": [1]}"));
        assertThat(record.shards()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"shards\" : 2 | \"shards\" : \"2\" | shards is \"2\"",
                "\"parallelParts\" : 1 | \"parallelParts\" : 1.5 | parallelParts is 1.5",
                "\"index\" : 3 | \"index\" : -3 | classes[1] is {\"index\":-3,\"name\":\"coat\"}",
                "\"index\" : 3 | \"number\" : 3 | classes[1].index is missing",
                "\"slurm\" : { | \"slurm\" : 5, \"other\" : { | slurm is 5",
                "\"file\" : \"demo.pt\" | \"name\" : \"demo.pt\" | no file and sha256 of models.generator in it",
                "\"command\" : \"improve\" | \"order\" : \"improve\" | no command in it",
                "\"classes\" : [ | \"classes\" : [], \"others\" : [ | no classes in it",
            })
    void record_damaged_isRefusedInOneLine(String before, String after, String message) throws IOException {
        String text = written("begun");
        assertThat(text).contains(before);
        assertThatThrownBy(() -> read(text.replace(before, after)))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("run.json: ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("org.biggantune");
    }

    @Test
    void record_judgeWithoutItsDigest_isReadAsUnknown() throws IOException {
        String digest = "b9f15ffa4b9a81f3dc8e4a5bce891d8bf3596f032b45afa5a5a2540844b8a875";
        RunRecord record = read(written("begun").replace("\"sha256\" : \"" + digest, "\"md5\" : \"" + digest));
        assertThat(record.identity().models().judge()).isEqualTo(new SourceFile("demo-judge.pt", ""));
    }

    @Test
    void record_missing_isRefused() {
        assertThatThrownBy(() -> RunRecord.read(folder.resolve("run.json")))
                .isInstanceOf(MissingInputException.class)
                .hasMessageContaining("run.json");
    }

    @Test
    void check_otherSettings_areNamed() throws IOException {
        RunIdentity earlier = read(written("diversify")).identity();
        RunIdentity now = read(written("diversify").replace("\"seed\" : 5", "\"seed\" : 6"))
                .identity();
        read(written("diversify"));
        earlier.check(folder);
        assertThatThrownBy(() -> now.check(folder))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("made with other settings (seed 5 → 6); use the same ones");
    }

    @Test
    void common_ofTwoRuns_isWhatTheyAgreeIn() throws IOException {
        RunIdentity common = read(written("shards"))
                .identity()
                .common(read(written("diversify")).identity());
        assertThat(JsonFile.tree(common))
                .isEqualTo(JsonFile.tree(read(written("merged")).identity()));
    }
}
