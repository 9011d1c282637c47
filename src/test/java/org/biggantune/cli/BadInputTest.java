package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.archive.pickle.PickleBytes;
import org.biggantune.support.ToolRun;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user sees of bad input: one line that names it, and the exit code. */
final class BadInputTest {
    private static final Path DEMO = Path.of("models", "demo.pt");
    private static final Path CLASSIFIER = Path.of("models", "demo-classifier.pt");

    /** A byte within the model's data.pkl, its first entry. */
    private static final int PICKLED = 500;

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeFiles() throws IOException {
        byte[] demo = Files.readAllBytes(DEMO);
        Files.write(folder.resolve("short.pt"), Arrays.copyOf(demo, demo.length / 2));
        byte[] flipped = demo.clone();
        flipped[demo.length / 2] ^= 1;
        Files.write(folder.resolve("flipped.pt"), flipped);
        byte[] pickle = demo.clone();
        pickle[PICKLED] ^= 1;
        Files.write(folder.resolve("pickle.pt"), pickle);
        checkpoint(
                "system.pth",
                new PickleBytes().op(0x80, 2).global("os", "system").text("true"),
                0x85,
                'R');
        PickleBytes bomb = new PickleBytes().op(0x80, 2, '}').text("w").op(']', 'q', 0);
        for (int level = 1; level < 9; level++) {
            bomb.op('0', ']', 'q', level, '(');
            for (int i = 0; i < 200; i++) {
                bomb.op('h', level - 1);
            }
            bomb.op('e');
        }
        checkpoint("bomb.pth", bomb, 's');
        float[] latents = new float[80];
        latents[3] = Float.NaN;
        NpyFile.write(folder.resolve("nan.npy"), NpyArray.ofFloats(new long[] {1, 80}, latents));
        NpyFile.write(folder.resolve("wide.npy"), NpyArray.ofFloats(new long[] {2, 81}, new float[162]));
        NpyFile.write(folder.resolve("row.npy"), NpyArray.ofFloats(new long[] {128}, new float[128]));
        NpyFile.write(folder.resolve("rows.npy"), NpyArray.ofFloats(new long[] {3, 128}, new float[384]));
        NpyFile.write(folder.resolve("oblong.npy"), NpyArray.ofFloats(new long[] {1, 3, 16, 4}, new float[192]));
        Files.writeString(folder.resolve("unknown.yaml"), "improve:\n  lerning-rate: 1\n");
        Files.writeString(folder.resolve("file"), "text");
        Files.createDirectory(folder.resolve("empty"));
    }

    private static void checkpoint(String name, PickleBytes pickle, int... last) throws IOException {
        new ZipContent()
                .with("m/data.pkl", pickle.op(last).stop())
                .with("m/data/0", new byte[24])
                .write(folder.resolve(name));
    }

    static Stream<Arguments> files() {
        return Stream.of(
                bad(66, "no-such.pt: no such file", "inspect", at("no-such.pt")),
                bad(66, "no-such.pth: no such file", "import", "generator", at("no-such.pth"), "-o", at("o.pt")),
                bad(66, "no-such.pt: no such file", "verify", DEMO, at("no-such.pt")),
                bad(
                        66,
                        "--generator nobody: no such file, and no model of this name (biggan-tune models list shows all)",
                        "sample",
                        "--generator",
                        "nobody",
                        "--class",
                        1),
                bad(66, "empty: no images found; expected .png", "classify", at("empty")),
                bad(65, "short.pt: has no zip table of contents at its end (truncated?", "inspect", at("short.pt")),
                bad(
                        65,
                        "short.pt: has no zip table of contents",
                        "sample",
                        "--generator",
                        at("short.pt"),
                        "--class",
                        1),
                bad(65, "entry 'demo/data.pkl' is damaged: its CRC-32 is ", "inspect", at("pickle.pt")),
                bad(65, "is damaged: its CRC-32 is ", "sample", "--generator", at("flipped.pt"), "--class", 1),
                bad(65, "is damaged: its CRC-32 is ", "verify", DEMO, at("flipped.pt")),
                bad(65, "system.pth: refused: the pickle calls 'os.system'", "inspect", at("system.pth")),
                bad(65, "the pickle calls 'os.system'", "import", "generator", at("system.pth"), "-o", at("o.pt")),
                bad(65, "bomb.pth: it contains more than 2000000 values", "inspect", at("bomb.pth")),
                bad(
                        65,
                        "file: is not a PyTorch or safetensors checkpoint: it seems to be something unknown",
                        "inspect",
                        at("file")),
                bad(65, "file: is not a PyTorch or safetensors checkpoint", "verify", at("file"), DEMO),
                bad(
                        65,
                        "this is a classifier, expected a generator",
                        "sample",
                        "--generator",
                        CLASSIFIER,
                        "--class",
                        1),
                bad(65, "this is a generator, expected a classifier", "classify", "--classifier", DEMO, at("file")),
                bad(65, "file: not an image this tool reads; expected PNG", "classify", at("file")),
                bad(
                        65,
                        "--latents " + at("wide.npy") + ": the array is float32 [2, 81], expected [n, 80]",
                        "sample",
                        "--class",
                        1,
                        "--latents",
                        at("wide.npy"),
                        "--raw",
                        at("r.npy")),
                bad(
                        65,
                        "--latents " + at("nan.npy") + ": number 3 of 80 is NaN, expected finite numbers",
                        "sample",
                        "--class",
                        1,
                        "--latents",
                        at("nan.npy"),
                        "--raw",
                        at("r.npy")),
                bad(
                        65,
                        "the array has 3 rows for 2 images, expected one for all or one per image",
                        "sample",
                        "--embedding",
                        at("rows.npy"),
                        "--seeds",
                        "0,1",
                        "--raw",
                        at("r.npy")),
                bad(
                        65,
                        "--input " + at("oblong.npy") + ": images of 16 × 4, expected square ones",
                        "classify",
                        "--input",
                        at("oblong.npy")),
                bad(65, "the array is float32 [128], expected [n, 3, s, s]", "classify", "--input", at("row.npy")));
    }

    static Stream<Arguments> options() {
        return Stream.of(
                bad(
                        2,
                        "--class \"shrt\": no class of the generator has this name; did you mean \"shirt\"",
                        "sample",
                        "--class",
                        "shrt"),
                bad(2, "--class 8: the generator has classes 0–7", "sample", "--class", "8"),
                bad(2, "nothing to sample; give --class", "sample"),
                bad(
                        2,
                        "--class and --embedding are mutually exclusive",
                        "sample",
                        "--class",
                        1,
                        "--embedding",
                        "y.npy"),
                bad(
                        2,
                        "--seeds and --latents are mutually exclusive",
                        "sample",
                        "--class",
                        1,
                        "--seeds",
                        "1",
                        "--latents",
                        "z.npy"),
                bad(
                        2,
                        "--truncation 2.5: expected a number above 0 and up to 2",
                        "sample",
                        "--class",
                        1,
                        "--truncation",
                        2.5),
                bad(2, "--seeds \"a\": \"a\" is not a seed", "sample", "--class", 1, "--seeds", "a"),
                bad(
                        2,
                        "--out grid.bmp: expected a .png, .jpg or .webp file, or a folder",
                        "sample",
                        "--class",
                        1,
                        "--out",
                        "grid.bmp"),
                bad(2, "--device tpu: expected auto, cpu, cuda or cuda:N", "sample", "--class", 1, "--device", "tpu"),
                bad(2, "nothing to classify", "classify"),
                bad(2, "--top 0: expected 1 to 1000000", "classify", "x.png", "--top", "0"),
                bad(
                        2,
                        "--bn-eps 2.0: expected a number above 0 and below 1",
                        "import",
                        "generator",
                        "x.pth",
                        "-o",
                        "o.pt",
                        "--bn-eps",
                        "2"),
                bad(
                        2,
                        "--sn-eps 0.0: expected a number above 0",
                        "import",
                        "generator",
                        "x.pth",
                        "-o",
                        "o.pt",
                        "--sn-eps",
                        "0"),
                bad(
                        2,
                        "--sn-eps x: expected a number (see",
                        "import",
                        "generator",
                        "x.pth",
                        "-o",
                        "o.pt",
                        "--sn-eps",
                        "x"),
                bad(
                        2,
                        "--input-size 4: expected 8 to 1024",
                        "import",
                        "classifier",
                        "x.pth",
                        "-o",
                        "o.pt",
                        "--input-size",
                        "4"),
                bad(2, "--mean also needs --std", "import", "classifier", "x.pth", "-o", "o.pt", "--mean", "0.5"),
                bad(
                        2,
                        "--std [0.0, 0.0, 0.0]: expected numbers above 0",
                        "import",
                        "classifier",
                        "x.pth",
                        "-o",
                        "o.pt",
                        "--mean",
                        "0",
                        "--std",
                        "0"),
                bad(
                        2,
                        "--mean [0.1, 0.2]: 2 numbers, expected one or three",
                        "import",
                        "classifier",
                        "x.pth",
                        "-o",
                        "o.pt",
                        "--mean",
                        "0.1,0.2",
                        "--std",
                        "1"),
                bad(2, "Missing required option: '--out=FILE'", "import", "generator", "x.pth"),
                bad(
                        2,
                        "Unknown option: '--trunkation'; did you mean --truncation? (see",
                        "sample",
                        "--class",
                        1,
                        "--trunkation",
                        "1"),
                bad(2, "Unknown command: 'sampel'; did you mean sample? (see", "sampel"),
                bad(69, "--device cuda:99: ", "sample", "--class", 1, "--device", "cuda:99"),
                bad(
                        73,
                        "--out " + DEMO + ": the file already exists; give another name, or --force",
                        "import",
                        "generator",
                        "x.pth",
                        "-o",
                        DEMO),
                bad(73, at("file") + " is not a folder", "sample", "--class", 1, "--raw", at("file") + "/r.npy"),
                bad(
                        73,
                        "--out " + at("file") + ": the folder cannot be created",
                        "sample",
                        "--class",
                        1,
                        "--out",
                        at("file")),
                bad(
                        78,
                        "unknown key 'improve.lerning-rate'; did you mean learning-rate?",
                        "improve",
                        "--class",
                        1,
                        "--config",
                        at("unknown.yaml")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("files")
    void file_bad_isToldInOneLine(int code, String message, Object[] arguments) {
        assertRefused(code, message, arguments);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("options")
    void option_bad_isToldInOneLine(int code, String message, Object[] arguments) {
        assertRefused(code, message, arguments);
    }

    /** Each on a line of its own, so that one edit of a job script puts all of them right. */
    @Test
    void options_severalWrong_areAllNamed() {
        ToolRun sample = ToolRun.of("sample", "--truncation", "2.5", "--threads", "-1", "--device", "tpu");
        assertThat(sample.err().lines().map(line -> line.replaceFirst(": expected.*|; give.*", "")))
                .containsExactly(
                        "biggan-tune: nothing to sample",
                        "biggan-tune: --truncation 2.5",
                        "biggan-tune: --device tpu",
                        "biggan-tune: --threads -1");
        assertThat(sample.exitCode()).isEqualTo(2);
        ToolRun evaluate = ToolRun.of("evaluate", "--real", "x", "--class", "1", "--samples", "3", "--neighbours", "0");
        assertThat(evaluate.err())
                .contains("--samples 3:")
                .contains("--neighbours 0:")
                .hasLineCount(2);
        ToolRun importing = ToolRun.of(
                "import", "generator", "x", "-o", "y", "--bn-eps", "2", "--sn-eps", "3", "--latent-size", "0");
        assertThat(importing.err())
                .contains("--bn-eps 2.0:")
                .contains("--sn-eps 3.0:")
                .contains("--latent-size 0:")
                .hasLineCount(3);
        ToolRun tuning = ToolRun.of(
                "repurpose",
                "--target=fashion10",
                "--learning-rate=-1",
                "--batch=3",
                "--diversity-weight=-1",
                "--proximity=-2",
                "--starts=0",
                "--test-samples=1",
                "--least-gain=2",
                "--clamp=1,0",
                "--grid=-1",
                "--known-proximity=some");
        assertThat(tuning.err().lines().map(line -> line.replaceFirst("biggan-tune: (--[a-z-]+).*", "$1")))
                .contains(
                        "--learning-rate",
                        "--batch",
                        "--diversity-weight",
                        "--proximity",
                        "--starts",
                        "--test-samples",
                        "--least-gain",
                        "--clamp",
                        "--grid",
                        "--known-proximity");
    }

    @Test
    void environment_badValue_isToldInOneLine() {
        ToolRun run = ToolRun.with(Map.of("BIGGAN_TUNE_TRUNCATION", "many"), "sample", "--class", "1");
        assertThat(run.err()).contains("--truncation many: expected a number").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private static void assertRefused(int code, String message, Object[] arguments) {
        ToolRun run = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> ToolRun.of(arguments));
        assertThat(run.err()).startsWith("biggan-tune: ").contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(code);
    }

    private static Arguments bad(int code, String message, Object... arguments) {
        return Arguments.of(code, message, arguments);
    }

    private static Path at(String name) {
        return folder.resolve(name);
    }
}
