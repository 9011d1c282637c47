package org.biggantune.command.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.io.Sha256;
import org.biggantune.model.ModelFile;
import org.biggantune.support.Fixtures;
import org.biggantune.support.RealPictures;
import org.biggantune.support.ScratchFeatures;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} on the shipped models with few samples. */
final class EvaluateCommandTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path DEMO = Path.of("models", "demo.pt");
    private static final EmbeddingMatrix ROWS = ModelFile.generator(DEMO).embeddings();

    @TempDir
    Path folder;

    /** Whatever a command did, the files of its features are closed with it. */
    @AfterEach
    void requireNoScratchFile() throws IOException {
        assertThat(ScratchFeatures.openFiles()).isEmpty();
    }

    private ToolRun evaluate(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("evaluate", "--real", folder.resolve("real")));
        all.addAll(List.of("--real-samples", 9, "--threads", 1, "-q"));
        all.addAll(List.of(arguments));
        return ToolRun.with(Map.of("BIGGAN_TUNE_SAMPLES", "8"), all.toArray());
    }

    private JsonNode json(Object... arguments) throws IOException {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        ToolRun run = evaluate(all.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private void real(String... classes) throws IOException {
        for (String name : classes) {
            RealPictures.write(folder.resolve("real"), name, 11, 28);
        }
    }

    /** A folder as a run of the demo generator leaves it. */
    private Path run(String name, String sha256, int index, String label, int row, float[] embedding)
            throws IOException {
        Path root = folder.resolve(name);
        Path target = Files.createDirectories(root.resolve("classes").resolve("000" + index + "-x"));
        Files.writeString(
                root.resolve("run.json"),
                "{\"command\": \"improve\", \"classes\": [{\"index\": " + index + ", \"name\": \"" + label
                        + "\"}], \"models\": {\"generator\": {\"file\": \"demo.pt\", \"sha256\": \"" + sha256
                        + "\"}}}");
        Files.writeString(
                target.resolve("result.json"),
                "{\"class\": {\"index\": " + index + ", \"name\": \"" + label + "\"}, \"startRow\": {\"index\": " + row
                        + ", \"name\": \"a row\"}}");
        NpyFile.write(target.resolve("embedding.npy"), NpyArray.ofFloats(new long[] {1, embedding.length}, embedding));
        return root;
    }

    private Path run(String name, int index, String label, int row, float[] embedding) throws IOException {
        return run(name, Sha256.of(DEMO), index, label, row, embedding);
    }

    @Test
    void classes_withoutTunedRows_haveOneSetOfMeasures() throws IOException {
        real("shirt", "coat");
        Path out = folder.resolve("new/results.json");
        JsonNode found = json("--class", "shirt,coat", "--out", out);
        assertThat(JSON.readTree(out.toFile())).isEqualTo(found);
        JsonNode shirt = found.at("/results/0");
        assertThat(shirt.at("/class/name").asText()).isEqualTo("shirt");
        assertThat(shirt.at("/row/index").asInt()).isEqualTo(5);
        assertThat(shirt.at("/real/count").asInt()).isEqualTo(9);
        assertThat(shirt.has("after")).isFalse();
        for (String name : List.of("top1", "probability", "precision", "recall", "coverage")) {
            assertThat(shirt.at("/before/" + name).asDouble(-1)).as(name).isBetween(0.0, 1.0);
        }
        assertThat(shirt.at("/before/fid").asDouble()).isPositive();
        for (String side : List.of("/before", "/real")) {
            assertThat(shirt.at(side + "/top1Interval/0").asDouble(2))
                    .isLessThan(shirt.at(side + "/top1Interval/1").asDouble())
                    .isLessThanOrEqualTo(shirt.at(side + "/top1").asDouble());
            assertThat(shirt.at(side + "/msSsim").asDouble(-1)).isBetween(0.0, 1.0);
            assertThat(shirt.at(side + "/featureDistance").asDouble()).isBetween(0.01, 2.0);
        }
        assertThat(shirt.at("/before/pairDiversity").asDouble()).isBetween(0.1, 1.5);
        assertThat(found.at("/runs/0/before/inceptionScore").asDouble()).isBetween(1.0, 10.0);
        assertThat(found.at("/runs/0/before/fid").asDouble())
                .isCloseTo(
                        (shirt.at("/before/fid").asDouble()
                                        + found.at("/results/1/before/fid").asDouble())
                                / 2,
                        within(1e-9));
        assertThat(found.at("/judge/features").asText()).isEqualTo("layer3");
        assertThat(found.at("/settings/samples").asInt()).isEqualTo(8);
        ToolRun table = evaluate("--class", "shirt,coat");
        assertThat(table.out())
                .contains("KID × 1000")
                .contains("mean of 2")
                .contains("8 samples and up to 9 real images per class")
                .doesNotContain("original class")
                .doesNotContain("tuned");
    }

    /** Pictures of bars stand for real images: the judge takes fewer of them for bags than of the samples. */
    @Test
    void table_hasWhatTheJudgeSeesInRealImages_andMarksWhatBeatsIt() throws IOException {
        RealPictures.write(folder.resolve("real"), "bag", 11, 28);
        Path run = run("chosen", 7, "bag", 7, ROWS.row(7));
        Path record = run.resolve("run.json");
        String judge = Sha256.of(Path.of("models", "demo-judge.pt"));
        String classifier = Sha256.of(Path.of("models", "demo-classifier.pt"));
        Files.writeString(
                record,
                Files.readString(record)
                        .replace(
                                "\"models\": {",
                                "\"models\": {\"judge\": {\"sha256\": \"" + judge
                                        + "\"}, \"classifier\": {\"sha256\": \"" + classifier + "\"}, "));
        JsonNode found = json("--run", run);
        double real = found.at("/results/0/real/top1").asDouble();
        double generated = found.at("/results/0/after/top1").asDouble();
        assertThat(generated).isGreaterThan(real);
        assertThat(found.at("/judge/role").asText()).isEqualTo("judge");
        String table = evaluate("--run", run).out();
        assertThat(table)
                .containsPattern(String.format(Locale.ROOT, "(?m)^real +%.3f +", real))
                .containsPattern(String.format(Locale.ROOT, "(?m)^tuned +%.3f\\* ", generated))
                .contains("* higher than for the real images")
                .contains("demo-judge.pt helped to choose the embeddings: its top-1");
        assertThat(evaluate("--class", "bag").out()).doesNotContain("helped to choose");
    }

    @Test
    void runs_severalBelowAFolder_areMeasuredBeforeAndAfter() throws IOException {
        real("shirt", "coat", "ankle boot");
        run("sweep/a", 5, "shirt", 5, ROWS.row(3));
        run("sweep/deeper/b", 9, "ankle boot", 6, ROWS.row(6));
        Path unfinished = Files.createDirectories(folder.resolve("sweep/c"));
        Files.copy(folder.resolve("sweep/a/run.json"), unfinished.resolve("run.json"));
        JsonNode found = json("--run", folder.resolve("sweep"), folder.resolve("sweep/a"), "--class", "3");
        List<String> names = new ArrayList<>();
        found.get("results").forEach(row -> names.add(row.at("/class/name").asText()));
        assertThat(names).containsExactly("coat", "shirt", "ankle boot");
        assertThat(found.at("/results/1/run").asText())
                .isEqualTo(folder.resolve("sweep/a").toString());
        assertThat(found.at("/results/1/after/fid").asDouble())
                .isNotEqualTo(found.at("/results/1/before/fid").asDouble());
        assertThat(found.get("runs")).hasSize(3);
        assertThat(evaluate("--run", unfinished, folder.resolve("sweep/a")).out())
                .contains(folder.resolve("sweep/a").toString())
                .doesNotContain(unfinished.toString());
    }

    @Test
    void runs_noiseLayer_isWhatTheTunedRowIsDrawnThrough() throws IOException {
        real("ankle boot");
        Path same = run("same", 9, "ankle boot", 6, ROWS.row(6));
        layer(same, 1);
        Path narrow = run("narrow", 9, "ankle boot", 6, ROWS.row(6));
        layer(narrow, 0.1f);
        JsonNode found = json("--run", same, narrow);
        assertThat(found.at("/results/0/after")).isEqualTo(found.at("/results/0/before"));
        assertThat(found.at("/results/1/after/pairDiversity").asDouble())
                .isPositive()
                .isLessThan(0.5 * found.at("/results/1/before/pairDiversity").asDouble());
    }

    /** A layer that multiplies latents. */
    private static void layer(Path run, float factor) {
        float[] values = new float[80 * 81];
        for (int i = 0; i < 80; i++) {
            values[i * 81 + i] = factor;
        }
        NpyFile.write(run.resolve("classes/0009-x/noise-layer.npy"), NpyArray.ofFloats(new long[] {80, 81}, values));
    }

    @Test
    void runs_sameRow_isMeasuredTheSame() throws IOException {
        real("ankle boot");
        Path same = run("same", 9, "ankle boot", 6, ROWS.row(6));
        Path other = run("other", 9, "ankle boot", 6, ROWS.row(0));
        JsonNode found = json("--run", same, other);
        assertThat(found.at("/results/0/row/index").asInt()).isEqualTo(6);
        assertThat(found.at("/results/0/after")).isEqualTo(found.at("/results/0/before"));
        assertThat(found.at("/results/1/before")).isEqualTo(found.at("/results/0/before"));
        assertThat(found.at("/results/1/after")).isNotEqualTo(found.at("/results/1/before"));
        assertThat(found.at("/runs/1/run").asText()).isEqualTo(other.toString());
        ToolRun table = evaluate("--run", same, other);
        assertThat(table.out()).contains("original class 6 a row").contains("tuned");
    }

    @Test
    void embedding_ofAClass_isTheRowAfter() throws IOException {
        real("shirt");
        Path file = folder.resolve("row.npy");
        NpyFile.write(file, NpyArray.ofFloats(new long[] {1, 128}, ROWS.row(5)));
        JsonNode one = json("--class", "shirt", "--embedding", file).at("/results/0");
        assertThat(one.get("after")).isEqualTo(one.get("before"));
        float[] other = ROWS.values();
        System.arraycopy(ROWS.row(1), 0, other, 5 * 128, 128);
        NpyFile.write(file, NpyArray.ofFloats(new long[] {8, 128}, other));
        JsonNode matrix = json("--class", "shirt", "--embedding", file).at("/results/0");
        assertThat(matrix.get("before")).isEqualTo(one.get("before"));
        assertThat(matrix.get("after")).isNotEqualTo(one.get("before"));
        NpyFile.write(file, NpyArray.ofFloats(new long[] {2, 128}, Arrays.copyOf(ROWS.values(), 256)));
        refused(65, "the array has 2 rows for 1 classes", "--class", "shirt", "--embedding", file);
    }

    @Test
    void tooFewImages_areWarnedOf_andEnoughAreNot() throws IOException {
        real("shirt");
        JsonNode found = json("--class", "shirt");
        assertThat(found.at("/judge/featureCount").asInt()).isEqualTo(96);
        assertThat(found.get("warnings")).hasSize(2);
        assertThat(found.at("/warnings/0").asText()).startsWith("8 samples for 96 features: the FID is far too high");
        assertThat(found.at("/warnings/1").asText()).startsWith("9 real images of a class for 96 features");
        assertThat(evaluate("--class", "shirt").out())
                .contains("Warning: 8 samples for 96 features")
                .contains("give --samples 96 or more.");
        JsonNode enough = json("--class", "shirt", "--samples", 96);
        assertThat(enough.get("warnings")).hasSize(1);
    }

    @Test
    void realToReal_isTheFloor() throws IOException {
        real("shirt");
        JsonNode found = json("--class", "shirt").at("/results/0/real");
        assertThat(found.at("/halvesFid").asDouble()).isPositive();
        assertThat(found.at("/halvesKid").isNumber()).isTrue();
        assertThat(evaluate("--class", "shirt").out())
                .contains("FID and KID in the line real compare one half of the real images with the other.")
                .containsPattern(String.format(
                        Locale.ROOT,
                        "(?m)^ *real .* %.3f ",
                        found.at("/halvesFid").asDouble()));
    }

    @Test
    void few_images_leaveOutTheNeighbours() throws IOException {
        real("shirt");
        JsonNode found = json("--class", "shirt", "--neighbours", 8).at("/results/0/before");
        assertThat(found.get("precision").isNull()).isTrue();
        assertThat(found.get("fid").isNumber()).isTrue();
        assertThat(evaluate("--class", "shirt", "--neighbours", 8).out()).contains("–");
    }

    @Test
    void statistics_ofRealImages_givePreciselyTheirFid() throws IOException {
        real("shirt", "coat");
        Path written = folder.resolve("statistics");
        JsonNode first = json("--class", "shirt,coat", "--write-statistics", written);
        assertThat(written.resolve("0006-shirt.npz")).isRegularFile();
        JsonNode again = JSON.readTree(withoutImages("--class", "shirt,coat", "--real-statistics", written)
                .out());
        for (int i = 0; i < 2; i++) {
            JsonNode found = again.at("/results/" + i);
            assertThat(found.at("/before/fid")).isEqualTo(first.at("/results/" + i + "/before/fid"));
            assertThat(found.at("/before/kid").isNull()).isTrue();
            assertThat(found.at("/before/recall").isNull()).isTrue();
            assertThat(found.has("real")).isFalse();
        }
        refused(2, "one file for 2 classes", "--class", "shirt,coat", "--write-statistics", folder.resolve("x.npz"));
        refused(
                withoutImages("--class", "trouser", "--real-statistics", written),
                66,
                "0001-trouser.npz: no such file");
        refused(withoutImages("--class", "shirt"), 2, "no real images to compare with");
        Path foreign = Path.of("src/test/resources/metric/statistics.npz");
        refused(
                withoutImages("--class", "shirt", "--real-statistics", foreign),
                65,
                "statistics of 3 features, the judge's layer has");
        refused(
                withoutImages("--class", "shirt", "--features", "layer2", "--real-statistics", written),
                78,
                "made with another detector: its features is layer3, here layer2");
    }

    private static ToolRun withoutImages(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("evaluate", "--samples", 8, "--threads", 1, "-q", "--json"));
        all.addAll(List.of(arguments));
        return ToolRun.of(all.toArray());
    }

    @Test
    void wrongRequests_areRefused() throws IOException {
        real("shirt");
        refused(2, "nothing to evaluate");
        refused(2, "--samples 7: expected an even number", "--class", "shirt", "--samples", 7);
        refused(2, "--judge none: evaluate needs a judge", "--class", "shirt", "--judge", "none");
        refused(2, "--embedding: needs the class", "--run", folder, "--embedding", "x.npy");
        refused(66, "no images of class 3 \"coat\", expected at least 2 (found: shirt)", "--class", "coat");
        refused(66, "no run.json in it or below it", "--run", folder.resolve("real"));
        refused(66, "no such folder", "--run", folder.resolve("none"));
        refused(78, "has no feature map 'layer9'", "--class", "shirt", "--features", "layer9");
        Path foreign = run("foreign", "ab".repeat(32), 5, "shirt", 5, ROWS.row(5));
        refused(66, "its generator demo.pt (SHA-256 abababababab…) is not", "--run", foreign);
        Path unknown = run("unknown", 5, "hat", 5, ROWS.row(5));
        refused(78, "no label 'hat' among its 10 labels", "--run", unknown);
        Path row = run("row", 5, "shirt", 8, ROWS.row(5));
        refused(65, "was compared with embedding 8, but the generator has 8 embeddings", "--run", row);
        Path layered = run("layered", 5, "shirt", 5, ROWS.row(5));
        Files.writeString(layered.resolve("classes/0005-x/noise-layer.npy"), "");
        refused(65, "noise-layer.npy", "--run", layered);
        Path broken = run("broken", 5, "shirt", 5, new float[] {1, 2});
        refused(65, "expected [n, 128]", "--run", broken);
        Files.writeString(broken.resolve("run.json"), "{}");
        refused(65, "no file and sha256 of models.generator", "--run", broken);
        Files.delete(foreign.resolve("classes/0005-x/result.json"));
        refused(66, "no run has a finished class yet", "--run", foreign);
    }

    @Test
    void fashionMnist_originalRows_areNearAndCollapsedOnesAreNot() throws IOException {
        Path data = Fixtures.require("data/fashion-mnist");
        List<Object> arguments = List.of("evaluate", "--real", data, "--split", "t10k", "--class", "sneaker");
        List<Object> few = List.of("--samples", 400, "--real-samples", 400, "--json", "-q", "--threads", 1);
        List<JsonNode> found = new ArrayList<>();
        for (String generator : List.of("demo", "demo-collapsed")) {
            List<Object> all = new ArrayList<>(arguments);
            all.addAll(few);
            all.addAll(List.of("--generator", generator));
            ToolRun run = ToolRun.of(all.toArray());
            assertThat(run.exitCode()).as(run.err()).isZero();
            found.add(JSON.readTree(run.out()).at("/results/0"));
        }
        // A study with PyTorch and scipy found FIDs of 0.14 and 0.84 on 1,000 other samples and training images.
        assertThat(found.get(0).at("/real/top1").asDouble()).isGreaterThan(0.9);
        assertThat(found.get(0).at("/before/fid").asDouble()).isBetween(0.08, 0.3);
        assertThat(found.get(1).at("/before/fid").asDouble()).isBetween(0.7, 1.1);
        assertThat(found.get(1).at("/before/recall").asDouble()).isLessThan(0.05);
        assertThat(found.get(0).at("/before/recall").asDouble()).isGreaterThan(0.3);
        assertThat(found.get(0).at("/before/coverage").asDouble())
                .isGreaterThan(3 * found.get(1).at("/before/coverage").asDouble());
    }

    private void refused(int code, String message, Object... arguments) {
        refused(evaluate(arguments), code, message);
    }

    private static void refused(ToolRun run, int code, String message) {
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }
}
