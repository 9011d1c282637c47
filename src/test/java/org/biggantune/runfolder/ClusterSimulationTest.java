package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.cli.SelfCommand;
import org.biggantune.domain.ClassLabel;
import org.biggantune.runfolder.ClusterSimulation.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A small cluster of real processes that are killed, lose their disk and are suspended. */
@EnabledOnOs(OS.LINUX)
final class ClusterSimulationTest {
    @TempDir
    Path root;

    @Test
    @Timeout(300)
    void cluster_tasksFailAtRandom_everyClassIsDoneExactlyOnce() throws Exception {
        int classes = 24;
        Outcome outcome = new ClusterSimulation(root, classes, 4, 0.4, 40).run();
        assertThat(outcome.finishes()).hasSize(classes);
        assertThat(outcome.finishes().values()).containsOnly(1);
        assertThat(outcome.restarts()).isPositive();
        RunDirectory directory = RunDirectory.ofParent(root);
        for (ClassLabel label : StandInTask.classes(classes)) {
            assertThat(directory.finished(label)).isPresent();
            try (Stream<Path> files = Files.list(directory.classPath(label))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("result.json", "events.jsonl");
            }
        }
    }

    /** What a class asks of the file system's metadata, by the system's own account. */
    @Test
    void class_ofATask_changesFewNamesAndLooksAtFew() throws Exception {
        boolean traced = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "strace")));
        if (!traced) {
            System.err.println("SKIPPED: metadata operations of a class, there is no strace on PATH");
        }
        assumeTrue(traced, "no strace on PATH");
        List<String> few = calls(10);
        List<String> many = calls(40);
        assertThat((changes(many) - changes(few)) / 30.0).isLessThanOrEqualTo(6);
        assertThat((many.size() - few.size()) / 30.0).isLessThanOrEqualTo(32);
    }

    /** The calls by which a task that has so many classes names anything in the run's folder. */
    private List<String> calls(int classes) throws Exception {
        Path run = Files.createDirectories(root.resolve("of" + classes));
        Files.createDirectories(run.resolve("notes"));
        Path trace = root.resolve("trace" + classes);
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-e", "trace=%file", "-o"));
        command.add(trace.toString());
        command.addAll(SelfCommand.command(
                StandInTask.class.getName(),
                List.of("-Xmx32m", "-XX:TieredStopAtLevel=1"),
                List.of(run.toString(), Integer.toString(classes), "0/1", "1", "0", "1")));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
        try (Stream<String> lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(run + "/classes/")).toList();
        }
    }

    private static long changes(List<String> calls) {
        return calls.stream()
                .filter(call -> call.contains("O_CREAT") || call.matches("\\d+ +(mkdir|rename|unlink|link).*"))
                .count();
    }
}
