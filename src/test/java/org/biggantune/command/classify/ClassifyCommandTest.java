package org.biggantune.command.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.support.Fixtures;
import org.biggantune.support.Relative;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassifyCommandTest {
    private static final int PLANE = 32 * 32;

    @TempDir
    Path folder;

    @Test
    void raw_ofAnArray_isWhatTheOriginalCodeGives() {
        Path fixture = Fixtures.require("fixtures/classifiers/cifar10-resnet20-real");
        Path model = folder.resolve("c.pt");
        done("import", "classifier", fixture.resolve("resnet20-12fca82f.th"), "-o", model, "--labels", "cifar10");
        Path raw = folder.resolve("logits.npy");
        done("classify", "--classifier", model, "--input", fixture.resolve("input.npy"), "--raw", raw);
        NpyArray expected = NpyFile.read(fixture.resolve("logits.npy"));
        assertThat(NpyFile.read(raw).shape()).containsExactly(expected.shape());
        assertThat(Relative.maxDifference(NpyFile.read(raw).floats(), expected.floats()))
                .isLessThan(1e-4);
    }

    @Test
    void image_ofTheClassifiersSize_isOnlyNormalised() throws IOException {
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        float[] input = new float[3 * PLANE];
        for (int i = 0; i < PLANE; i++) {
            int red = i % 256;
            int green = 7 * i % 256;
            int blue = i / 4 % 256;
            picture.setRGB(i % 32, i / 32, red << 16 | green << 8 | blue);
            input[i] = (red / 255f - 0.286f) / 0.353f;
            input[PLANE + i] = (green / 255f - 0.286f) / 0.353f;
            input[2 * PLANE + i] = (blue / 255f - 0.286f) / 0.353f;
        }
        ImageIO.write(picture, "png", folder.resolve("a.png").toFile());
        NpyFile.write(folder.resolve("x.npy"), NpyArray.ofFloats(new long[] {1, 3, 32, 32}, input));
        Path ofFile = folder.resolve("file.npy");
        Path ofArray = folder.resolve("array.npy");
        ToolRun run = done("classify", folder.resolve("a.png"), "--raw", ofFile, "--top", "2");
        done("classify", "--input", folder.resolve("x.npy"), "--raw", ofArray);
        assertThat(Relative.maxDifference(
                        NpyFile.read(ofFile).floats(), NpyFile.read(ofArray).floats()))
                .isLessThan(1e-5);
        assertThat(run.out()).startsWith("image ").hasLineCount(4);
    }

    @Test
    void labels_give_counts() throws IOException {
        Path images = folder.resolve("images");
        done("sample", "--class", "trouser", "--seeds", "0-9", "--out", images, "--no-grid");
        StringBuilder table = new StringBuilder("file\tclass\tname\n");
        for (int i = 0; i < 10; i++) {
            table.append("seed000").append(i).append(i < 8 ? ".png\t1\ttrouser\n" : ".png\t9\tankle boot\n");
        }
        Path labels = Files.writeString(folder.resolve("labels.tsv"), table);
        // Trousers are the demo's surest class: its judge takes all of 256 for what they are.
        ToolRun run = done("classify", "--classifier", "demo-judge", images, "--labels", labels, "--json");
        assertThat(run.out()).matches("\\{\\s+\"images\" : 10,\\s+\"top1\" : 8,\\s+\"top5\" : \\d+\\s+\\}\\s+");
        assertThat(done("classify", "--classifier", "demo-judge", images, "--labels", labels)
                        .out())
                .contains("top-1 8 of 10 (80.0 %)");
    }

    @Test
    void json_withoutLabels_listsImages() throws IOException {
        Path images = folder.resolve("images");
        done("sample", "--class", "trouser", "--seeds", "0", "--out", images, "--no-grid");
        ToolRun run = done("classify", images, "--json", "--top", "1");
        assertThat(run.out())
                .contains("\"images\" : 1,")
                .contains("\"file\" : \"" + images.resolve("seed0000.png") + "\"")
                .contains("\"label\" : \"trouser\"");
    }

    private static ToolRun done(Object... arguments) {
        ToolRun run = ToolRun.of(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }
}
