package org.biggantune.command.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.support.Fixtures;
import org.biggantune.support.Relative;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of DJL's zoo, installed by name and by address, against what its programs gave in PyTorch. */
class ZooInstallTest {
    private static final String ZOO = "fixtures/djl-zoo/";
    private static final double CLOSE = 2e-4;

    @TempDir
    Path folder;

    private ToolRun run(Object... arguments) {
        String zoo = Fixtures.require(ZOO + "repository")
                .toAbsolutePath()
                .normalize()
                .toUri()
                .toString();
        ToolRun run = ToolRun.with(
                Map.of("BIGGAN_TUNE_HOME", folder.resolve("home").toString(), "DJL_REPO_URL", zoo), arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static float[] numbers(Path file) {
        return NpyFile.read(file).floats();
    }

    @Test
    void generator_installedByName_drawsAtTheZoosTruncation() {
        Path expected = Fixtures.require(ZOO + "expected/biggan-deep-128");
        run("models", "install", "biggan-deep-128");
        Path images = folder.resolve("images.npy");
        run(
                "sample",
                "--generator",
                "biggan-deep-128",
                "--latents",
                expected.resolve("z.npy"),
                "--embedding",
                expected.resolve("y.npy"),
                "--raw",
                images);
        assertThat(Relative.maxDifference(numbers(images), numbers(expected.resolve("images.npy"))))
                .isLessThan(CLOSE);
        assertThat(run("models", "show", "biggan-deep-128").out())
                .containsPattern("truncation +0.5")
                .containsPattern("checked against +SHA-1 45a4fa82fcc71edd2f8219cc39309c426357f808")
                .containsPattern("classes +1000 \\(tench")
                .containsPattern("source +djl://ai.djl.pytorch/biggan-deep/0.0.1/biggan-deep-128");
        run("models", "install", "biggan-deep-128", "--as", "whole", "--truncation", "1");
        assertThat(run("models", "show", "whole").out()).containsPattern("truncation +1.0");
    }

    @Test
    void classifier_installedByAddress_givesTheSameLogits() {
        Path expected = Fixtures.require(ZOO + "expected/traced_resnet18");
        run("models", "install", "djl://ai.djl.pytorch/resnet/0.0.1/traced_resnet18");
        Path logits = folder.resolve("logits.npy");
        run("classify", "--classifier", "traced_resnet18", "--input", expected.resolve("input.npy"), "--raw", logits);
        assertThat(Relative.maxDifference(numbers(logits), numbers(expected.resolve("logits.npy"))))
                .isLessThan(CLOSE);
        // The catalogue's name stands for the same model.
        assertThat(run("models", "install", "traced_resnet18").out()).containsPattern("state +installed already");
    }
}
