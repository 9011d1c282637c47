package org.biggantune.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.io.DirectoryLock;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.biggantune.tuning.Moments;
import org.biggantune.tuning.TuningState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassPartsTest {
    private static final ClassLabel SHIRT = new ClassLabel(5, "shirt");
    private static final ClassLabel COAT = new ClassLabel(3, "coat");
    private static final ClassLabel BAG = new ClassLabel(7, "bag");
    private static final List<ClassLabel> ALL = List.of(SHIRT, COAT, BAG);
    private static final String RUN = "f00";

    @TempDir
    Path root;

    private RunDirectory directory;
    private ClassParts parts;

    @BeforeEach
    void open() {
        directory = RunDirectory.open(root, JsonFile.object());
        parts = new ClassParts(directory);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void gather_finishedInAnyOrder_leavesTheOrderOfTheClasses() throws IOException {
        makePart(BAG, true);
        makePart(COAT, true);
        parts.gather(ALL);
        assertThat(root.resolve("events.jsonl")).isEmptyFile();
        assertThat(parts.finished(COAT)).isTrue();
        assertThat(directory.finished(COAT)).isEmpty();
        makePart(SHIRT, true);
        parts.gather(ALL);
        assertThat(root.resolve("events.jsonl")).hasContent(lines(SHIRT, 2) + lines(COAT, 2) + lines(BAG, 2));
        assertThat(ALL).allMatch(label -> directory.finished(label).isPresent());
        assertThat(root.resolve("classes/0007-bag/embedding.npy")).hasContent("7");
        assertThat(root.resolve("parts")).doesNotExist();
    }

    @Test
    void gather_unfinishedPart_staysWhereItIs() throws IOException {
        makePart(SHIRT, false);
        parts.gather(ALL);
        assertThat(parts.exists(SHIRT)).isTrue();
        assertThat(parts.finished(SHIRT)).isFalse();
    }

    /** Killed after lines were written in part, after all were, after the files were moved. */
    @Test
    void gather_afterAKillInItsMidst_takesEverythingInOnce() throws IOException {
        for (String written : List.of(lines(COAT, 1), lines(COAT, 2), lines(COAT, 1) + "{\"class\":3,\"ha")) {
            makePart(COAT, true);
            Files.writeString(root.resolve("events.jsonl"), lines(SHIRT, 2) + written);
            parts.gather(List.of(COAT));
            assertThat(root.resolve("events.jsonl")).hasContent(lines(SHIRT, 2) + lines(COAT, 2));
            assertThat(directory.finished(COAT)).isPresent();
            Files.delete(root.resolve("classes/0003-coat/result.json"));
        }
        makePart(COAT, true);
        Files.move(root.resolve("parts/0003-coat/classes/0003-coat"), fresh(root.resolve("classes/0003-coat")));
        parts.gather(List.of(COAT));
        assertThat(root.resolve("events.jsonl")).hasContent(lines(SHIRT, 2) + lines(COAT, 2));
        assertThat(parts.exists(COAT)).isFalse();
    }

    @Test
    void adopt_stateOfOneProcess_goesToAPartWithItsOwnLines() throws IOException {
        String events = lines(SHIRT, 2) + lines(COAT, 2);
        // Steps behind the last state are lost when a process is killed.
        Files.writeString(root.resolve("events.jsonl"), events + lines(COAT, 1));
        state(events.length()).write(directory.stateFile(COAT));
        Files.createDirectories(root.resolve("classes/0003-coat/steps"));
        Files.writeString(root.resolve("classes/0003-coat/steps/00-0000000.png"), "picture");

        parts.adopt(COAT, RUN);

        Path part = root.resolve("parts/0003-coat");
        assertThat(part.resolve("events.jsonl")).hasContent(lines(COAT, 2));
        assertThat(part.resolve("classes/0003-coat/steps/00-0000000.png")).hasContent("picture");
        assertThat(root.resolve("classes/0003-coat")).doesNotExist();
        try (RunDirectory opened = parts.open(COAT)) {
            SavedTuning saved = opened.savedState(COAT, RUN).orElseThrow();
            assertThat(saved.events()).isEqualTo(lines(COAT, 2).length());
            assertThat(saved.seconds()).isEqualTo(7.5);
            assertThat(saved.state().step()).isEqualTo(2);
        }
        parts.adopt(COAT, RUN);
        assertThat(part.resolve("events.jsonl")).hasContent(lines(COAT, 2));
    }

    @Test
    void adopt_eventsThatAreShorterThanTheState_isRefused() throws IOException {
        Files.writeString(root.resolve("events.jsonl"), lines(COAT, 1));
        state(1000).write(directory.stateFile(COAT));
        assertThatThrownBy(() -> parts.adopt(COAT, RUN)).isInstanceOf(CorruptInputException.class);
        assertThat(directory.stateFile(COAT)).isNotEmptyFile();
    }

    @Test
    void awaitWorkers_partInUse_waitsForItsEnd() throws Exception {
        makePart(SHIRT, false);
        DirectoryLock held = DirectoryLock.acquire(root.resolve("parts/0005-shirt"));
        Thread releaser = new Thread(() -> {
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            held.close();
        });
        long begun = System.nanoTime();
        releaser.start();
        ClassParts.awaitWorkers(root);
        assertThat(System.nanoTime() - begun).isGreaterThan(250_000_000);
        releaser.join();
    }

    private static SavedTuning state(long events) {
        ClassifierScore score = new ClassifierScore(0.5, 0.4, 0.9);
        SampleScores scores = new SampleScores(score, Optional.empty(), 0.3);
        return new SavedTuning(
                RUN,
                3,
                events,
                7.5,
                new TuningState(
                        0, 2, new float[] {1, 2}, new Moments(new float[2], new float[2], 0), scores, List.of()));
    }

    private void makePart(ClassLabel label, boolean finished) throws IOException {
        try (RunDirectory part = parts.open(label)) {
            Files.writeString(part.events(), lines(label, 2));
            Path files = part.classFolder(label);
            Files.writeString(files.resolve("embedding.npy"), Integer.toString(label.index()));
            if (finished) {
                Files.writeString(files.resolve("result.json"), "{}");
            }
        }
    }

    private static Path fresh(Path folder) throws IOException {
        for (Path file : List.of(folder.resolve("embedding.npy"), folder)) {
            Files.deleteIfExists(file);
        }
        return folder;
    }

    private static String lines(ClassLabel label, int count) {
        StringBuilder text = new StringBuilder();
        for (int step = 1; step <= count; step++) {
            text.append("{\"class\":")
                    .append(label.index())
                    .append(",\"step\":")
                    .append(step)
                    .append("}\n");
        }
        return text.toString();
    }
}
