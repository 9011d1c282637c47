package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.Progress;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.io.DigestedFiles;
import org.biggantune.metric.EmbeddingRanking.RankedEmbedding;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.support.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankedEmbeddingsTest {
    private static final ClassLabel SHIRT = new ClassLabel(5, "shirt");
    private static final ClassLabel COAT = new ClassLabel(3, "coat");

    @TempDir
    Path folder;

    /** As a worker does, which is given one class at a time. */
    @Test
    void find_oneClassAfterTheOther_readsTheFileOnce() throws IOException {
        Settings settings = new Settings();
        settings.initial = InitialEmbedding.TOP;
        TuningOptions options = ParsedOptions.improve(
                settings, "--class=shirt", "--judge=none", "--device=cpu", "--threads=1", "--out=" + folder);
        ModelSet models = ModelSet.find(options, new DigestedFiles(), found -> List.of(SHIRT));
        RecordedLoad load = new RecordedLoad(OptionalInt.of(1), OptionalInt.of(1));
        try (TuningModels loaded = TuningModels.open(options, models, load, StopCheck.NEVER);
                RunDirectory directory = RunDirectory.open(folder, JsonFile.object())) {
            Map<ClassLabel, List<RankedEmbedding>> found = new RankedEmbeddings(
                            options.settings(), directory, Progress.NONE)
                    .find(List.of(SHIRT, COAT), loaded);
            Path file = folder.resolve("top-rows.json");
            assertThat(file).isRegularFile();

            RankedEmbeddings worker = new RankedEmbeddings(options.settings(), directory, Progress.NONE);
            assertThat(worker.find(List.of(SHIRT), loaded)).isEqualTo(Map.of(SHIRT, found.get(SHIRT)));
            Files.delete(file);
            assertThat(worker.find(List.of(COAT), loaded)).isEqualTo(Map.of(COAT, found.get(COAT)));
            assertThat(file).as("nothing was searched again").doesNotExist();
        }
    }
}
