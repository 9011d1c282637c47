package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.DigestedFiles;
import org.biggantune.io.Sha256;
import org.biggantune.support.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningModelsTest {
    private static final RecordedLoad NOTHING = new RecordedLoad(OptionalInt.of(1), OptionalInt.of(1));

    @TempDir
    Path folder;

    private Path generator;
    private TuningOptions options;
    private ModelSet models;

    @BeforeEach
    void findModels() throws IOException {
        generator = Files.copy(Path.of("models", "demo.pt"), folder.resolve("generator.pt"));
        options = ParsedOptions.improve(
                new Settings(),
                "--class=shirt",
                "--generator=" + generator,
                "--judge=none",
                "--grid=1",
                "--device=cpu",
                "--threads=1");
        models = ModelSet.find(options, new DigestedFiles(), found -> List.of(new ClassLabel(5, "shirt")));
    }

    @Test
    void find_asTheNextCombinationOfASweep_digestsNoFileAgain() {
        DigestedFiles digests = new DigestedFiles();
        Function<GeneratorMetadata, List<ClassLabel>> shirt = found -> List.of(new ClassLabel(5, "shirt"));
        ModelSet first = ModelSet.find(options, digests, shirt);
        ModelSet next = ModelSet.find(options, digests, shirt);
        assertThat(next.files().keySet()).containsExactly("generator", "classifier");
        next.files()
                .forEach((role, file) -> assertThat(file).isSameAs(first.files().get(role)));
    }

    @Test
    void open_modelsAsTheyWere_loads() {
        assertThatCode(() -> TuningModels.open(options, models, NOTHING, StopCheck.NEVER)
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void open_generatorExchangedAfterItsDigest_isRefused() throws IOException {
        String before = Sha256.of(generator);
        Path other = Files.copy(Path.of("models", "demo-collapsed.pt"), folder.resolve("other.pt"));
        String after = Sha256.of(other);
        Files.move(other, generator, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> TuningModels.open(options, models, NOTHING, StopCheck.NEVER)
                        .close())
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining(generator.toString())
                .hasMessageContaining(before)
                .hasMessageContaining(after);
    }

    @Test
    void requireSameContent_ofPagesInUse_toldByTheContentAlone() throws IOException {
        byte[] content = Files.readAllBytes(generator);
        Files.write(generator, content);
        assertThatCode(models::requireSameContent).doesNotThrowAnyException();
        content[content.length / 2] ^= 1;
        Files.write(generator, content);
        assertThatThrownBy(models::requireSameContent)
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining(Sha256.of(content));
    }

    @Test
    void open_generatorExchangedAndPutBack_isRefused() throws IOException {
        // What libtorch read in between may have been the other one.
        Path aside = Files.move(generator, folder.resolve("aside.pt"));
        Files.move(aside, generator);
        assertThatThrownBy(() -> TuningModels.open(options, models, NOTHING, StopCheck.NEVER)
                        .close())
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("is the same again");
    }
}
