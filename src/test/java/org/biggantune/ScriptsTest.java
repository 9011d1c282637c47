package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.support.RequiredProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell scripts for clusters, as far as that takes no scheduler. */
@DisabledOnOs(OS.WINDOWS)
final class ScriptsTest {
    private static final String SUBMIT = "scripts/slurm/submit";

    @TempDir
    Path folder;

    /** What a script printed, and what it ended with. */
    private record Run(int exitCode, String out, String err) {}

    static List<Path> scripts() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String place : List.of("scripts", "src/test/scripts")) {
            try (Stream<Path> files = Files.walk(Path.of(place))) {
                files.filter(Files::isExecutable)
                        .filter(Files::isRegularFile)
                        .filter(file -> !file.endsWith("biggan-tune"))
                        .sorted()
                        .forEach(all::add);
            }
        }
        assertThat(all).hasSizeGreaterThan(5);
        return all;
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void help_ofEveryScript_saysWhatItDoes(Path script) throws Exception {
        Run run = run(script.toAbsolutePath().toString(), "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: ");
        assertThat(run.err()).isEmpty();
    }

    private static final String CLASS_RESULT = """
            {
              "forwardPasses" : {
                "tuning" : %d,
                "choosing" : 40,
                "report" : 8
              },
              "classifierPasses" : {
                "tuning" : 7
              }
            }
            """;

    private static final String EVALUATED = """
              {
                "run" : "%s",
                "class" : {
                  "name" : "shirt"
                },
                "real" : {
                  "top1" : 0.5
                },
                "before" : {
                  "top1" : 0.7,
                  "fid" : 9.0
                },
                "after" : {
                  "top1" : %s,
                  "fid" : %s
                }
              },
            """;

    private String evaluated(String setting, int seed, int tuning, String top1, String fid) throws IOException {
        Path run = folder.resolve("passes/" + setting + "/demo/seed=" + seed);
        Path result = run.resolve("classes/0005-shirt/result.json");
        Files.createDirectories(result.getParent());
        Files.writeString(result, CLASS_RESULT.formatted(tuning));
        return EVALUATED.formatted(run, top1, fid);
    }

    /** Two settings, two seeds, one class: what evaluate found, and what the classes cost. */
    @Test
    void study_table_hasPassesGainItsErrorAndFidOfEachSetting() throws Exception {
        Files.createDirectories(folder.resolve("passes"));
        Files.writeString(
                folder.resolve("passes/evaluation.json"),
                evaluated("old", 0, 600, "0.8", "0.2")
                        + evaluated("old", 1, 600, "0.9", "0.2")
                        + evaluated("new", 0, 300, "0.8", "0.3")
                        + evaluated("new", 1, 300, "0.85", "0.3"));
        Run run = run("scripts/study", "table", folder.toString(), folder.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().skip(2))
                .containsExactly(
                        "| old | 648 | 0.1500 ± 0.0500 | 1.00 | 0.200 | × 1.00 (demo/shirt) |",
                        "| new | 348 | 0.1250 ± 0.0250 | 0.83 | 0.300 | × 1.50 (demo/shirt) |");
    }

    @Test
    void shellcheck_findsNothing() throws Exception {
        RequiredProgram.assumeInstalled("shellcheck");
        List<String> command = new ArrayList<>(List.of("shellcheck", "scripts/biggan-tune", ".ci/run"));
        scripts().forEach(script -> command.add(script.toString()));
        Run run = run(command.toArray(String[]::new));
        assertThat(run.out() + run.err()).isEmpty();
    }

    @Test
    void submit_moreTasksThanAnArrayHas_becomesSeveral() throws Exception {
        Path list = Files.writeString(folder.resolve("my classes"), "# the worst\nshirt\n\n  coat\nbag # all\n5\n7\n");
        Run run = run(
                SUBMIT,
                "improve",
                "--out",
                folder.resolve("run 1").toString(),
                "--class-file",
                list.toString(),
                "--max-array",
                "2",
                "--gpus",
                "2",
                "--time",
                "4:00:00",
                "--at-once",
                "8",
                "--dry-run",
                "--",
                "--seed",
                "3");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).startsWith("mkdir -p -- ").contains("run\\ 1/logs");
        assertThat(lines.get(1))
                .startsWith("env OFFSET=0 SHARDS=5 OUT=")
                .contains("--array=0-1%2", "--gres=gpu:2", "--time=4:00:00", "improve-array.sbatch --seed 3")
                .contains("CLASSES=@", "my\\ classes");
        assertThat(lines.get(3)).startsWith("env OFFSET=4 SHARDS=5").contains("--array=0-0%2");
        assertThat(lines.get(4)).contains("--dependency=afterany:ARRAY0:ARRAY2:ARRAY4", "merge");
        assertThat(folder.resolve("run 1")).doesNotExist();
    }

    @Test
    void submit_fromAScan_givesEachTaskTheWorst() throws Exception {
        Run run = run(
                SUBMIT,
                "improve",
                "--out",
                "x",
                "--from-scan",
                folder.toString(),
                "--worst",
                "7",
                "--max-array",
                "10",
                "--dry-run");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("SHARDS=7", "--array=0-6", "--from-scan " + folder.toRealPath() + " --worst 7");
    }

    /** What is printed is run by a shell, with a scheduler that notes its arguments. */
    @Test
    void submit_folderOfAnOddNameAndOptionsForSbatch_reachTheScheduler() throws Exception {
        Path notes = folder.resolve("notes");
        script("sbatch", "printf '<%s>' \"$@\" >>'" + notes + "'; echo >>'" + notes + "'; echo 7");
        script("scontrol", "echo MaxArraySize = 1001");
        String out = folder.resolve("it's 100%d").toString();
        List<String> command = List.of(
                SUBMIT, "improve", "--out", out, "--class", "1", "--tasks", "1", "--sbatch", "--account=my lab");
        Run run = run(withPath(command));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("array 7: 1 tasks from 0 on\nmerge 7\n");
        assertThat(Path.of(out, "logs")).isDirectory();
        List<String> lines = Files.readAllLines(notes);
        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("<--account=my lab>", "<--output=" + out.replace("%", "%%") + "/logs/"));
        String wrapped = lines.get(1).replaceAll(".*<--wrap=(.*?)>.*", "$1");
        Path tool = script("tool", "printf '%s|' \"$@\"");
        Run merged = run("sh", "-c", wrapped.replaceFirst("^exec '[^']*'", "exec '" + tool + "'"));
        assertThat(merged.out()).isEqualTo("merge|" + out + "|");
    }

    @Test
    void submit_schedulerThatRefuses_saysWhatWasSubmitted() throws Exception {
        script("sbatch", "case $* in *OFFSET*|*0-0*) exit 1;; esac; echo 7");
        List<String> command = List.of(
                SUBMIT,
                "improve",
                "--out",
                folder.resolve("x").toString(),
                "--class",
                "1,2,3",
                "--tasks",
                "3",
                "--max-array",
                "2");
        Run run = run(withPath(command));
        assertThat(run.exitCode()).isEqualTo(69);
        assertThat(run.err())
                .isEqualTo(
                        "submit: sbatch refused the tasks from 2 on; already submitted:  7, to be ended with scancel\n");
    }

    private ProcessBuilder withPath(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        return builder;
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void submit_wrongOptions_areRefusedInOneLine(List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(SUBMIT));
        command.addAll(options);
        Run run = run(command.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("submit: ").hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    static List<List<String>> wrong() {
        return List.of(
                List.of(),
                List.of("improve"),
                List.of("improve", "--out"),
                List.of("improve", "--out", "x"),
                List.of("improve", "--out", "x", "--class-file", "/nonexistent"),
                List.of("improve", "--out", "x", "--class-file", "/dev/null"),
                List.of("improve", "--out", "x", "--from-scan", "/tmp"),
                List.of("improve", "--out", "x", "--from-scan", "/nonexistent", "--worst", "3"),
                List.of("improve", "--out", "x", "--class", "all"),
                List.of("improve", "--out", "x", "--class", "all", "--tasks", "0"),
                List.of("improve", "--out", "x", "--class", "all", "--tasks", "-3"),
                List.of("repurpose", "--out", "x", "--tasks", "three"),
                List.of("repurpose", "--out", "x", "--from-scan", "/tmp", "--worst", "3"),
                List.of("tune", "--out", "x"));
    }

    /** The tool is played by a script that ends with a code, and the scheduler by one that notes what it is told. */
    @Test
    void task_stoppedOrKilled_isRequeuedAndOtherwiseNot() throws Exception {
        Path notes = folder.resolve("notes");
        Path scheduler = script("scontrol", "printf '%s\\n' \"$*\" >>'" + notes + "'");
        for (int code : List.of(75, 137, 0, 70, 78)) {
            Files.deleteIfExists(notes);
            Path tool = script("tool", "echo \"$*\"; exit " + code);
            ProcessBuilder builder = new ProcessBuilder("scripts/slurm/task", "improve", "--seed", "2");
            builder.environment().put("BIGGAN_TUNE", tool.toString());
            builder.environment().put("OUT", "folder");
            builder.environment().put("CLASSES", "5,7");
            builder.environment().put("SHARDS", "9");
            builder.environment().put("OFFSET", "4");
            builder.environment().put("GPUS", "2");
            builder.environment().put("SLURM_ARRAY_TASK_ID", "3");
            builder.environment().put("SLURM_ARRAY_JOB_ID", "81");
            builder.environment().put("SLURM_JOB_ID", "84");
            builder.environment().put("PATH", scheduler.getParent() + ":" + System.getenv("PATH"));
            Run run = run(builder);
            assertThat(run.exitCode()).isEqualTo(code);
            assertThat(run.out()).isEqualTo("improve --out folder --class 5,7 --shard 7/9 --devices 0,1 --seed 2\n");
            if (code == 75 || code == 137) {
                assertThat(notes).hasContent("requeue 81_3\n");
            } else {
                assertThat(notes).doesNotExist();
            }
        }
    }

    @Test
    void task_thatSlurmDoesNotRequeue_saysHowToResume() throws Exception {
        script("scontrol", "echo 'Access/permission denied' >&2; exit 1");
        ProcessBuilder builder = withPath(List.of("scripts/slurm/task", "improve"));
        builder.environment().put("BIGGAN_TUNE", script("tool", "exit 75").toString());
        builder.environment().put("OUT", "folder");
        builder.environment().put("SLURM_JOB_ID", "84");
        Run run = run(builder);
        assertThat(run.exitCode()).isEqualTo(75);
        assertThat(run.err())
                .contains("Access/permission denied\n")
                .endsWith("task: Slurm does not requeue job 84; what is done is kept: submit the same command again to"
                        + " resume\n");
    }

    @Test
    void container_versions_areThoseOfTheBuild() throws Exception {
        String version = Files.readString(Path.of("pom.xml")).replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
        assertThat(Path.of("scripts/container/Dockerfile")).content().contains("ARG VERSION=" + version + "\n");
        assertThat(Path.of("scripts/container/biggan-tune.def")).content().contains("version=" + version + "\n");
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private static Run run(String... command) throws Exception {
        return run(new ProcessBuilder(command));
    }

    private static Run run(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, err);
    }
}
