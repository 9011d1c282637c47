package org.biggantune.command.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.domain.Progress;
import org.biggantune.support.ToolCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScanProgressTest {
    private static final int CLASSES = 8;
    private static final int SAMPLES = 8;
    private static final int AGAIN = 256;

    @TempDir
    private Path folder;

    /** What a scan reports: the units in all, those done, and the phases. */
    private static final class Recorder implements Progress {
        private final List<String> begun = new ArrayList<>();
        private final List<Long> reached = new ArrayList<>();
        private final List<String> phases = new ArrayList<>();
        private long total;

        @Override
        public void series(String kind, int number, int count, int toCome) {}

        @Override
        public void begin(String task, long units) {
            begun.add(task);
            total = units;
        }

        @Override
        public void resize(long units) {
            total = units;
        }

        @Override
        public void phase(String name, long done, long units) {
            phases.add(name + " " + done + "/" + units);
        }

        @Override
        public void advance(long done, String note) {
            reached.add(done);
        }

        @Override
        public void end() {}

        @Override
        public void say(String line) {}
    }

    @Test
    void progress_whenClassesAreMeasuredAgain_continuesBySamples() {
        Recorder progress = new Recorder();
        Object[] words = {
            "scan",
            "--generator",
            "demo",
            "--samples",
            SAMPLES,
            "--collapsed-below",
            0.95,
            "--sheets",
            0,
            "--threads",
            1,
            "--out",
            folder.resolve("scan")
        };
        new ScanRun(ToolCommands.parsed(ScanCommand.class, words).options(), progress).execute();
        assertThat(progress.begun).containsExactly("scanning");
        assertThat(progress.reached).isSorted().doesNotHaveDuplicates();
        int again = progress.reached.size() - CLASSES;
        assertThat(again).as("classes near the threshold").isPositive();
        assertThat(progress.reached).startsWith(8L, 16L).contains(64L, 64L + AGAIN);
        assertThat(progress.total).isEqualTo(CLASSES * SAMPLES + (long) again * AGAIN);
        assertThat(progress.reached).last().isEqualTo(progress.total);
        assertThat(progress.phases).contains("classes 1/8", "classes 8/8", "near the threshold 1/" + again);
    }
}
