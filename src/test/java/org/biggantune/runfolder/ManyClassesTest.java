package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.biggantune.domain.ClassLabel;
import org.biggantune.support.AllocatedMemory;
import org.biggantune.support.WrittenRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a finished class costs its run: bytes written and read, calls and memory, counted by the system, not timed. */
@EnabledOnOs(OS.LINUX)
final class ManyClassesTest {
    private static final int CLASSES = 400;
    private static final int PART = 100;
    private static final int LINES = 20;
    private static final Path COUNTERS = Path.of("/proc/self/io");

    @TempDir
    Path root;

    /** What was asked of the system and of Java's heap so far. */
    private static List<Long> counted() throws IOException {
        List<Long> counts = new ArrayList<>();
        for (String line : Files.readAllLines(COUNTERS)) {
            if (line.startsWith("rchar") || line.startsWith("wchar") || line.startsWith("sysc")) {
                counts.add(Long.parseLong(line.substring(line.indexOf(' ') + 1)));
            }
        }
        counts.add(AllocatedMemory.ofThisThread());
        return counts;
    }

    private static void finish(RunDirectory directory, ClassLabel label) {
        try (ClassFolder folder = directory.open(label)) {
            for (int step = 0; step < LINES; step++) {
                folder.events().write(Map.of("class", label.index(), "step", step));
            }
            folder.finish(RunDirectoryTest.result(label));
        }
        directory.publish(label);
    }

    @Test
    void class_finishedLate_costsTheRunWhatAnEarlyOneDid() throws IOException {
        List<List<Long>> marks = new ArrayList<>();
        try (RunDirectory directory = RunDirectory.open(root, WrittenRun.IDENTITY)) {
            // Names and numbers of one length, so that lines are.
            for (int number = 0; number < CLASSES; number++) {
                if (number % PART == 0) {
                    marks.add(counted());
                }
                finish(directory, new ClassLabel(1000 + number, "class " + (1000 + number)));
            }
        }
        marks.add(counted());
        // The first part loads classes and compiles them.
        for (int kind = 0; kind < marks.get(0).size(); kind++) {
            long early = marks.get(2).get(kind) - marks.get(1).get(kind);
            long late = marks.get(CLASSES / PART).get(kind)
                    - marks.get(CLASSES / PART - 1).get(kind);
            assertThat(late).as("count " + kind).isCloseTo(early, Percentage.withPercentage(5));
        }
    }
}
