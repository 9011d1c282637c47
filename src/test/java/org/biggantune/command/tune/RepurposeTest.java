package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.model.ModelFile;
import org.biggantune.support.DemoModels;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code repurpose} on the shipped models with few steps: the files it leaves, and what it refuses. */
final class RepurposeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEMO = Path.of("models", "demo.pt");

    @TempDir
    Path folder;

    @Test
    void repurpose_aClassTheGeneratorKnows_isPulledToItsRow() throws IOException {
        Path free = folder.resolve("free");
        Path held = folder.resolve("held");
        for (Path out : List.of(free, held)) {
            double pull = out.equals(held) ? 100 : 0;
            Object[] options = {"--class", "dress,shirt", "--known-proximity", pull, "--iterations", 12, "--batch", 4};
            assertThat(repurpose(out, options).exitCode()).isZero();
        }
        assertThat(lastDistance(held, 6)).isLessThan(0.5 * lastDistance(free, 6));
        assertThat(lastDistance(held, 3)).isEqualTo(lastDistance(free, 3));
    }

    /** ‖c − c₀‖² in front of the last step of a class. */
    private static double lastDistance(Path out, int label) throws IOException {
        double last = Double.NaN;
        for (String line : Files.readAllLines(out.resolve("events.jsonl"))) {
            JsonNode event = JSON.readTree(line);
            last = event.get("class").asInt() == label && event.has("proximity")
                    ? event.get("proximity").asDouble()
                    : last;
        }
        return last;
    }

    @Test
    void repurpose_aClassNeverSeen_beatsTheNearestRow() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run = repurpose(out, "--class", "ankle boot,shirt", "--json", "--iterations", 80, "--batch", 8);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode boot =
                JSON.readTree(out.resolve("classes/0009-ankle-boot/result.json").toFile());
        assertThat(JSON.readTree(run.out()).at("/classes/0")).isEqualTo(boot);
        assertThat(boot.get("startRow")).isEqualTo(JSON.readTree("{\"index\": 6, \"name\": \"sneaker\"}"));
        assertThat(boot.get("improved").asBoolean()).isTrue();
        assertThat(boot.at("/after/judge/top1").asDouble())
                .isGreaterThan(boot.at("/before/judge/top1").asDouble() + 0.2);
        JsonNode shirt =
                JSON.readTree(out.resolve("classes/0006-shirt/result.json").toFile());
        assertThat(shirt.at("/startRow/index").asInt()).isEqualTo(5);

        float[] rows = NpyFile.read(out.resolve("embeddings.npy")).floats();
        assertThat(NpyFile.read(out.resolve("embeddings.npy")).shape()).containsExactly(2, 128);
        assertThat(JSON.readTree(out.resolve("classes.json").toFile()))
                .isEqualTo(JSON.readTree("[\"shirt\", \"ankle boot\"]"));
        assertThat(Arrays.copyOfRange(rows, 128, 256))
                .containsExactly(NpyFile.read(out.resolve("classes/0009-ankle-boot/embedding.npy"))
                        .floats());
        for (String picture : List.of("before.png", "after.png", "before-after.png")) {
            assertThat(out.resolve("classes/0009-ankle-boot").resolve(picture)).isNotEmptyFile();
        }
        JsonNode record = JSON.readTree(out.resolve("run.json").toFile());
        assertThat(record.at("/command").asText()).isEqualTo("repurpose");
        assertThat(record.at("/target/name").asText()).isEqualTo("fashion10");
        assertThat(record.at("/settings/proximity").asDouble()).isZero();
    }

    @Test
    void repurpose_allClasses_writesAGeneratorThatDrawsThem() throws IOException {
        Path out = folder.resolve("run");
        Path generator = folder.resolve("fashion.pt");
        ToolRun run =
                repurpose(out, "--iterations", 1, "--test-samples", 2, "--grid", 1, "--write-generator", generator);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("starts from").contains("9 ankle boot").contains("6 sneaker");
        ModelFile.GeneratorFile written = ModelFile.generator(generator);
        assertThat(written.metadata().classNames()).isEqualTo(DemoModels.LABELS);
        assertThat(written.embeddings().rows()).isEqualTo(10);
        assertThat(written.embeddings().values())
                .containsExactly(NpyFile.read(out.resolve("embeddings.npy")).floats());

        // libtorch loads the file, and a row draws what it draws from the original file.
        Path row = out.resolve("classes/0009-ankle-boot/embedding.npy");
        Path drawn = folder.resolve("drawn.png");
        Path expected = folder.resolve("expected.png");
        assertThat(sample("--generator", generator, "--class", "ankle boot", "--out", drawn))
                .isZero();
        assertThat(sample("--generator", DEMO, "--embedding", row, "--out", expected))
                .isZero();
        assertThat(pixels(drawn)).isEqualTo(pixels(expected));
        assertThat(sample("--generator", generator, "--class", "all", "--out", folder.resolve("all.png")))
                .isZero();
    }

    @Test
    void repurpose_sameFolderAgain_goesOn() throws IOException {
        Path out = folder.resolve("run");
        ToolRun first = repurpose(out, "--class", "bag", "--json");
        assertThat(first.exitCode()).as(first.err()).isZero();
        byte[] rows = Files.readAllBytes(out.resolve("start-rows.json"));
        ToolRun more = repurpose(out, "--class", "bag,dress", "--json");
        assertThat(more.exitCode()).as(more.err()).isZero();
        assertThat(JSON.readTree(more.out()).at("/classes/0"))
                .isEqualTo(JSON.readTree(first.out()).at("/classes/0"));
        assertThat(Files.readAllBytes(out.resolve("start-rows.json"))).isEqualTo(rows);
        ToolRun other = repurpose(out, "--class", "dress", "--ranking-samples", 2);
        assertThat(other.exitCode()).isEqualTo(78);
        assertThat(other.err()).contains("ranking-samples 4 → 2").hasLineCount(1);
    }

    @Test
    void repurpose_meanStart_stillComparesWithTheNearestRow() throws IOException {
        ToolRun run = repurpose(
                folder.resolve("run"), "--class", "dress", "--initial", "mean", "--json", "--learning-rate", "1e-30");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = JSON.readTree(run.out()).at("/classes/0");
        assertThat(result.at("/startRow/name").asText()).isNotEmpty();
        float[] row = NpyFile.read(folder.resolve("run/classes/0003-dress/embedding.npy"))
                .floats();
        EmbeddingMatrix demo = ModelFile.generator(DEMO).embeddings();
        assertThat(row)
                .isEqualTo(
                        result.get("improved").asBoolean()
                                ? demo.mean()
                                : demo.row(result.at("/startRow/index").asInt()));
    }

    @Test
    void repurpose_defaultsOfTheTarget_areBelowAllOtherLayers() throws IOException {
        String text = """
                labels: [shirt, bag]
                classifier: demo-classifier
                defaults: {iterations: 3, batch: 2, seed: 9}
                judge-source: get one
                """;
        Path target = Files.writeString(folder.resolve("two.yaml"), text);
        Path config = Files.writeString(folder.resolve("mine.yaml"), "repurpose: {batch: 4}");
        ToolRun run = ToolRun.with(
                Map.of("BIGGAN_TUNE_SEED", "5"),
                "repurpose",
                "--target",
                target,
                "--config",
                config,
                "--out",
                folder.resolve("run"),
                "--class",
                "0",
                "--validation-samples",
                2,
                "--test-samples",
                2,
                "--grid",
                1);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("No judge and no pull").contains("with --judge, for example: get one.");
        JsonNode record = JSON.readTree(folder.resolve("run/run.json").toFile());
        assertThat(record.at("/settings/iterations").asInt()).isEqualTo(3);
        assertThat(record.at("/settings/batch").asInt()).isEqualTo(4);
        assertThat(record.at("/settings/seed").asInt()).isEqualTo(5);
        assertThat(record.at("/models/judge").isMissingNode()).isTrue();
        assertThat(folder.resolve("run/classes/0000-shirt/result.json")).exists();
    }

    @Test
    void repurpose_wrongTargets_areRefusedInOneLine() throws IOException {
        assertTargetRefused(
                78,
                "unknown key 'defaults.iteration'; did you mean iterations",
                "labels: [bag]\n" + "classifier: demo-classifier\ndefaults: {iteration: 3}");
        for (String forbidden : List.of(
                "libtorch: lib",
                "out: there",
                "write-generator: demo.pt",
                "devices: cpu",
                "force: true",
                "threads: 1")) {
            assertTargetRefused(
                    78,
                    "'defaults." + forbidden.replaceFirst(":.*", "") + "': a target describes a data set",
                    "labels: [bag]\nclassifier: demo-classifier\ndefaults: {" + forbidden + "}");
        }
        assertTargetRefused(
                78,
                "no label 'bagg' among its 10 labels (nearest: bag)",
                "labels: [shirt, bagg]\nclassifier: demo-classifier");
        assertTargetRefused(78, "duplicate labels (bag)", "labels: [bag, bag]\nclassifier: demo-classifier");
        assertTargetRefused(78, "no classifier", "labels: [bag]");
        assertTargetRefused(
                66,
                "its classifier nets/none.pt is missing: wget X && biggan-tune import classifier X",
                "labels: [bag]\nclassifier: nets/none.pt\nsource: |\n  wget X &&\n  biggan-tune import classifier X");
        assertTargetRefused(66, "--classifier none: no such file", "labels: [bag]\nclassifier: none");
    }

    @Test
    void repurpose_wrongOptions_areRefused() {
        assertRefused(2, "Missing required option: '--target=NAME|FILE'", "repurpose");
        assertRefused(66, "--target fashion: no such file", "repurpose", "--target", "fashion");
        assertRefused(2, "--ranking-samples 0", "repurpose", "--target", "fashion10", "--ranking-samples", 0);
        assertRefused(2, "did you mean \"dress\"", "repurpose", "--target", "fashion10", "--class", "dres");
        assertRefused(2, "the target has classes 0–9", "repurpose", "--target", "fashion10", "--class", "10");
        assertRefused(66, "biggan-tune models install resnet18-places365", "repurpose", "--target", "places365");
    }

    private void assertTargetRefused(int code, String message, String text) throws IOException {
        Path target = Files.writeString(folder.resolve("mine.yaml"), text);
        assertRefused(code, message, "repurpose", "--target", target, "--out", folder.resolve("run"));
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private static void assertRefused(int code, String message, Object... arguments) {
        ToolRun run = ToolRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    private static int sample(Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("sample", "-q", "--seeds", "0-1"));
        arguments.addAll(List.of(options));
        return ToolRun.of(arguments.toArray()).exitCode();
    }

    private static int[] pixels(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static ToolRun repurpose(Path out, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("repurpose", "-q", "--target", "fashion10", "--out", out));
        Object[] few = {
            "--iterations",
            4,
            "--batch",
            4,
            "--validation-samples",
            8,
            "--test-samples",
            64,
            "--grid",
            4,
            "--ranking-samples",
            4
        };
        for (int i = 0; i < few.length; i += 2) {
            if (!List.of(options).contains(few[i])) {
                arguments.add(few[i]);
                arguments.add(few[i + 1]);
            }
        }
        arguments.addAll(List.of(options));
        return ToolRun.of(arguments.toArray());
    }
}
