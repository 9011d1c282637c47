package org.biggantune.command.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.biggantune.archive.SafetensorsFile;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.io.Sha256;
import org.biggantune.support.StandInDetectors;
import org.biggantune.support.TestCheckpoints;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code models show} says of a file in the folder of models, whoever has put it there. */
final class ModelsShowTest {
    @TempDir
    Path home;

    private Path models;

    @BeforeEach
    void folder() throws IOException {
        models = Files.createDirectories(home.resolve("models"));
    }

    private String show(String name) {
        ToolRun run = ToolRun.ofUser(home, "models", "show", name);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private void catalogue(String name, String kind, Path file) throws IOException {
        Files.writeString(
                home.resolve("models.yaml"),
                name + ":\n  kind: " + kind + "\n  url: https://example.org/net.pt\n  sha256: "
                        + Sha256.of(file).substring(0, 12) + "\n");
    }

    @Test
    void show_externalProgram_isSaidToBeOne() throws IOException {
        Files.copy(Path.of("src/test/resources/importer/programs/classifier.pt"), models.resolve("mine.pt"));
        assertThat(show("mine"))
                .containsPattern("kind +program without biggan-tune.json\n")
                .contains("biggan-tune models install " + models.resolve("mine.pt") + " --as ")
                .doesNotContain("detector");
    }

    @Test
    void show_checkpoints_areNamedByFormatAndNetwork() throws IOException {
        SafetensorsFile.write(
                models.resolve("mine.pt"),
                Map.of("a.weight", NpyArray.ofFloats(new long[] {1, 2}, new float[] {1, 2})),
                Map.of());
        assertThat(show("mine")).containsPattern("kind +checkpoint \\(safetensors\\)\n");
        TestCheckpoints.write(models.resolve("zip.pt"), Map.of("a.weight", TestCheckpoints.Tensor.zeros(1, 2)));
        assertThat(show("zip")).containsPattern("kind +checkpoint \\(PyTorch, zip\\)\n");
    }

    @Test
    void show_whatIsNoModel_isSaidToBeNone() throws IOException {
        Files.writeString(models.resolve("page.pt"), "<html>404</html>");
        assertThat(show("page"))
                .containsPattern("kind +damaged or not a model\n")
                .contains("it seems to be a web page")
                .doesNotContain("detector");
    }

    @Test
    void show_detectorThatWasInstalled_isOne() throws IOException {
        Path file = StandInDetectors.vgg(home.resolve("vgg.pt"));
        catalogue("vgg", "detector", file);
        ToolRun install = ToolRun.ofUser(home, "models", "install", "vgg", "--from", file);
        assertThat(install.exitCode()).as(install.err()).isZero();
        Files.delete(home.resolve("models.yaml"));
        assertThat(show("vgg")).containsPattern("kind +detector\n").doesNotContain("changed");
        StandInDetectors.inception(models.resolve("vgg.pt"), 8);
        assertThat(show("vgg"))
                .containsPattern("changed +since it was installed, with SHA-256 " + Sha256.of(file))
                .containsPattern("kind +program without biggan-tune.json\n");
    }

    @Test
    void show_fileOfTheCatalogue_isKnownByItsDigest() throws IOException {
        Path file = StandInDetectors.vgg(models.resolve("mine.pt"));
        catalogue("vgg", "detector", file);
        assertThat(show("mine")).containsPattern("kind +detector\n").containsPattern("catalogue +vgg\n");
        Path checkpoint =
                TestCheckpoints.write(models.resolve("net.pt"), Map.of("a", TestCheckpoints.Tensor.zeros(1, 2)));
        catalogue("small-net", "classifier", checkpoint);
        assertThat(show("net"))
                .containsPattern("kind +classifier checkpoint \\(PyTorch, zip\\)\n")
                .containsPattern("catalogue +small-net\n")
                .contains("biggan-tune models install small-net --from " + checkpoint);
    }

    @Test
    void show_fileInPlaceOfAName_isSentToInspect() throws IOException {
        Path file = Files.writeString(home.resolve("net.pt"), "x");
        ToolRun run = ToolRun.ofUser(home, "models", "show", file);
        assertThat(run.exitCode()).isEqualTo(66);
        assertThat(run.err())
                .contains("no model of this name", "biggan-tune inspect " + file)
                .doesNotContain("no such file")
                .hasLineCount(1);
    }

    /** The tests run in the project's folder, which has a folder {@code src}. */
    @Test
    void find_folderOfTheNameOfAModel_doesNotHideTheModel() throws IOException {
        assertThat(Path.of("src")).isDirectory();
        Files.copy(Path.of("models/demo.pt"), models.resolve("src.pt"));
        ToolRun run = ToolRun.ofUser(home, "classes", "src");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("sneaker");
        ToolRun none = ToolRun.ofUser(home, "sample", "--generator", "docs", "--class", "0");
        assertThat(none.exitCode()).isEqualTo(65);
        assertThat(none.err()).contains("docs: is a folder, expected a file").hasLineCount(1);
    }
}
