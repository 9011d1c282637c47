package org.biggantune.command.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.runfolder.RunStatus;
import org.biggantune.support.ShortRun;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status}: what it says of classes in every state, and that it leaves them alone. */
final class StatusTest {
    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void tune() throws IOException {
        out = folder.resolve("run");
        ShortRun.improved(out, "shirt", "-q");
        ObjectNode record = JsonFile.read(out.resolve("run.json"));
        record.withArray("classes")
                .add(JsonFile.object().put("index", 7).put("name", "bag"))
                .add(JsonFile.object().put("index", 3).put("name", "coat"));
        Files.writeString(out.resolve("run.json"), JsonFile.pretty(record));
    }

    @Test
    void status_doneRunningAndWaiting_givesEachItsState() throws IOException {
        claim("0007-bag", 1, "running").put("step", 40);
        JsonNode json = json();
        assertThat(json.path("done").asInt()).isEqualTo(1);
        assertThat(json.path("running").asInt()).isEqualTo(1);
        assertThat(json.path("failed").asInt()).isZero();
        assertThat(json.path("waiting").asInt()).isEqualTo(1);
        assertThat(json.path("classes").findValuesAsText("state")).containsExactly("done", "running", "waiting");
        JsonNode bag = json.path("classes").get(1);
        assertThat(bag.path("index").asInt()).isEqualTo(7);
        assertThat(bag.path("name").asText()).isEqualTo("bag");
        assertThat(bag.path("host").asText()).isEqualTo("node9");
        assertThat(bag.path("step").asInt()).isEqualTo(12);
        assertThat(bag.path("heartbeatSeconds").asLong()).isBetween(0L, 60L);
        assertThat(bag.path("error").isNull()).isTrue();
        assertThat(json.path("classes").get(2).path("step").isNull()).isTrue();
        ToolRun text = ToolRun.of("status", out);
        assertThat(text.out())
                .contains(out + ": 1 done, 1 running, 0 failed, 1 waiting")
                .containsPattern("7 bag +node9 +cpu, 2 threads +12 of 200 +1:01:05 +\\d+ s");
    }

    @Test
    void status_failed_givesTheReasonInOneLine() throws IOException {
        claim("0007-bag", 1, "failed");
        Path file = out.resolve("classes/0007-bag/.claim-1");
        ObjectNode claim = JsonFile.read(file).put("error", "class 7: diverged");
        Files.writeString(file, JsonFile.line(claim));
        JsonNode bag = json().path("classes").get(1);
        assertThat(bag.path("state").asText()).isEqualTo("failed");
        assertThat(bag.path("error").asText()).isEqualTo("class 7: diverged");
        assertThat(ToolRun.of("status", out).out()).contains("7 bag: failed: class 7: diverged\n");
    }

    @Test
    void status_ownerSilentForLong_isWaitingForAnother() throws IOException {
        claim("0007-bag", 1, "running");
        Files.setLastModifiedTime(
                out.resolve("classes/0007-bag/.claim-1"),
                FileTime.from(Instant.now().minusSeconds(3600)));
        JsonNode bag = json().path("classes").get(1);
        assertThat(bag.path("state").asText()).isEqualTo("waiting");
        assertThat(bag.path("error").asText()).contains("process 77 on node9 has been silent for 36");
        // An owner whose clock is fast was heard of just now.
        Files.setLastModifiedTime(
                out.resolve("classes/0007-bag/.claim-1"),
                FileTime.from(Instant.now().plusSeconds(36000)));
        assertThat(json().path("classes").get(1).path("heartbeatSeconds").asLong())
                .isZero();
    }

    @Test
    void status_halfWrittenClass_isWaiting() throws IOException {
        Files.createDirectories(out.resolve("classes/0007-bag"));
        Files.writeString(out.resolve("classes/0007-bag/embedding.npy"), "half");
        assertThat(json().path("classes").get(1).path("state").asText()).isEqualTo("waiting");
    }

    @Test
    void status_realRunThatWasStopped_tellsItsLastStep() throws IOException {
        ShortRun.breakOff(out, "coat", "0003-coat");
        JsonNode coat = json().path("classes").get(0);
        assertThat(coat.path("name").asText()).isEqualTo("coat");
        assertThat(coat.path("state").asText()).isEqualTo("failed");
        assertThat(coat.path("step").asInt()).isPositive();
        assertThat(coat.path("steps").asInt()).isEqualTo(ShortRun.STEPS);
        assertThat(coat.path("device").asText()).contains("cpu");
        assertThat(coat.path("error").asText()).contains("00-0000006.png");
    }

    @Test
    void watch_nothingLeftToDo_endsAtOnce() throws IOException {
        ObjectNode record = JsonFile.read(out.resolve("run.json"));
        record.withArray("classes").remove(2);
        record.withArray("classes").remove(1);
        Files.writeString(out.resolve("run.json"), JsonFile.pretty(record));
        ToolRun run = ToolRun.of("status", "--watch", out);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(out + ": 1 done, 0 running, 0 failed, 0 waiting\n");
    }

    @Test
    void watch_newerReports_haveTheirTimes() throws Exception {
        CompletableFuture<ToolRun> watching = CompletableFuture.supplyAsync(() -> ToolRun.of("status", "--watch", out));
        Thread.sleep(1000);
        ObjectNode record = JsonFile.read(out.resolve("run.json"));
        record.withArray("classes").remove(2);
        record.withArray("classes").remove(1);
        Files.move(
                Files.writeString(folder.resolve("new.json"), JsonFile.pretty(record)),
                out.resolve("run.json"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(watching.get(20, TimeUnit.SECONDS).out())
                .matches(Pattern.quote(out + ": 1 done, 0 running, 0 failed, 2 waiting\n")
                        + "\n\\d\\d:\\d\\d:\\d\\d UTC\n"
                        + Pattern.quote(out + ": 1 done, 0 running, 0 failed, 0 waiting\n"));
    }

    @Test
    void status_classesUnderWay_estimatesTheRestOfTheRun() throws IOException {
        claim("0007-bag", 1, "running");
        Path result = out.resolve("classes/0005-shirt/result.json");
        Files.writeString(result, JsonFile.pretty(JsonFile.read(result).put("seconds", 100)));
        // An hour, a minute and 5 seconds of this class, then 100 seconds of the other.
        assertThat(ToolRun.of("status", out).out())
                .startsWith(out + ": 1 done, 1 running, 0 failed, 1 waiting; about 1:02:45 left\n");
    }

    @Test
    void status_severalRuns_givesTheirSum() throws IOException {
        ShortRun.copy(out, folder.resolve("other"));
        assertThat(ToolRun.of("status", folder).out()).endsWith("2 runs: 2 done, 0 running, 0 failed, 4 waiting\n");
    }

    @Test
    void text_ofManyFailedClasses_isShortOnATerminalOnly() throws IOException {
        ObjectNode record = JsonFile.read(out.resolve("run.json"));
        record.putArray("classes");
        for (int index = 100; index < 125; index++) {
            record.withArray("classes")
                    .add(JsonFile.object().put("index", index).put("name", "c"));
            Path claim = out.resolve("classes/0" + index + "-c/.claim-1");
            claim("0" + index + "-c", 1, "failed");
            Files.writeString(claim, JsonFile.line(JsonFile.read(claim).put("error", "disk full")));
        }
        Files.writeString(out.resolve("run.json"), JsonFile.pretty(record));
        StatusReport report = new StatusReport(RunStatus.find("", List.of(out)));
        assertThat(report.text(Page.ENDLESS).split("disk full", -1)).hasSize(26);
        String shown = report.text(new Page(StandardCharsets.UTF_8, () -> OptionalInt.of(100)));
        assertThat(shown.split("disk full", -1)).hasSize(21);
        assertThat(shown).endsWith("119 c: failed: disk full\n… and 5 more; --json lists all\n");
    }

    @Test
    void status_folderWithoutARun_isRefused() {
        ToolRun run = ToolRun.of("status", folder.resolve("none"));
        assertThat(run.exitCode()).isEqualTo(66);
        assertThat(run.err()).hasLineCount(1);
    }

    @Test
    void status_recordWithoutClasses_isRefused() throws IOException {
        Files.writeString(out.resolve("run.json"), "{}");
        ToolRun run = ToolRun.of("status", out);
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err()).contains("run.json").hasLineCount(1);
    }

    private ObjectNode claim(String name, int generation, String state) throws IOException {
        ObjectNode claim = JsonFile.object()
                .put("state", state)
                .put("host", "node9")
                .put("process", 77)
                .put("device", "cpu, 2 threads")
                .put("step", 12)
                .put("steps", 200)
                .put("secondsLeft", 3665);
        Path classFolder = Files.createDirectories(out.resolve("classes").resolve(name));
        Files.writeString(classFolder.resolve(".claim-" + generation), JsonFile.line(claim) + "   \n");
        return claim;
    }

    private JsonNode json() {
        ToolRun run = ToolRun.of("status", out, "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JsonFile.ofLine(run.out().replace("\n", " ")).orElseThrow();
    }
}
