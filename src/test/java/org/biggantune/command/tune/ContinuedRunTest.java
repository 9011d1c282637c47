package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.SavedTuning;
import org.biggantune.support.ShortRun;
import org.biggantune.support.ToolRun;
import org.biggantune.tuning.TuningState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that were broken off and go on: the folder ends with the bytes of a run that was left alone. */
final class ContinuedRunTest {
    @TempDir
    static Path folder;

    /** Coat, trouser, shirt and bag in one run. */
    private static Path undisturbed;

    /** Coat finished, shirt broken off. */
    private static Path broken;

    @TempDir
    Path own;

    @BeforeAll
    static void runUndisturbed() throws IOException {
        undisturbed = folder.resolve("undisturbed");
        ShortRun.improved(undisturbed, "coat,trouser,shirt,bag");
        broken = folder.resolve("broken");
        ShortRun.improved(broken, "coat");
        ShortRun.breakOff(broken, "shirt", "0005-shirt");
    }

    @Test
    void run_classesBrokenOffBetweenOthers_keepsEveryLine() throws IOException {
        Path out = ShortRun.copy(broken, own.resolve("run"));
        ShortRun.improved(out, "trouser");
        ShortRun.breakOff(out, "bag", "0007-bag");
        ShortRun.improved(out, "shirt");
        ShortRun.improved(out, "bag");
        ShortRun.assertSameBytes(out, undisturbed);
    }

    @Test
    void run_stateDeleted_beginsTheClassAnew() throws IOException {
        Path out = ShortRun.copy(broken, own.resolve("run"));
        ShortRun.improved(out, "trouser");
        Files.delete(out.resolve("classes/0005-shirt/state.bin"));
        ShortRun.improved(out, "shirt,bag");
        ShortRun.assertSameBytes(out, undisturbed);
    }

    @Test
    void run_resultDeleted_tunesTheClassAgainInItsPlace() throws IOException {
        Path out = ShortRun.copy(undisturbed, own.resolve("run"));
        Files.delete(out.resolve("classes/0001-trouser/result.json"));
        ShortRun.improved(out, "coat,trouser,shirt,bag");
        ShortRun.assertSameBytes(out, undisturbed);
    }

    @Test
    void run_linesCutBehindTheState_saysSoAndGoesOnWithoutTheState() throws IOException {
        Path out = ShortRun.copy(broken, own.resolve("run"));
        ShortRun.improved(out, "trouser");
        Path events = out.resolve("classes/0005-shirt/events.jsonl");
        try (FileChannel channel = FileChannel.open(events, StandardOpenOption.WRITE)) {
            channel.truncate(100);
        }
        for (int again = 0; again < 2; again++) {
            ToolRun run = ShortRun.improve(out, "shirt,bag", "-q");
            assertThat(run.exitCode()).isEqualTo(65);
            assertThat(run.err())
                    .contains(events.toString())
                    .contains("delete state.bin to tune the class from the start")
                    .hasLineCount(1);
        }
        Files.delete(out.resolve("classes/0005-shirt/state.bin"));
        ShortRun.improved(out, "shirt,bag");
        ShortRun.assertSameBytes(out, undisturbed);
    }

    @Test
    void run_stateBeyondTheSchedule_isRefused() throws IOException {
        Path out = ShortRun.copy(broken, own.resolve("run"));
        Path file = out.resolve("classes/0005-shirt/state.bin");
        SavedTuning saved = SavedTuning.read(file, digest(file), 5, state -> {});
        TuningState state = saved.state();
        new SavedTuning(
                        saved.run(),
                        5,
                        saved.events(),
                        saved.seconds(),
                        new TuningState(
                                0,
                                99,
                                state.ended(),
                                state.parameters(),
                                state.moments(),
                                state.original(),
                                state.candidates(),
                                state.passes()))
                .write(file);
        ToolRun run = ShortRun.improve(out, "shirt", "-q");
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err())
                .contains(file + ": the state is damaged (step 99 of 8)")
                .hasLineCount(1);
    }

    @Test
    void run_startedByAnotherVersion_isReportedAndRecorded() throws IOException {
        Path out = ShortRun.copy(broken, own.resolve("run"));
        Path record = out.resolve("run.json");
        String now = JsonFile.read(record).path("version").asText();
        Files.writeString(record, Files.readString(record).replace("\"version\" : \"" + now, "\"version\" : \"0.0.1"));
        ToolRun run = ShortRun.improved(out, "shirt");
        assertThat(run.err().lines().filter(line -> line.contains("started by version 0.0.1")))
                .hasSize(1);
        assertThat(out.resolve("run.log")).content().contains("started by version 0.0.1");
        assertThat(JsonFile.read(record).path("version").asText()).isEqualTo("0.0.1");
        assertThat(JsonFile.read(record).path("continued")).hasSize(1);
        assertThat(JsonFile.read(record).at("/continued/0/version").asText()).isEqualTo(now);
        assertThat(ShortRun.improved(out, "bag").err()).contains("started by version 0.0.1");
        assertThat(JsonFile.read(record).path("continued")).hasSize(1);
    }

    @Test
    void run_sameVersion_saysNothing() throws IOException {
        Path out = ShortRun.copy(broken, own.resolve("run"));
        assertThat(ShortRun.improved(out, "shirt").err()).doesNotContain("version");
        assertThat(JsonFile.read(out.resolve("run.json")).has("continued")).isFalse();
    }

    /** The run's digest stands in the file behind beginning and version, with its length in front. */
    private static String digest(Path state) throws IOException {
        byte[] bytes = Files.readAllBytes(state);
        int at = 2 + "biggan-tune state".length() + Integer.BYTES;
        int length = bytes[at] * 256 + bytes[at + 1];
        return new String(bytes, at + 2, length, StandardCharsets.US_ASCII);
    }
}
