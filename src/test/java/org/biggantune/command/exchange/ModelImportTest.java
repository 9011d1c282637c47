package org.biggantune.command.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.biggantune.cli.Report;
import org.biggantune.domain.Graph;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.ImportKind;
import org.biggantune.model.ModelFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Imports that another command asks for. */
final class ModelImportTest {
    private static final Path PROGRAMS = Path.of("src", "test", "resources", "importer", "programs");

    @TempDir
    Path folder;

    private Path out;
    private CommandLine caller;

    @BeforeEach
    void makeCaller() {
        out = folder.resolve("model.pt");
        caller = new CommandLine(CommandSpec.create().name("models"));
        Map<String, String> defaults = Map.of("--graph", "reference", "--precision", "auto");
        caller.setDefaultValueProvider(
                argument -> argument instanceof OptionSpec option ? defaults.get(option.longestName()) : null);
    }

    @Test
    void run_ofAGenerator_takesTheOptionsAndTheCallersDefaults() {
        Report report = ModelImport.run(
                caller,
                ImportKind.GENERATOR,
                PROGRAMS.resolve("deep_traced.pt"),
                out,
                Map.of("truncation", "0.4", "class-names", "a,b,c,d"));
        assertThat(report.json()).contains("\"truncation\" : 0.4");
        assertThat(ModelFile.generator(out).metadata().graph()).isEqualTo(Graph.REFERENCE);
        assertThat(ModelFile.generator(out).metadata().truncation()).isEqualTo(0.4);
        assertThat(ModelFile.generator(out).metadata().classNames()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void run_ofAClassifier_takesFlagsAndLists() {
        ModelImport.run(
                caller,
                ImportKind.CLASSIFIER,
                PROGRAMS.resolve("classifier.pt"),
                out,
                Map.of("mean", "0.1,0.2,0.3", "std", "0.5", "graph", "folded", "input-size", "32", "force", "true"));
        assertThat(ModelFile.classifier(out).metadata().graph()).isEqualTo(Graph.FOLDED);
        assertThat(ModelFile.classifier(out).metadata().mean()).isEqualTo(List.of(0.1, 0.2, 0.3));
        assertThat(ModelFile.classifier(out).metadata().std()).isEqualTo(List.of(0.5, 0.5, 0.5));
    }

    @Test
    void run_withAnOptionThatThereIsNot_isRefusedByName() {
        Path program = PROGRAMS.resolve("classifier.pt");
        assertThatThrownBy(
                        () -> ModelImport.run(caller, ImportKind.CLASSIFIER, program, out, Map.of("truncation", "0.4")))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("import classifier " + program + ": ")
                .hasMessageContaining("--truncation");
        assertThatThrownBy(() ->
                        ModelImport.run(caller, ImportKind.CLASSIFIER, program, out, Map.of("input-size", "large")))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("--input-size");
        assertThat(out).doesNotExist();
    }
}
