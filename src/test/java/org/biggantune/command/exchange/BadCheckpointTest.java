package org.biggantune.command.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.archive.Checkpoint;
import org.biggantune.support.Fixtures;
import org.biggantune.support.ToolRun;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of a checkpoint that is sound as a file but not as a generator. */
final class BadCheckpointTest {
    @TempDir
    Path folder;

    @Test
    void import_missingTensor_namesIt() throws IOException {
        // A name of a kind that the importer passes over, of equal length.
        Path file = sound().replace("/data.pkl", "blocks.1.0.conv2.bias", "blocks.1.0.conv2.sv99")
                .write(folder.resolve("missing.pth"));
        assertRefused(file, "missing.pth: has no tensor 'blocks.1.0.conv2.bias'; nearest: ");
        assertThat(ToolRun.of("inspect", file).exitCode()).isZero();
    }

    @Test
    void import_misshapenTensor_namesBothShapes() throws IOException {
        Path file = sound().replace("/data.pkl", "output_layer.2.bias", "output_layer.9.bias")
                .replace("/data.pkl", "output_layer.0.bias", "output_layer.2.bias")
                .replace("/data.pkl", "output_layer.9.bias", "output_layer.0.bias")
                .write(folder.resolve("shape.pth"));
        assertRefused(file, "has shape [3], expected [48]");
    }

    @Test
    void import_strangeTensor_namesIt() throws IOException {
        Path file = sound().replace("/data.pkl", "output_layer.2.bias", "output_layer.7.bias")
                .write(folder.resolve("strange.pth"));
        assertRefused(file, "1 tensors do not belong to a BigGAN generator, such as 'output_layer.7.bias'");
        assertThat(ToolRun.of("inspect", file).out())
                .contains("cannot be imported: 1 tensors do not belong to a BigGAN generator");
    }

    @Test
    void import_weightNotANumber_namesTensorAndIndex() throws IOException {
        String key;
        try (Checkpoint checkpoint = Checkpoint.open(Fixtures.require("demo/G_ema.pth"))) {
            key = checkpoint.stateDict().get("linear.weight").storageKey();
        }
        ZipContent content = sound();
        byte[] numbers = content.entries().get(content.name("/data/" + key));
        ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).putFloat(4 * 7, Float.NaN);
        assertRefused(content.write(folder.resolve("nan.pth")), "tensor 'linear.weight' is NaN at index 7 of 15360");
    }

    @Test
    void import_wrongCountOfNames_isAConflict() {
        ToolRun run = ToolRun.of(
                "import",
                "generator",
                Fixtures.require("demo/G_ema.pth"),
                "-o",
                folder.resolve("o.pt"),
                "--class-names",
                "cifar10");
        assertThat(run.err()).contains("--class-names: 10 names given, but ").contains(" has 8 classes");
        assertThat(run.exitCode()).isEqualTo(78);
    }

    @Test
    void import_badSidecar_isToldApart() throws IOException {
        Path file = Files.copy(Fixtures.require("demo/G_ema.pth"), folder.resolve("G.pth"));
        Files.writeString(folder.resolve("config.json"), "{\"BN_eps\": 3}");
        assertRefused(file, "config.json: BN_eps is 3, expected a number above 0 and below 1; fix it, or ignore it");
        Files.writeString(folder.resolve("config.json"), "{");
        assertRefused(file, "config.json: not JSON");
        assertThat(ToolRun.of("import", "generator", file, "-o", folder.resolve("o.pt"), "--no-sidecar")
                        .exitCode())
                .isZero();
    }

    @Test
    void import_ontoItself_isRefused() throws IOException {
        Path file = Files.copy(Fixtures.require("demo/G_ema.pth"), folder.resolve("G.pth"));
        ToolRun run = ToolRun.of("import", "generator", file, "-o", file, "--force");
        assertThat(run.err()).contains("this is the checkpoint itself; give another file");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(file).hasSameBinaryContentAs(Fixtures.require("demo/G_ema.pth"));
    }

    private static ZipContent sound() throws IOException {
        return ZipContent.read(Fixtures.require("demo/G_ema.pth"));
    }

    private void assertRefused(Path file, String message) {
        Path out = folder.resolve("refused.pt");
        ToolRun run = ToolRun.of("import", "generator", file, "-o", out);
        assertThat(run.err()).startsWith("biggan-tune: ").contains(message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(out).doesNotExist();
    }
}
