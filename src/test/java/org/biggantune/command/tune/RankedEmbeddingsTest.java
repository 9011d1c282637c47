package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.io.DigestedFiles;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.support.Settings;
import org.biggantune.support.WrittenRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankedEmbeddingsTest {
    private static final ClassLabel SHIRT = new ClassLabel(5, "shirt");
    private static final ClassLabel COAT = new ClassLabel(3, "coat");

    @TempDir
    Path folder;

    /** As a worker does, which is given one class at a time. */
    @Test
    void find_oneClassAfterTheOther_searchesNothingAgain() throws IOException {
        try (TuningModels loaded = open();
                RunDirectory directory = RunDirectory.open(folder, WrittenRun.IDENTITY)) {
            ranked(directory, () -> {}).find(List.of(SHIRT, COAT), loaded);
            Path coat = folder.resolve("top-rows/0003-coat.json");
            assertThat(coat).isRegularFile();

            RankedEmbeddings worker = ranked(directory, RankedEmbeddingsTest::mustNotSearch);
            worker.find(List.of(SHIRT), loaded);
            worker.find(List.of(COAT), loaded);
            Files.delete(coat);
            worker.find(List.of(COAT), loaded);
            assertThat(coat).as("read once").doesNotExist();
        }
    }

    /** As tasks of an array do, each of which searches for its own classes. */
    @Test
    void find_byTwoProcessesAtOnce_losesTheRowsOfNone() throws IOException {
        try (TuningModels loaded = open();
                RunDirectory directory = RunDirectory.open(folder, WrittenRun.IDENTITY)) {
            // After the first has looked into the folder, and before it writes there.
            Runnable meanwhile = () -> ranked(directory, () -> {}).find(List.of(SHIRT, COAT), loaded);
            ranked(directory, meanwhile).find(List.of(SHIRT), loaded);
            ranked(directory, RankedEmbeddingsTest::mustNotSearch).find(List.of(SHIRT, COAT), loaded);
        }
    }

    private TuningOptions options() {
        Settings settings = new Settings();
        settings.initial = InitialEmbedding.TOP;
        return ParsedOptions.improve(
                settings, "--class=shirt", "--judge=none", "--device=cpu", "--threads=1", "--out=" + folder);
    }

    private TuningModels open() {
        ModelSet models = ModelSet.find(options(), new DigestedFiles(), found -> List.of(SHIRT));
        RecordedLoad load = new RecordedLoad(OptionalInt.of(1), OptionalInt.of(1));
        return TuningModels.open(options(), models, load, StopCheck.NEVER);
    }

    /** The rows of a process that does something when it begins to search. */
    private RankedEmbeddings ranked(RunDirectory directory, Runnable onSearch) {
        Progress progress = (Progress) Proxy.newProxyInstance(
                Progress.class.getClassLoader(), new Class<?>[] {Progress.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("begin")) {
                        onSearch.run();
                    }
                    return null;
                });
        return new RankedEmbeddings(options().settings(), directory, progress);
    }

    private static void mustNotSearch() {
        throw new AssertionError("searched again");
    }
}
