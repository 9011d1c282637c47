package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.report.JsonFile;
import org.biggantune.support.ShortRun;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code --shard}: tasks that share a folder leave what one process leaves, and are refused where they do not fit. */
final class ShardsTest {
    private static final String CLASSES = "shirt,coat,bag";

    @TempDir
    Path folder;

    @Test
    void shards_inAnyOrder_mergedAreWhatOneProcessLeaves() throws IOException {
        Path alone = folder.resolve("alone");
        Path shared = folder.resolve("shared");
        ShortRun.improved(alone, CLASSES, "-q");
        ToolRun last = ShortRun.improved(shared, CLASSES, "-q", "--shard", "1/2");
        assertThat(last.out()).contains("3 coat").doesNotContain("5 shirt", "7 bag");
        assertThat(shared.resolve("embeddings.npy")).doesNotExist();
        assertThat(shared.resolve("events.jsonl")).doesNotExist();
        assertThat(JsonFile.read(shared.resolve("run.json")).has("finished")).isFalse();
        assertThat(ToolRun.of("merge", shared).exitCode()).isEqualTo(75);
        // A list that is spelled in another way is the same list.
        ShortRun.improved(shared, "5,COAT,7", "-q", "--shard", "0/2");
        ToolRun merge = ToolRun.of("merge", shared);
        assertThat(merge.exitCode()).as(merge.err()).isZero();
        ShortRun.assertSameBytes(shared, alone);
        assertThat(JsonFile.read(shared.resolve("run.json")).has("finished")).isTrue();
        ShortRun.improved(shared, CLASSES, "-q", "--shard", "0/2");
        ShortRun.assertSameBytes(shared, alone);
    }

    @Test
    void shard_beyondTheClasses_saysThatItHasNone() {
        Path out = folder.resolve("run");
        ToolRun run = ShortRun.improved(out, "shirt,coat", "--shard", "2/3");
        assertThat(run.err()).contains("Shard 2/3 has none of the 2 classes: nothing to do.\n");
        assertThat(run.out()).isEqualTo("Pictures and embeddings: " + out + "\n");
    }

    @Test
    void shards_ofAnotherCount_areRefusedButOneForTheRest() throws IOException {
        Path out = folder.resolve("run");
        ShortRun.improved(out, CLASSES, "-q", "--shard", "1/3");
        assertThat(refused(78, out, CLASSES, "--shard", "0/2").err())
                .contains("--shard 0/2", "is shared by 3 shards", "--shard 0/1");
        ShortRun.improved(out, CLASSES, "-q", "--shard", "0/1");
        assertThat(ToolRun.of("merge", out).exitCode()).isZero();
    }

    @Test
    void shards_ofAnotherListOrOtherSettings_areRefused() {
        Path out = folder.resolve("run");
        ShortRun.improved(out, CLASSES, "-q", "--shard", "1/3");
        assertThat(refused(78, out, "shirt,coat", "--shard", "0/3").err())
                .contains("--class", "shared by tasks that tune 3 classes, not these 2", "merge");
        assertThat(refused(78, out, CLASSES, "--shard", "0/3", "--seed", 9).err())
                .contains("made with other settings", "seed 0");
    }

    @Test
    void shards_withoutAFolderOrWithAGenerator_areRefused() {
        ToolRun run = ToolRun.of("improve", "--class", "shirt", "--shard", "0/2");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--out DIR").hasLineCount(1);
        Path out = folder.resolve("run");
        assertThat(refused(2, out, CLASSES, "--shard", "0/2", "--write-generator", folder.resolve("g.pt"))
                        .err())
                .contains("merge");
        assertThat(refused(2, out, CLASSES, "--shard", "0/0").err()).contains("--shard 0/0");
        assertThat(refused(2, out, CLASSES, "--shard", "auto").err()).contains("--shard auto");
        assertThat(refused(2, out, CLASSES, "--shard", "0/2", "--sweep", "seed=1,2")
                        .err())
                .contains("--shard");
        assertThat(out).doesNotExist();
    }

    @Test
    void shard_goesOnWithAFolderThatOneProcessBegan() throws IOException {
        Path out = folder.resolve("run");
        ShortRun.improved(out, "shirt", "-q");
        ShortRun.improved(out, CLASSES, "-q", "--shard", "0/1");
        assertThat(ToolRun.of("merge", out).exitCode()).isZero();
        ShortRun.improved(folder.resolve("alone"), CLASSES, "-q");
        ShortRun.assertSameBytes(out, folder.resolve("alone"));
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void shard_classHeldByALivingProcess_isLeftToItAndRefusedToOneProcess() throws IOException {
        Path out = folder.resolve("run");
        ShortRun.improved(out, CLASSES, "-q", "--shard", "1/2");
        Path shirt = Files.createDirectories(out.resolve("classes/0005-shirt"));
        writeClaim(shirt, ProcessHandle.current().pid());
        ToolRun run = ShortRun.improve(out, CLASSES, "--shard", "0/2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("5 \"shirt\" is being tuned by process ").contains("; skipped");
        assertThat(run.out()).contains("7 bag").doesNotContain("5 shirt");
        assertThat(refused(78, out, CLASSES).err()).contains("0005-shirt is in use by another biggan-tune");
    }

    @Test
    void shard_oneClassDiverges_tunesTheOthersAndSaysSo() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run = ShortRun.improve(
                out, "shirt,coat", "-q", "--shard", "0/1", "--learning-rate", "1e30", "--optimizer", "adam");
        assertThat(run.exitCode()).isEqualTo(70);
        assertThat(run.err()).contains("2 of 2 classes of shard 0/1 diverged").hasLineCount(1);
        ToolRun status = ToolRun.of("status", out);
        assertThat(status.out())
                .contains("0 done, 0 running, 2 failed, 0 waiting")
                .contains("5 shirt: failed: ");
        ToolRun merge = ToolRun.of("merge", out);
        assertThat(merge.exitCode()).isEqualTo(75);
        assertThat(merge.out()).contains("Failed: 5 \"shirt\"");
    }

    @Test
    void shard_onAFolderOfAnOlderVersion_saysSoAndRecordsBoth() throws IOException {
        Path out = folder.resolve("run");
        ShortRun.improved(out, CLASSES, "-q", "--shard", "0/2");
        Path record = out.resolve("run.json");
        String now = JsonFile.read(record).path("version").asText();
        Files.writeString(record, Files.readString(record).replace("\"version\" : \"" + now, "\"version\" : \"0.0.1"));
        for (int task = 0; task < 2; task++) {
            assertThat(ShortRun.improved(out, CLASSES, "--shard", "1/2").err()).contains("started by version 0.0.1");
        }
        assertThat(ToolRun.of("merge", out).exitCode()).isZero();
        assertThat(JsonFile.read(record).path("version").asText()).isEqualTo("0.0.1");
        assertThat(JsonFile.read(record).path("continued").findValuesAsText("version"))
                .containsExactly(now);
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void shard_classHalfWrittenByAProcessThatDied_isNamedAndResumedToTheSameBytes() throws Exception {
        Path alone = folder.resolve("alone");
        ShortRun.improved(alone, "coat,shirt", "-q");
        Path out = folder.resolve("run");
        ShortRun.improved(out, "coat,shirt", "-q", "--shard", "0/2");
        ShortRun.breakOff(out, "coat,shirt", "0005-shirt", "--shard", "1/2");
        Path shirt = out.resolve("classes/0005-shirt");
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        for (Path claim : claims(shirt)) {
            Files.delete(claim);
        }
        writeClaim(shirt, dead.pid());
        Files.writeString(shirt.resolve("embedding.npy"), "cut");
        Files.writeString(shirt.resolve(".after.png.12345678-1234-1234-1234-123456789abc.tmp"), "cut");
        Files.writeString(shirt.resolve("events.jsonl"), "{\"class\":5,\"sta", StandardOpenOption.APPEND);

        assertThat(ToolRun.of("status", out).out())
                .contains("1 done, 0 running, 0 failed, 1 waiting")
                .contains("5 shirt: waiting: process " + dead.pid(), "is gone");
        ToolRun partial = ToolRun.of("merge", out);
        assertThat(partial.exitCode()).isEqualTo(75);
        assertThat(partial.out()).contains("Missing (1): 5 \"shirt\"");
        ShortRun.improved(out, "coat,shirt", "-q", "--shard", "1/2");
        assertThat(ToolRun.of("merge", out).exitCode()).isZero();
        ShortRun.assertSameBytes(out, alone);
    }

    /** The claim of a process of this machine, which seems to tune a class. */
    private static void writeClaim(Path folder, long process) throws IOException {
        ObjectNode claim = JsonFile.object()
                .put("state", "running")
                .put(
                        "host",
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip())
                .put(
                        "boot",
                        Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                                .strip())
                .put(
                        "namespace",
                        Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString())
                .put("process", process)
                .put("started", "");
        Files.writeString(folder.resolve(".claim-1"), JsonFile.line(claim));
    }

    private static List<Path> claims(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".claim-"))
                    .toList();
        }
    }

    private static ToolRun refused(int code, Path out, String classes, Object... options) {
        ToolRun run = ShortRun.improve(out, classes, options);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).hasLineCount(1);
        return run;
    }
}
