package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
}
