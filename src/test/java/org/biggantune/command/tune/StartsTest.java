package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.biggantune.archive.ExactNumbers;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.model.ModelFile;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where tuning starts, when it ends and what it leaves on its way, through the command line with few steps. */
final class StartsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EmbeddingMatrix DEMO =
            ModelFile.generator(Path.of("models", "demo.pt")).embeddings();
    private static final int SIZE = 128;

    @TempDir
    Path folder;

    @Test
    void improve_top_startsAtTheBestRowsAndGoesOnWithThem() throws IOException {
        Path out = folder.resolve("run");
        Object[] top = {"--initial", "top", "--starts", 3, "--ranking-samples", 8, "--save-every", 100};
        requireDone(improve(out, "--class", "shirt", top));
        JsonNode rows =
                JSON.readTree(out.resolve("top-rows/0005-shirt.json").toFile()).get("rows");
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).get("name").asText()).isEqualTo("shirt");
        for (int start = 0; start < 3; start++) {
            float[] expected = DEMO.row(rows.get(start).get("index").asInt());
            assertThat(step(out, "0005-shirt", "0" + start + "-0000000")).containsExactly(expected);
        }
        assertThat(JSON.readTree(out.resolve("run.json").toFile()).at("/settings/ranking-samples"))
                .hasToString("8");

        requireDone(improve(out, "--class", "shirt,coat", top));
        Path alone = folder.resolve("alone");
        requireDone(improve(alone, "--class", "coat", top));
        assertThat(out.resolve("top-rows/0003-coat.json"))
                .hasSameBinaryContentAs(alone.resolve("top-rows/0003-coat.json"));
        assertThat(out.resolve("classes/0003-coat/embedding.npy"))
                .hasSameBinaryContentAs(alone.resolve("classes/0003-coat/embedding.npy"));
        assertRefused(78, "ranking-samples 8 → 4", improve(out, "--class", "bag", replaced(top, 8, 4)));
    }

    @Test
    void improve_topRowsOfSomethingElse_areRefused() throws IOException {
        Path out = folder.resolve("run");
        requireDone(improve(out, "--class", "shirt", "--initial", "top"));
        for (String rows : List.of("""
                {"class": {"index": 3, "name": "coat"}, "rows": [{"index": 8, "probability": 1}]}""", """
                {"class": {"index": 5, "name": "shirt"}, "rows": [{"index": 5, "probability": 1}]}""")) {
            Files.writeString(out.resolve("top-rows/0003-coat.json"), rows);
            assertRefused(
                    65,
                    "0003-coat.json: belongs to other settings",
                    improve(out, "--class", "shirt,coat", "--initial", "top"));
        }
    }

    @Test
    void repurpose_top_startsAtTheRowThatIsTheOriginalOne() throws IOException {
        Path out = folder.resolve("run");
        ToolRun run = tool(
                "repurpose",
                out,
                "--target",
                "fashion10",
                "--class",
                "dress,shirt",
                "--initial",
                "top",
                "--starts",
                2,
                "--ranking-samples",
                4,
                "--save-every",
                100);
        requireDone(run);
        JsonNode dress =
                JSON.readTree(out.resolve("classes/0003-dress/result.json").toFile());
        int nearest = dress.at("/startRow/index").asInt();
        assertThat(step(out, "0003-dress", "00-0000000")).containsExactly(DEMO.row(nearest));
        assertThat(step(out, "0003-dress", "01-0000000")).isNotEqualTo(DEMO.row(nearest));
        assertThat(step(out, "0006-shirt", "00-0000000")).containsExactly(DEMO.row(5));
    }

    @Test
    void improve_randomAndGaussian_startWhereTheSeedSays() throws IOException {
        Path out = folder.resolve("random");
        requireDone(improve(
                out, "--class", "shirt", "--initial", "random", "--starts", 8, "--iterations", 1, "--save-every", 100));
        List<Integer> found = new ArrayList<>();
        for (int start = 0; start < 8; start++) {
            float[] row = step(out, "0005-shirt", "0" + start + "-0000000");
            for (int i = 0; i < DEMO.rows(); i++) {
                if (Arrays.equals(row, DEMO.row(i))) {
                    found.add(i);
                }
            }
        }
        assertThat(found).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        assertRefused(
                78,
                "the generator has only 8 embeddings to start at",
                improve(folder.resolve("nine"), "--class", "shirt", "--initial", "random", "--starts", 9));

        Path gaussian = folder.resolve("gaussian");
        requireDone(improve(
                gaussian,
                "--class",
                "shirt",
                "--initial",
                "gaussian",
                "--starts",
                2,
                "--iterations",
                1,
                "--save-every",
                100));
        float[] row = step(gaussian, "0005-shirt", "00-0000000");
        assertThat(row).contains(DEMO.bounds().low(), DEMO.bounds().high());
        assertThat(step(gaussian, "0005-shirt", "01-0000000")).isNotEqualTo(row);
    }

    @Test
    void improve_file_startsAtItsRowsInTurn() throws IOException {
        Path file = folder.resolve("rows.npy");
        double[] rows = new double[2 * SIZE];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = 0.2 * Math.sin(i);
        }
        NpyFile.write(file, ExactNumbers.array(new long[] {2, SIZE}, rows));
        Path out = folder.resolve("run");
        Object[] options = {"--initial", "file", "--initial-file", file, "--starts", 2, "--save-every", 100};
        requireDone(improve(out, "--class", "shirt", options));
        for (int start = 0; start < 2; start++) {
            float[] row = step(out, "0005-shirt", "0" + start + "-0000000");
            for (int i = 0; i < SIZE; i++) {
                assertThat(row[i]).isEqualTo((float) rows[start * SIZE + i]);
            }
        }
        requireDone(improve(out, "--class", "shirt,coat", options));
        assertRefused(
                78,
                "--initial-file " + file + " has only 2 embeddings to start at",
                improve(folder.resolve("three"), "--class", "shirt", replaced(options, 2, 3)));

        rows[7] += 0.01;
        NpyFile.write(file, ExactNumbers.array(new long[] {2, SIZE}, rows));
        ToolRun other = improve(out, "--class", "shirt,bag", options);
        assertRefused(78, "made with other settings (sha256 ", other);
    }

    @Test
    void improve_wrongFiles_areRefusedInOneLine() throws IOException {
        Path file = folder.resolve("row.npy");
        assertFileRefused(66, "row.npy: no such file", file);
        Files.writeString(file, "no array");
        assertFileRefused(65, "is not a NumPy .npy array", file);
        float[] row = new float[SIZE];
        write(file, row, 2, SIZE / 2);
        assertFileRefused(65, "the array is float32 [2, 64], expected [n, 128] of floating-point numbers", file);
        row[5] = Float.NaN;
        write(file, row, SIZE);
        assertFileRefused(65, "number 5 of 128 is NaN, expected finite numbers", file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertFileRefused(65, "(truncated?)", file);
        assertRefused(
                78,
                "--initial file without --initial-file",
                improve(folder.resolve("run"), "--class", "shirt", "--initial", "file"));
        assertRefused(
                78,
                "--initial-file " + file + " with --initial target",
                improve(folder.resolve("run"), "--class", "shirt", "--initial-file", file));
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void improve_patience_endsAStartThatGetsNowhere() throws IOException {
        Path out = folder.resolve("run");
        requireDone(improve(
                out,
                "--class",
                "shirt",
                "--patience",
                1,
                "--learning-rate",
                "1e-30",
                "--iterations",
                40,
                "--starts",
                2,
                "--initial-noise",
                "0.01",
                "--save-every",
                3));
        JsonNode result =
                JSON.readTree(out.resolve("classes/0005-shirt/result.json").toFile());
        assertThat(result.get("steps").asInt()).isEqualTo(2 * 8);
        List<String> events = Files.readAllLines(out.resolve("events.jsonl"));
        assertThat(events).hasSize(2 * (8 + 2 + 8 + 1));
        assertThat(JSON.readTree(events.get(18)))
                .isEqualTo(JSON.readTree(
                        "{\"class\": 5, \"start\": 0, \"step\": 8, \"endedEarly\": true, \"spared\": 32}"));
        assertThat(steps(out))
                .containsExactly(
                        "00-0000000",
                        "00-0000003",
                        "00-0000006",
                        "00-0000008",
                        "01-0000000",
                        "01-0000003",
                        "01-0000006",
                        "01-0000008");
        assertRefused(
                78,
                "patience 1 → 2",
                improve(
                        out,
                        "--class",
                        "bag",
                        "--patience",
                        2,
                        "--learning-rate",
                        "1e-30",
                        "--iterations",
                        40,
                        "--starts",
                        2,
                        "--initial-noise",
                        "0.01"));
    }

    @Test
    void improve_saveEvery_drawsTheWayAndChangesNothing() throws IOException {
        Path out = folder.resolve("run");
        requireDone(improve(out, "--class", "shirt", "--save-every", 5));
        assertThat(steps(out)).containsExactly("00-0000000", "00-0000005", "00-0000008");
        Path shirt = out.resolve("classes/0005-shirt");
        assertThat(pixels(shirt.resolve("steps/00-0000000.png"))).isEqualTo(pixels(shirt.resolve("before.png")));
        assertThat(pixels(shirt.resolve("steps/00-0000008.png"))).isNotEqualTo(pixels(shirt.resolve("before.png")));
        JsonNode winner = JSON.readTree(shirt.resolve("result.json").toFile()).get("candidate");
        assertThat(winner.get("step").asInt()).isEqualTo(8);
        assertThat(winner.get("interpolation").asDouble()).isEqualTo(1);
        assertThat(pixels(shirt.resolve("steps/00-0000008.png"))).isEqualTo(pixels(shirt.resolve("after.png")));
        assertThat(shirt.resolve("steps/00-0000008.npy")).hasSameBinaryContentAs(shirt.resolve("embedding.npy"));

        Path plain = folder.resolve("plain");
        requireDone(improve(plain, "--class", "shirt"));
        assertThat(plain.resolve("classes/0005-shirt/steps")).doesNotExist();
        for (String file : List.of("events.jsonl", "embeddings.npy", "classes/0005-shirt/after.png")) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(plain.resolve(file));
        }
        requireDone(improve(out, "--class", "shirt,coat"));
        assertRefused(
                2,
                "--save-every -1: expected 0 to 1000000",
                improve(folder.resolve("none"), "--class", "shirt", "--save-every", -1));
    }

    private void assertFileRefused(int code, String message, Path file) {
        ToolRun run = improve(folder.resolve("run"), "--class", "shirt", "--initial", "file", "--initial-file", file);
        assertRefused(code, message, run);
        assertThat(run.err()).contains("row.npy");
    }

    private static void assertRefused(int code, String message, ToolRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    private static void requireDone(ToolRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static void write(Path file, float[] values, long... shape) {
        NpyFile.write(file, NpyArray.ofFloats(shape, values));
    }

    private static float[] step(Path out, String label, String name) {
        NpyArray row = NpyFile.read(out.resolve("classes").resolve(label).resolve("steps/" + name + ".npy"));
        assertThat(row.shape()).containsExactly(1, SIZE);
        return row.floats();
    }

    /** The names of steps, each of which has two files. */
    private static List<String> steps(Path out) throws IOException {
        try (Stream<Path> files = Files.list(out.resolve("classes/0005-shirt/steps"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            List<String> pictures =
                    names.stream().filter(name -> name.endsWith(".png")).toList();
            assertThat(names).hasSize(2 * pictures.size());
            return pictures.stream().map(name -> name.replace(".png", "")).toList();
        }
    }

    private static int[] pixels(Path file) throws IOException {
        var image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static Object[] replaced(Object[] options, Object value, Object by) {
        return Arrays.stream(options)
                .map(option -> option.equals(value) ? by : option)
                .toArray();
    }

    private static ToolRun improve(Path out, String option, String value, Object... options) {
        Object[] all =
                Stream.concat(Stream.of(option, value), Arrays.stream(options)).toArray();
        return tool("improve", out, all);
    }

    private static ToolRun tool(String command, Path out, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of(command, "-q", "--threads", 1, "--out", out, "--batch", 4));
        Object[] few = {
            "--iterations",
            8,
            "--evaluate-every",
            4,
            "--validation-samples",
            8,
            "--test-samples",
            32,
            "--grid",
            4,
            "--diversity-floor",
            0,
            "--proximity",
            0,
            "--optimizer",
            "adam",
            "--back-off",
            "all",
            "--collapsed-below",
            0
        };
        for (int i = 0; i < few.length; i += 2) {
            if (!List.of(options).contains(few[i])) {
                arguments.addAll(List.of(few[i], few[i + 1]));
            }
        }
        arguments.addAll(List.of(options));
        return ToolRun.of(arguments.toArray());
    }
}
