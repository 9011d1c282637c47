package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run writes, replaces and shows. */
final class RunOptionsTest {
    private static final String SHORT = "improve -q --class shirt --judge none --iterations 1 --batch 2"
            + " --evaluate-every 1 --validation-samples 2 --test-samples 2 --collapsed-below 0 --grid 0";

    @TempDir
    Path folder;

    @Test
    void existingFile_isRefusedBeforeTuningAndStays() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious.txt"), "mine");
        ToolRun run = improve("run", "--write-generator", precious);
        assertThat(run.exitCode()).isEqualTo(73);
        assertThat(run.err())
                .contains("--write-generator " + precious + ": the file already exists")
                .contains("--force")
                .hasLineCount(1);
        assertThat(precious).hasContent("mine");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void ownInputs_areRefusedEvenWithForce() throws IOException {
        Path generator = Files.copy(Path.of("models", "demo.pt"), folder.resolve("g.pt"));
        Path link = Files.createSymbolicLink(folder.resolve("link.pt"), generator);
        Path classifier = Files.copy(Path.of("models", "demo-classifier.pt"), folder.resolve("c.pt"));
        byte[] before = Files.readAllBytes(generator);
        ToolRun itself = improve("run", "--generator", generator, "--write-generator", link, "--force");
        assertThat(itself.exitCode()).isEqualTo(2);
        assertThat(itself.err()).contains("this is the generator itself").hasLineCount(1);
        ToolRun other = improve("run", "--classifier", classifier, "--write-generator", classifier, "--force");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("this is the classifier itself").hasLineCount(1);
        assertThat(generator).hasBinaryContent(before);
    }

    @Test
    void outputsOfOtherCommands_neverReplaceTheirInputs() throws IOException {
        Path generator = Files.copy(Path.of("models", "demo.pt"), folder.resolve("g.pt"));
        Path classifier = Files.copy(Path.of("models", "demo-classifier.pt"), folder.resolve("c.pt"));
        Path latents = folder.resolve("z.npy");
        NpyFile.write(latents, NpyArray.ofFloats(new long[] {1, 80}, new float[80]));
        byte[] before = Files.readAllBytes(latents);
        assertOwnInput(
                "--raw " + latents + ": this is the file of latents itself",
                "sample",
                "--class",
                1,
                "--latents",
                latents,
                "--raw",
                latents);
        assertOwnInput(
                "--out " + generator + ": this is the generator itself",
                "sample",
                "--class",
                1,
                "--generator",
                generator,
                "--out",
                generator);
        assertOwnInput(
                "--raw " + classifier + ": this is the classifier itself",
                "classify",
                "docs/images/diversify-sneaker.png",
                "--classifier",
                classifier,
                "--raw",
                classifier);
        assertThat(latents).hasBinaryContent(before);
    }

    private static void assertOwnInput(String message, Object... arguments) {
        ToolRun run = ToolRun.of(arguments);
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void ownResult_isReplacedByTheSameRunOnly() throws IOException {
        Path written = folder.resolve("tuned.pt");
        ToolRun first = improve("run", "--write-generator", written);
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("Generator with the tuned embeddings: " + written);
        assertThat(improve("run", "--write-generator", written).exitCode()).isZero();
        assertThat(improve("run", "--write-generator", folder.resolve("./tuned.pt"))
                        .exitCode())
                .isZero();
        assertThat(improve("other", "--write-generator", written).exitCode()).isEqualTo(73);

        Files.writeString(written, "something else by now");
        assertThat(improve("run", "--write-generator", written).exitCode()).isEqualTo(73);
        assertThat(written).hasContent("something else by now");
        assertThat(improve("run", "--write-generator", written, "--force").exitCode())
                .isZero();
        assertThat(ToolRun.of("verify", Path.of("models", "demo.pt"), written).exitCode())
                .isZero();
    }

    @Test
    void judge_thatIsTheClassifier_isSaidToBeNone() {
        ToolRun run = ToolRun.of(
                "improve",
                "--class",
                "bag",
                "--judge",
                "demo-classifier",
                "--iterations",
                1,
                "--batch",
                2,
                "--validation-samples",
                2,
                "--test-samples",
                2,
                "--grid",
                0,
                "--out",
                folder.resolve("judged"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("--judge is the classifier itself");
    }

    @Test
    void folder_thatHoldsOtherFiles_isRefused() throws IOException {
        Path runs = Files.createDirectories(folder.resolve("runs"));
        Files.createDirectories(runs.resolve("improve-shirt-001"));
        ToolRun run = improve("runs");
        assertThat(run.exitCode()).isEqualTo(73);
        assertThat(run.err())
                .contains("--out " + runs + ": has other files (improve-shirt-001)")
                .hasLineCount(1);
        assertThat(runs.toFile().list()).containsExactly("improve-shirt-001");

        Path job = Files.createDirectories(folder.resolve("job"));
        Files.createFile(job.resolve("slurm-17.out"));
        assertThat(improve("job").exitCode()).isZero();
    }

    @Test
    void noPictures_leavesNumbersAlone() {
        assertThat(improve("run", "--save-every", 1).exitCode()).isZero();
        Path shirt = folder.resolve("run/classes/0005-shirt");
        assertThat(shirt.resolve("embedding.npy")).isNotEmptyFile();
        assertThat(shirt.toFile().listFiles((parent, name) -> name.endsWith(".png")))
                .isEmpty();
        assertThat(shirt.resolve("steps")).isDirectoryNotContaining("glob:**.png");
    }

    private ToolRun improve(String run, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of((Object[]) SHORT.split(" ")));
        arguments.addAll(List.of("--out", folder.resolve(run)));
        arguments.addAll(List.of(options));
        return ToolRun.of(arguments.toArray());
    }
}
