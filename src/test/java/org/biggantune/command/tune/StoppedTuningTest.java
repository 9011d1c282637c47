package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.StoppedException;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.io.DigestedFiles;
import org.biggantune.report.JsonFile;
import org.biggantune.support.Settings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is stopped between any two calls of a program ends at once and goes on to the same bytes. */
final class StoppedTuningTest {
    /** Calls for a candidate: generator, classifier and judge, of one batch. */
    private static final int CANDIDATE = 3;

    /** Where a start led, and eight places on the way back. */
    private static final int LAST_CANDIDATES = 9 * CANDIDATE;

    @TempDir
    static Path shared;

    private static final Calls ALL = new Calls(Integer.MAX_VALUE);

    @TempDir
    Path folder;

    /** Lets a number of calls pass. */
    private static final class Calls implements StopCheck {
        private final int allowed;
        private final AtomicInteger made = new AtomicInteger();

        Calls(int allowed) {
            this.allowed = allowed;
        }

        @Override
        public void check() {
            if (made.incrementAndGet() > allowed) {
                throw new StoppedException("stopped by a test");
            }
        }

        int made() {
            return made.get();
        }
    }

    @BeforeAll
    static void runWhole() {
        run(settings(), shared, ALL);
    }

    private static Settings settings() {
        Settings settings = new Settings();
        settings.iterations = 4;
        settings.stepsPerLatents = 1;
        settings.diversity = Diversity.PIXELWISE;
        settings.diversityWeight = 0.1;
        settings.collapse = new CollapseSettings(0.6, 4, settings.batch, 0.5, 0, 0.05);
        return settings;
    }

    /** Percent of the calls: the test for collapse, steps, candidates, the report, the last picture. */
    @ParameterizedTest
    @ValueSource(ints = {2, 25, 45, 60, 80, 93, 100})
    void run_stoppedAnywhere_goesOnToTheSameBytes(int percent) throws IOException {
        Calls first = new Calls(Math.max(0, ALL.made() * percent / 100 - 1));
        Path out = folder.resolve("stopped");
        assertThatThrownBy(() -> run(settings(), out, first))
                .isInstanceOf(StoppedException.class)
                .hasMessage("stopped by a test while tuning class 5 \"shirt\"; its state is saved, run the same command"
                        + " with --out " + out + " to resume");
        assertThat(first.made()).as("nothing is begun afterwards").isEqualTo(first.allowed + 1);
        Calls rest = new Calls(Integer.MAX_VALUE);
        run(settings(), out, rest);
        assertSameFiles(out, shared);
        assertThat(out.resolve("classes/0005-shirt/state.bin")).doesNotExist();
        if (percent > 90) {
            assertThat(rest.made())
                    .as("neither steps nor candidates are made again")
                    .isLessThan(ALL.made() - 4 * 2 - LAST_CANDIDATES);
        }
    }

    @Test
    void run_stoppedWhileRowsAreCompared_saysSoAndBeginsThatAgain() throws IOException {
        Settings settings = settings();
        settings.initial = InitialEmbedding.TOP;
        run(settings, folder.resolve("whole"), StopCheck.NEVER);
        Path out = folder.resolve("stopped");
        assertThatThrownBy(() -> run(settings, out, new Calls(3)))
                .isInstanceOf(StoppedException.class)
                .hasMessage("stopped by a test while ranking embeddings; run the same command with --out " + out
                        + " to repeat the ranking");
        run(settings, out, StopCheck.NEVER);
        assertSameFiles(out, folder.resolve("whole"));
    }

    private static void run(Settings settings, Path out, StopCheck stop) {
        TuningOptions options = ParsedOptions.improve(
                settings,
                "--class=shirt",
                "--judge=demo-judge",
                "--out=" + out,
                "--grid=4",
                "--checkpoint-every=1000",
                "--device=cpu");
        new ImproveRun(options, Progress.NONE).execute(stop, new DigestedFiles());
    }

    private static void assertSameFiles(Path found, Path expected) throws IOException {
        assertThat(found.resolve("events.jsonl")).hasSameBinaryContentAs(expected.resolve("events.jsonl"));
        assertThat(found.resolve("embeddings.npy")).hasSameBinaryContentAs(expected.resolve("embeddings.npy"));
        Path ofClass = expected.resolve("classes/0005-shirt");
        try (Stream<Path> files = Files.list(ofClass)) {
            for (Path file : files.toList()) {
                Path other = found.resolve("classes/0005-shirt").resolve(file.getFileName());
                if (file.endsWith("result.json")) {
                    assertThat(result(other)).isEqualTo(result(file));
                } else {
                    assertThat(other).hasSameBinaryContentAs(file);
                }
            }
        }
    }

    /** What does not depend on the machine. */
    private static ObjectNode result(Path file) {
        return JsonFile.read(file).without(List.of("seconds", "peakResidentBytes"));
    }
}
