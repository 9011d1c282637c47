package org.biggantune.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.StoppedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
final class WorkSchedulerTest {
    /** As one in a call of a driver: it does not see that its line has ended. */
    private static final List<String> STUCK = List.of("sleep", "600");

    private static final WorkScheduler.Listener NOBODY = new WorkScheduler.Listener() {
        @Override
        public void onReady(String engine) {}

        @Override
        public void onDone(ClassLabel label) {}
    };

    @Test
    @Timeout(60)
    void work_stoppedWithAWorkerThatDoesNotEnd_killsIt() {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        List<ProcessHandle> workers = new ArrayList<>();
        WorkScheduler foreman = new WorkScheduler(
                "f00",
                List.of(new ClassLabel(5, "shirt")),
                Progress.NONE,
                () -> {
                    throw new StoppedException("stopped by a test");
                },
                NOBODY);
        assertThatThrownBy(() -> foreman.work(events -> {
                    WorkerProcess worker = WorkerProcess.start(0, DeviceChoice.parse("cpu"), STUCK, events);
                    ProcessHandle.current()
                            .children()
                            .filter(child -> !before.contains(child))
                            .forEach(workers::add);
                    return List.of(worker);
                }))
                .isInstanceOf(StoppedException.class)
                .hasMessageStartingWith("stopped by a test with 0 of 1 classes done");
        assertThat(workers).hasSize(1).noneMatch(ProcessHandle::isAlive);
    }
}
