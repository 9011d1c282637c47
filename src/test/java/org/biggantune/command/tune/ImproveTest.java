package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.model.ModelFile;
import org.biggantune.support.DemoModels;
import org.biggantune.support.FewClasses;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code improve} on the shipped models with few steps: the files it leaves, and what it refuses. */
final class ImproveTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TROUSER = 1;
    private static final int SHIRT = 5;
    private static final int BAG = 7;

    @TempDir
    Path folder;

    @Test
    void improve_oneClass_fillsItsFolder() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run = improve(out, "--class", "shirt", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Path shirt = out.resolve("classes/0005-shirt");

        JsonNode result = JSON.readTree(shirt.resolve("result.json").toFile());
        assertThat(JSON.readTree(run.out()).get("classes")).containsExactly(result);
        assertThat(JSON.readTree(run.out()).get("run").asText()).isEqualTo(out.toString());
        assertThat(result.at("/class/index").asInt()).isEqualTo(SHIRT);
        assertThat(result.at("/class/name").asText()).isEqualTo("shirt");
        assertThat(result.get("improved").asBoolean()).isTrue();
        assertThat(result.get("steps").asInt()).isEqualTo(12);
        assertThat(result.get("seconds").asDouble()).isPositive();
        for (String when : List.of("before", "after")) {
            assertThat(result.at("/" + when + "/classifier/top1").asDouble()).isBetween(0.0, 1.0);
            assertThat(result.at("/" + when + "/judge/probability").asDouble()).isBetween(0.0, 1.0);
            assertThat(result.at("/" + when + "/pairDiversity").asDouble()).isBetween(0.1, 2.0);
        }
        assertThat(result.at("/after/classifier/probability").asDouble())
                .isGreaterThan(result.at("/before/classifier/probability").asDouble());

        assertThat(result.get("verdict").asText()).isEqualTo("improved");
        assertThat(result.get("refusals")).isEmpty();
        JsonNode change = result.at("/test/change");
        for (String measure : List.of(
                "/classifier/top1", "/classifier/probability", "/judge/top1", "/judge/probability", "/pairDiversity")) {
            double mean = change.at(measure + "/mean").asDouble();
            assertThat(mean)
                    .as(measure)
                    .isCloseTo(
                            result.at("/after" + measure).asDouble()
                                    - result.at("/before" + measure).asDouble(),
                            within(1e-12))
                    .isBetween(
                            change.at(measure + "/low").asDouble(),
                            change.at(measure + "/high").asDouble());
        }
        assertThat(change.at("/judge/probability/low").asDouble()).isPositive();
        assertThat(out.resolve("run.log")).content().contains(" 5 shirt: improved: classifier probability rose ");

        assertThat(NpyFile.read(shirt.resolve("embedding.npy")).shape()).containsExactly(1, 128);
        for (String picture : List.of("before.png", "after.png", "before-after.png")) {
            assertThat(ImageIO.read(shirt.resolve(picture).toFile()).getWidth())
                    .as(picture)
                    .isGreaterThanOrEqualTo(512);
        }
        assertThat(Files.readAllLines(out.resolve("events.jsonl"))).hasSize(12 + 2 + 9);
        JsonNode record = JSON.readTree(out.resolve("run.json").toFile());
        assertThat(record.at("/settings/iterations").asInt()).isEqualTo(12);
        assertThat(record.get("parallelStarts").asInt()).isEqualTo(1);
        assertThat(record.at("/models/generator/sha256").asText()).hasSize(64);
        assertThat(record.get("finished").asText()).isNotEmpty();
        assertThat(out.resolve("run.log")).isNotEmptyFile();
    }

    /** The rule for a healthy class, applied here by hand to what the folder says of the original row. */
    @Test
    void improve_candidates_sayWhatTheyDoNotMeet() throws IOException {
        Path out = folder.resolve("run");
        assertThat(improve(out, "--class", "trouser", "--learning-rate", 0.3).exitCode())
                .isZero();
        JsonNode before = JSON.readTree(
                        out.resolve("classes/0001-trouser/result.json").toFile())
                .get("validation");
        double floor = JSON.readTree(out.resolve("run.json").toFile())
                .at("/settings/diversity-floor")
                .asDouble();
        int refused = 0;
        for (String line : Files.readAllLines(out.resolve("events.jsonl"))) {
            JsonNode event = JSON.readTree(line);
            if (event.has("candidate")) {
                JsonNode found = event.get("candidate");
                TreeSet<String> expected = new TreeSet<>();
                for (String who : List.of("classifier", "judge")) {
                    if (!(found.at("/" + who + "/probability").asDouble()
                            > before.at("/" + who + "/probability").asDouble())) {
                        expected.add(who + ".probability not-higher");
                    }
                    if (found.at("/" + who + "/top1").asDouble()
                            < before.at("/" + who + "/top1").asDouble()) {
                        expected.add(who + ".top1 below-limit");
                    }
                }
                if (found.get("pairDiversity").asDouble()
                        < floor * before.get("pairDiversity").asDouble()) {
                    expected.add("pairDiversity below-limit");
                }
                TreeSet<String> said = new TreeSet<>();
                event.get("refusals")
                        .forEach(refusal -> said.add(refusal.get("measure").asText() + " "
                                + refusal.get("rule").asText()));
                assertThat(said).as(line).isEqualTo(expected);
                refused += expected.isEmpty() ? 0 : 1;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void improve_matrix_changesTheTunedRowAlone() throws IOException {
        Path out = folder.resolve("run");
        Path generator = folder.resolve("tuned.pt");
        assertThat(improve(out, "--class", "shirt", "--write-generator", generator)
                        .exitCode())
                .isZero();
        Path original = Path.of("models", "demo.pt");
        float[] before = ModelFile.generator(original).embeddings().values();
        float[] after = NpyFile.read(out.resolve("embeddings.npy")).floats();
        List<Integer> changed = new ArrayList<>();
        for (int i = 0; i < before.length; i++) {
            if (before[i] != after[i] && !changed.contains(i / 128)) {
                changed.add(i / 128);
            }
        }
        assertThat(changed).containsExactly(SHIRT);
        assertThat(ModelFile.generator(generator).embeddings().values()).containsExactly(after);

        JsonNode verdict = JSON.readTree(
                ToolRun.of("verify", original, generator, "--json").out());
        assertThat(ToolRun.of("verify", original, generator).exitCode()).isZero();
        assertThat(verdict.toString()).contains("[5]");
        assertThat(Files.size(generator)).isEqualTo(Files.size(original));
    }

    @Test
    void improve_sameSeed_isByteIdentical() throws IOException {
        List<byte[]> rows = new ArrayList<>();
        for (String[] seeded : new String[][] {{"a", "3"}, {"b", "3"}, {"c", "4"}}) {
            Path out = folder.resolve(seeded[0]);
            assertThat(improve(out, "--class", SHIRT, "--seed", seeded[1]).exitCode())
                    .isZero();
            rows.add(Files.readAllBytes(out.resolve("classes/0005-shirt/embedding.npy")));
        }
        assertThat(rows.get(1)).isEqualTo(rows.get(0));
        assertThat(rows.get(2)).isNotEqualTo(rows.get(0));
    }

    @Test
    void improve_nothingGained_keepsTheRow() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run = improve(out, "--class", "bag", "--learning-rate", "1e-12");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\n7 bag: kept: classifier probability did not rise (0.955 → 0.955)\n");
        NpyArray row = NpyFile.read(out.resolve("classes/0007-bag/embedding.npy"));
        assertThat(row.floats())
                .containsExactly(ModelFile.generator(Path.of("models", "demo.pt"))
                        .embeddings()
                        .row(7));
        JsonNode result =
                JSON.readTree(out.resolve("classes/0007-bag/result.json").toFile());
        assertThat(result.get("improved").asBoolean()).isFalse();
        assertThat(result.get("verdict").asText()).isEqualTo("kept");
        assertThat(result.get("test").isNull()).isTrue();
        assertThat(result.at("/refusals/0/measure").asText()).isEqualTo("classifier.probability");
        assertThat(result.at("/refusals/0/rule").asText()).isEqualTo("not-higher");
        assertThat(out.resolve("run.log")).content().contains("7 bag: kept: classifier probability did not rise");
        assertThat(result.get("after")).isEqualTo(result.get("before"));
    }

    @Test
    void improve_sameFolderAgain_takesFinishedClassesAsTheyAre() throws IOException {
        Path out = folder.resolve("run");
        ToolRun first = improve(out, "--class", "shirt", "--json");
        ToolRun more = improve(out, "--class", "shirt,coat", "--json");
        assertThat(more.exitCode()).as(more.err()).isZero();
        JsonNode results = JSON.readTree(more.out()).get("classes");
        assertThat(results).hasSize(2);
        assertThat(results.get(0)).isEqualTo(JSON.readTree(first.out()).at("/classes/0"));
        ToolRun again = improve(out, "--class", "shirt,coat", "--json");
        assertThat(JSON.readTree(again.out()).get("classes")).isEqualTo(results);
    }

    @Test
    void improve_runKilledBehindItsLastClass_getsItsEndWhenItIsRunAgain() throws IOException {
        Path out = folder.resolve("run");
        assertThat(improve(out, "--class", "shirt").exitCode()).isZero();
        Path file = out.resolve("run.json");
        ObjectNode whole = (ObjectNode) JSON.readTree(file.toFile());
        ObjectNode open = whole.deepCopy();
        open.remove(List.of("finished", "peakResidentBytes"));
        JSON.writeValue(file.toFile(), open);
        assertThat(improve(out, "--class", "shirt").exitCode()).isZero();
        ObjectNode again = (ObjectNode) JSON.readTree(file.toFile());
        assertThat(again.has("finished")).isTrue();
        // One that was ended is left as it is.
        assertThat(improve(out, "--class", "shirt").exitCode()).isZero();
        assertThat(JSON.readTree(file.toFile())).isEqualTo(again);
        assertThat(again.put("finished", "")).isEqualTo(whole.put("finished", ""));
    }

    @Test
    void improve_otherSettingsOnAFolder_areRefusedWithTheDifference() {
        Path out = folder.resolve("run");
        assertThat(improve(out, "--class", "shirt").exitCode()).isZero();
        ToolRun other = improve(out, "--class", "shirt", "--batch", 6);
        assertThat(other.exitCode()).isEqualTo(78);
        assertThat(other.err())
                .contains("made with other settings (batch 4 → 6; collapsed-batch 4 → 6)")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"'', 5, 2", "--iterations 3, 3, 3", "--iterations 3 --collapsed-iterations 4, 4, 3"})
    void improve_collapsedClass_takesItsOwnIterationsUnlessOthersAreTyped(String typed, int collapsed, int healthy)
            throws IOException {
        String options = "improve --generator demo-collapsed --class sneaker,trouser --json --batch 4 --grid 4"
                + " --validation-samples 8 --test-samples 8 --out " + folder.resolve("run") + " " + typed;
        Map<String, String> environment =
                Map.of("BIGGAN_TUNE_ITERATIONS", "2", "BIGGAN_TUNE_COLLAPSED_ITERATIONS", "5");
        ToolRun run = ToolRun.with(environment, (Object[]) options.strip().split(" "));
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode results = JSON.readTree(run.out()).get("classes");
        assertThat(results.get(0).get("steps").asInt()).isEqualTo(collapsed);
        assertThat(results.get(1).get("steps").asInt()).isEqualTo(healthy);
    }

    @Test
    void improve_collapsedClass_isToldFromHealthyOnes() throws IOException {
        Path out = folder.resolve("run");
        String options = "--generator demo-collapsed --class sneaker,trouser --json --iterations 2 --batch 4"
                + " --validation-samples 8 --test-samples 16 --grid 4";
        List<Object> arguments = new ArrayList<>(List.of("improve", "--out", out));
        arguments.addAll(List.of(options.split(" ")));
        ToolRun run = ToolRun.of(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode results = JSON.readTree(run.out()).get("classes");
        assertThat(results.get(0).get("collapsed").asBoolean()).isTrue();
        assertThat(results.get(0).get("relativeDiversity").asDouble()).isBetween(0.3, 0.55);
        assertThat(results.get(0).get("relativeDiversityError").asDouble()).isBetween(0.01, 0.09);
        assertThat(results.get(1).get("collapsed").asBoolean()).isFalse();
        assertThat(results.get(1).get("relativeDiversity").asDouble()).isBetween(0.62, 0.95);
        assertThat(results.get(1).get("relativeDiversityError").asDouble()).isBetween(0.01, 0.09);
        assertThat(run.err())
                .contains("6 \"sneaker\" counts as collapsed: its samples are 0.4")
                .doesNotContain("\"trouser\" counts as collapsed");
    }

    @Test
    void improve_aGeneratorOfTwoClasses_takesNoneForCollapsed() throws IOException {
        Path out = folder.resolve("run");
        Path two = FewClasses.write(folder.resolve("two.pt"), TROUSER, BAG);
        // Beside the bag alone the trouser has half its diversity.
        ToolRun run = improve(out, "--generator", two, "--class", "trouser", "--seed", 8, "--iterations", 2, "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = JSON.readTree(run.out()).at("/classes/0");
        assertThat(result.get("collapsed").asBoolean()).isFalse();
        assertThat(result.has("relativeDiversity")).isFalse();
        assertThat(result.has("relativeDiversityError")).isFalse();
        assertThat(out.resolve("run.log")).content().contains("too few other classes with varied");
    }

    @Test
    void improve_weightGivenOnTheCommandLine_holdsForCollapsedClassesToo() throws IOException {
        Path out = folder.resolve("run");
        assertThat(improve(out, "--class", "shirt", "--proximity", "0.25").exitCode())
                .isZero();
        JsonNode settings = JSON.readTree(out.resolve("run.json").toFile()).get("settings");
        assertThat(settings.get("collapsed-proximity").asDouble()).isEqualTo(0.25);
        assertThat(settings.get("collapsed-diversity-weight").asDouble()).isEqualTo(0.6);
    }

    @Test
    void improve_withoutJudge_saysNull() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run = improve(out, "--class", "shirt", "--judge", "none", "--json");
        assertThat(JSON.readTree(run.out()).at("/classes/0").at("/before/judge").isNull())
                .isTrue();
    }

    @Test
    void improve_meanStartsWithNoise_areTried() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run = improve(
                out,
                "--class",
                "shirt",
                "--initial",
                "mean",
                "--initial-noise",
                "0.1",
                "--starts",
                "2",
                "--diversity",
                "softmax",
                "--iterations",
                "4",
                "--preprocessing",
                "reference",
                "--schedule",
                "constant",
                "--clamp",
                "-0.5,0.5");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readAllLines(out.resolve("events.jsonl"))).hasSize(2 * (4 + 9));
    }

    @Test
    void improve_noiseLayer_liesBesideItsRowAndDrawsTheSamePictures() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run = improve(
                out,
                "--class",
                "shirt",
                "--noise-layer",
                "--learning-rate",
                0.02,
                "--diversity",
                "none",
                "--judge",
                "none");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .endsWith(
                        "Each improved embedding needs the noise-layer.npy beside it. embeddings.npy cannot hold these layers"
                                + " and was not written.\n");
        assertThat(out.resolve("embeddings.npy")).doesNotExist();
        Path shirt = out.resolve("classes/0005-shirt");
        JsonNode result = JSON.readTree(shirt.resolve("result.json").toFile());
        assertThat(result.get("improved").asBoolean()).isTrue();
        assertThat(result.get("noiseLayer").asBoolean()).isTrue();
        assertThat(JSON.readTree(out.resolve("run.json").toFile())
                        .at("/settings/noise-layer")
                        .asBoolean())
                .isTrue();
        assertThat(NpyFile.read(shirt.resolve("noise-layer.npy")).shape()).containsExactly(80, 81);

        Path latents = folder.resolve("z.npy");
        float[] z = RandomStream.normals(new RandomKey(0, StreamPurpose.TEST, SHIRT, 0, 0), 4 * 80);
        NpyFile.write(latents, NpyArray.ofFloats(new long[] {4, 80}, z));
        Path embedding = shirt.resolve("embedding.npy");
        BufferedImage after = ImageIO.read(shirt.resolve("after.png").toFile());
        assertThat(sheet(latents, embedding, "auto")).satisfies(same -> assertSamePixels(same, after));
        assertThat(sheet(latents, embedding, shirt.resolve("noise-layer.npy").toString()))
                .satisfies(same -> assertSamePixels(same, after));
        assertThat(pixels(sheet(latents, embedding, "none"))).isNotEqualTo(pixels(after));
    }

    private BufferedImage sheet(Path latents, Path embedding, String layer) throws IOException {
        Path picture = folder.resolve("sheet.png");
        ToolRun run = ToolRun.of(
                "sample",
                "-q",
                "--latents",
                latents,
                "--embedding",
                embedding,
                "--noise-layer",
                layer,
                "--out",
                picture);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return ImageIO.read(picture.toFile());
    }

    private static void assertSamePixels(BufferedImage found, BufferedImage expected) {
        assertThat(pixels(found)).containsExactly(pixels(expected));
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void improve_noiseLayerWithAGeneratorToWrite_isRefusedBeforeTuning() {
        Path generator = folder.resolve("tuned.pt");
        assertRefused(
                78,
                "with --noise-layer: the file cannot hold the noise layers",
                "--noise-layer",
                "--write-generator",
                generator);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void improve_noiseLayerSwitchedOff_winsOverSettings() throws IOException {
        Path settings = Files.writeString(folder.resolve("layer.yaml"), "improve:\n  noise-layer: true\n");
        Path out = folder.resolve("run");
        ToolRun run =
                improve(out, "--config", settings, "--class", "shirt", "--no-noise-layer", "--iterations", 1, "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(JSON.readTree(run.out()).at("/classes/0").get("noiseLayer").asBoolean())
                .isFalse();
        assertThat(out.resolve("classes/0005-shirt/noise-layer.npy")).doesNotExist();
        assertThat(improve(out, "--config", settings, "--class", "shirt", "--iterations", 1)
                        .err())
                .contains("made with other settings (noise-layer false → true)");
    }

    @Test
    void improve_classifierWithoutTheLabel_isRefused() {
        List<String> labels = new ArrayList<>(DemoModels.LABELS);
        labels.set(labels.indexOf("shirt"), "blouse");
        Path classifier = DemoModels.classifier(folder, "classifier", labels);
        ToolRun run = improve(folder.resolve("run"), "--class", "shirt", "--classifier", classifier);
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err()).contains("no label 'shirt' among its 10 labels (nearest: t-shirt)");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void improve_diversityOfFeatures_isTunedAndRecorded() throws IOException {
        Path out = folder.resolve("run");
        Object[] options = {
            "--class", "shirt", "--iterations", 4, "--diversity", "features", "--diversity-features", "layer2"
        };
        ToolRun run = improve(out, options);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode settings = JSON.readTree(out.resolve("run.json").toFile()).get("settings");
        assertThat(settings.get("diversity").asText()).isEqualTo("features");
        assertThat(settings.get("diversity-reduction").asText()).isEqualTo("mean");
        assertThat(settings.get("diversity-features").asText()).isEqualTo("layer2");
        String step = Files.readAllLines(out.resolve("events.jsonl")).get(0);
        assertThat(JSON.readTree(step).get("diversity").asDouble()).isPositive();

        List<Object> summed = new ArrayList<>(List.of(options));
        summed.addAll(List.of("--diversity-reduction", "sum"));
        assertOtherRun(out, "diversity-reduction", summed.toArray());
        options[options.length - 1] = "auto";
        assertOtherRun(out, "diversity-features", options);
    }

    private static void assertOtherRun(Path out, String difference, Object... options) {
        ToolRun run = improve(out, options);
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err()).contains(difference).hasLineCount(1);
    }

    @Test
    void improve_featuresThatTheClassifierLacks_areRefusedAtOnce() {
        ToolRun run = improve(
                folder.resolve("run"), "--class", "shirt", "--diversity", "features", "--diversity-features", "layer4");
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.err())
                .contains("demo-classifier.pt: this classifier has no feature map 'layer4', expected one of layer1,"
                        + " layer2, layer3 or auto")
                .hasLineCount(1);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void improve_settingsOutOfRange_areRefusedByName() {
        assertRefused(2, "--batch 3: expected an even number", "--batch", 3);
        assertRefused(2, "--collapsed-batch 3: expected an even number", "--collapsed-batch", 3);
        assertRefused(2, "--optimizer", "--optimizer", "sgd");
        assertRefused(2, "--back-off", "--back-off", "half");
        assertRefused(2, "--micro-batch 3: expected an even number", "--micro-batch", 3);
        assertRefused(2, "--parallel-parts 0: expected 1 to 1024", "--parallel-parts", 0);
        assertRefused(2, "--parallel-starts 0: expected 1 to 10000", "--parallel-starts", 0);
        assertRefused(2, "--parallel-starts many: expected auto or a number", "--parallel-starts", "many");
        assertRefused(2, "--learning-rate 0.0: expected a number above 0", "--learning-rate", 0);
        assertRefused(2, "--clamp 1,0", "--clamp", "1,0");
        assertRefused(2, "--clamp low", "--clamp", "low");
        assertRefused(78, "--starts 2 with --initial-noise 0", "--starts", 2);
        assertRefused(2, "--class 8: the generator has classes 0–7", "--class", 8);
        assertRefused(2, "sneaker", "--class", "sneekar");
    }

    @Test
    void improve_stepSizeWithoutMeasure_diverges() {
        ToolRun run = improve(folder.resolve("run"), "--class", "shirt", "--learning-rate", "1e30", "--proximity", 1);
        assertThat(run.exitCode()).isEqualTo(70);
        assertThat(run.err()).contains("tuning diverged").hasLineCount(1);
        assertThat(folder.resolve("run/classes/0005-shirt/result.json")).doesNotExist();
    }

    @Test
    void improve_averagedSteps_areTheDefaultAndSettleWhateverTheirLength() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run = ToolRun.of(
                "improve",
                "-q",
                "--class",
                "shirt",
                "--out",
                out,
                "--grid",
                4,
                "--learning-rate",
                "1e30",
                "--batch",
                4);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode settings = JSON.readTree(out.resolve("run.json").toFile()).get("settings");
        assertThat(settings.get("optimizer").asText()).isEqualTo("averaged");
        assertThat(settings.get("back-off").asText()).isEqualTo("needed");
        JsonNode result =
                JSON.readTree(out.resolve("classes/0005-shirt/result.json").toFile());
        assertThat(result.get("steps").asInt())
                .isEqualTo(settings.get("iterations").asInt());
    }

    @Test
    void improve_folderInsideAFile_cannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        ToolRun run = improve(file.resolve("run"), "--class", "shirt");
        assertThat(run.exitCode()).isEqualTo(73);
        assertThat(run.err()).contains("cannot be created").hasLineCount(1);
    }

    private void assertRefused(int code, String message, Object... options) {
        Object[] all = new Object[options.length + 2];
        all[0] = "--class";
        all[1] = "shirt";
        System.arraycopy(options, 0, all, options[0].equals("--class") ? 0 : 2, options.length);
        int length = options[0].equals("--class") ? options.length : all.length;
        ToolRun run = improve(folder.resolve("run"), Arrays.copyOf(all, length));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    private static ToolRun improve(Path out, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of(
                "improve",
                "-q",
                "--out",
                out,
                "--steps-per-latents",
                1,
                "--evaluate-every",
                4,
                "--validation-samples",
                8,
                "--test-samples",
                64,
                "--grid",
                4,
                "--diversity-floor",
                0));
        addUnlessGiven(arguments, options, "--optimizer", "adam");
        addUnlessGiven(arguments, options, "--back-off", "all");
        addUnlessGiven(arguments, options, "--iterations", 12);
        addUnlessGiven(arguments, options, "--batch", 4);
        addUnlessGiven(arguments, options, "--proximity", 0);
        arguments.addAll(List.of(options));
        return ToolRun.of(arguments.toArray());
    }

    private static void addUnlessGiven(List<Object> arguments, Object[] options, String option, Object value) {
        if (!List.of(options).contains(option)) {
            arguments.add(option);
            arguments.add(value);
        }
    }
}
