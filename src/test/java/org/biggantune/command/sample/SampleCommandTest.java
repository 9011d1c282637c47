package org.biggantune.command.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.image.ImageFiles;
import org.biggantune.support.Fixtures;
import org.biggantune.support.Relative;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleCommandTest {
    private static final int IMAGE = 3 * 32 * 32;

    @TempDir
    Path folder;

    @Test
    void raw_ofLatentsAndEmbeddings_isWhatTheOriginalCodeDraws() {
        Path fixture = Fixtures.require("fixtures/generators/biggan-64");
        Path model = folder.resolve("g.pt");
        done("import", "generator", fixture.resolve("G_ema.pth"), "-o", model);
        Path raw = folder.resolve("images.npy");
        done(
                "sample",
                "--generator",
                model,
                "--latents",
                fixture.resolve("z.npy"),
                "--embedding",
                fixture.resolve("y.npy"),
                "--raw",
                raw);
        NpyArray expected = NpyFile.read(fixture.resolve("images.npy"));
        NpyArray found = NpyFile.read(raw);
        assertThat(found.shape()).containsExactly(expected.shape());
        assertThat(found.type().label()).isEqualTo("float32");
        assertThat(Relative.maxDifference(found.floats(), expected.floats())).isLessThan(1e-4);
    }

    @Test
    void seeds_haveTheSameLatentsForEveryClass() {
        Path raw = folder.resolve("two.npy");
        done("sample", "--class", "shirt,2", "--seeds", "3,9", "--raw", raw);
        float[] both = NpyFile.read(raw).floats();
        assertThat(NpyFile.read(raw).shape()).containsExactly(4, 3, 32, 32);
        Path latents = folder.resolve("z.npy");
        float[] z = Arrays.copyOf(normals(3), 160);
        System.arraycopy(normals(9), 0, z, 80, 80);
        NpyFile.write(latents, NpyArray.ofFloats(new long[] {2, 80}, z));
        for (int row = 0; row < 2; row++) {
            Path embedding = folder.resolve("y.npy");
            NpyFile.write(embedding, NpyArray.ofFloats(new long[] {1, 128}, embedding(row == 0 ? 5 : 2)));
            done("sample", "--latents", latents, "--embedding", embedding, "--raw", raw);
            assertThat(NpyFile.read(raw).floats())
                    .containsExactly(Arrays.copyOfRange(both, row * 2 * IMAGE, (row + 1) * 2 * IMAGE));
        }
    }

    @Test
    void sheet_ofSeveralClasses_hasANamedRowForEach() throws IOException {
        Path out = folder.resolve("new/sheet.png");
        ToolRun run = done("sample", "--class", "0-2", "--seeds", "0-3", "--out", out);
        assertThat(run.out()).isEqualTo(out + ": 12 images of 3 classes\n");
        BufferedImage sheet = ImageIO.read(out.toFile());
        // 4 × 3 images of 256 pixels, and the classes' names on their left where there are fonts.
        assertThat(sheet.getHeight()).isEqualTo(3 * 260 + 4);
        assertThat(sheet.getWidth()).isBetween(4 * 260 + 4, 4 * 260 + 4 + 20 * 21);
    }

    @Test
    void json_namesEachWrittenFile() throws IOException {
        Path out = folder.resolve("bag.png");
        Path raw = folder.resolve("bag.npy");
        ToolRun run = done("sample", "--class", "bag", "--seeds", "1,2", "--out", out, "--raw", raw, "--json");
        assertThat(new ObjectMapper().readTree(run.out()))
                .isEqualTo(new ObjectMapper().readTree("""
                {"files": [{"file": "%s", "content": "float32 [2, 3, 32, 32]"},
                           {"file": "%s", "content": "2 images of 7 \\"bag\\""}]}
                """.formatted(raw, out)));
    }

    @Test
    void folder_getsAFileAnImageAndASheet() throws IOException {
        Path out = folder.resolve("images");
        done("sample", "--class", "bag", "--seeds", "0,12345", "--out", out);
        assertThat(names(out)).containsExactly("grid.png", "seed0000.png", "seed12345.png");
        assertThat(ImageIO.read(out.resolve("seed0000.png").toFile()).getWidth())
                .isEqualTo(32);
        Path several = folder.resolve("several");
        done("sample", "--class", "bag,t-shirt", "--seeds", "1", "--out", several, "--no-grid");
        assertThat(names(several)).containsExactly("0000-t-shirt-seed0001.png", "0007-bag-seed0001.png");
    }

    @Test
    void images_moreThanABatch_comeInOrderEverywhere() throws IOException {
        Path out = folder.resolve("many");
        Path raw = folder.resolve("many.npy");
        ToolRun run = done("sample", "-q", "--class", "bag,coat", "--seeds", "0-299", "--out", out, "--raw", raw);
        assertThat(run.out())
                .isEqualTo(raw + ": float32 [600, 3, 32, 32]\n" + out + ": 600 images of 2 classes\n"
                        + out.resolve("grid.png") + ": all of them\n");
        assertThat(names(out)).hasSize(601);
        float[] all = NpyFile.read(raw).floats();
        // Alone, the last image of the first class and one of the second.
        for (int[] place : new int[][] {{7, 299, 299}, {3, 270, 570}}) {
            Path alone = folder.resolve("alone.npy");
            done("sample", "--class", place[0], "--seeds", place[1], "--raw", alone);
            float[] image = Arrays.copyOfRange(all, place[2] * IMAGE, (place[2] + 1) * IMAGE);
            assertThat(Relative.maxDifference(image, NpyFile.read(alone).floats()))
                    .isLessThan(1e-5);
            String name = place[0] == 3 ? "0003-coat" : "0007-bag";
            BufferedImage picture = ImageIO.read(
                    out.resolve(name + "-seed0" + place[1] + ".png").toFile());
            for (int x = 0; x < 32; x++) {
                assertThat(picture.getRGB(x, 16) & 255)
                        .isCloseTo(Math.round((image[16 * 32 + x] + 1) * 127.5f), within(1));
            }
        }
    }

    @Test
    void sheet_tooLarge_isRefusedBeforeAnythingIsDrawn() {
        ToolRun run =
                ToolRun.of("sample", "--class", "bag", "--seeds", "0-999999", "--out", folder.resolve("sheet.png"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("a sheet of 1000000 images of 32 pixels is too large; write them into a folder")
                .hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void noiseLayer_transformsLatentsFirst() {
        NoiseLayer layer =
                new NoiseLayer(80, RandomStream.normals(new RandomKey(1, StreamPurpose.BENCH, 0, 0, 0), 80 * 81));
        Path file = folder.resolve("layer.npy");
        NpyFile.write(file, NpyArray.ofFloats(new long[] {80, 81}, layer.values()));
        Path through = folder.resolve("through.npy");
        done("sample", "--class", "shirt", "--seeds", "3", "--noise-layer", file, "--raw", through);

        Path latents = folder.resolve("z.npy");
        NpyFile.write(latents, NpyArray.ofFloats(new long[] {1, 80}, layer.apply(normals(3))));
        Path raw = folder.resolve("raw.npy");
        done("sample", "--class", "shirt", "--latents", latents, "--raw", raw);
        assertThat(NpyFile.read(through).floats())
                .containsExactly(NpyFile.read(raw).floats());
    }

    @Test
    void noiseLayer_thatIsNone_isRefused() {
        Path file = folder.resolve("layer.npy");
        assertRefused(66, "--noise-layer " + file + ": no such file", file);
        NpyFile.write(file, NpyArray.ofFloats(new long[] {80, 80}, new float[6400]));
        assertRefused(65, ": the array is float32 [80, 80], expected [80, 81] of floating-point numbers", file);
        float[] values = NoiseLayer.identity(80).values();
        values[17] = Float.NaN;
        NpyFile.write(file, NpyArray.ofFloats(new long[] {80, 81}, values));
        assertRefused(65, ": number 17 of 6480 is NaN, expected finite numbers", file);
        assertRefused(65, "README.md: ", Path.of("README.md"));
    }

    private static void assertRefused(int code, String message, Path layer) {
        ToolRun run = ToolRun.of("sample", "--class", "shirt", "--seeds", "1", "--noise-layer", layer);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    @Test
    void truncation_narrowsImages() {
        Path wide = folder.resolve("wide.npy");
        Path narrow = folder.resolve("narrow.npy");
        done("sample", "--class", "3", "--seeds", "0-15", "--raw", wide);
        done("sample", "--class", "3", "--seeds", "0-15", "--raw", narrow, "--truncation", "0.1");
        assertThat(spread(narrow)).isLessThan(0.2 * spread(wide));
    }

    @Test
    void truncation_ofSeveralFactors_givesARowEachOfTheSameSeeds() throws IOException {
        Path raw = folder.resolve("sweep.npy");
        Path out = folder.resolve("sweep");
        ToolRun run = done(
                "sample", "--class", "bag,3", "--seeds", "4,1", "--truncation", "0.2,1", "--raw", raw, "--out", out);
        assertThat(run.out()).contains(": 8 images of 2 classes at 2 truncations\n");
        assertThat(names(out))
                .contains("0003-coat-truncation0.2-seed0001.png", "0007-bag-truncation1-seed0004.png")
                .hasSize(9);
        float[] all = NpyFile.read(raw).floats();
        String[][] rows = {{"7", "0.2"}, {"7", "1"}, {"3", "0.2"}, {"3", "1"}};
        for (int row = 0; row < 4; row++) {
            done("sample", "--class", rows[row][0], "--seeds", "4,1", "--truncation", rows[row][1], "--raw", raw);
            assertThat(Arrays.copyOfRange(all, row * 2 * IMAGE, (row + 1) * 2 * IMAGE))
                    .containsExactly(NpyFile.read(raw).floats());
        }
    }

    @Test
    void interpolate_classes_goesFromEachToTheNextInStraightLines() {
        Path raw = folder.resolve("way.npy");
        done("sample", "--class", "shirt,bag,2", "--seeds", "3,9", "--interpolate", "5", "--raw", raw);
        float[] way = NpyFile.read(raw).floats();
        assertThat(NpyFile.read(raw).shape()).containsExactly(9 * 2, 3, 32, 32);
        // The classes themselves, to the bit.
        int[] classes = {5, 7, 2};
        for (int station = 0; station < 3; station++) {
            done("sample", "--class", classes[station], "--seeds", "3,9", "--raw", raw);
            assertThat(row(way, 4 * station)).containsExactly(NpyFile.read(raw).floats());
        }
        // A quarter of the way from bag to pullover, made here.
        float[] quarter = embedding(7);
        float[] to = embedding(2);
        for (int i = 0; i < quarter.length; i++) {
            quarter[i] = 0.75f * quarter[i] + 0.25f * to[i];
        }
        Path file = folder.resolve("y.npy");
        NpyFile.write(file, NpyArray.ofFloats(new long[] {1, 128}, quarter));
        done("sample", "--embedding", file, "--seeds", "3,9", "--raw", raw);
        assertThat(Relative.maxDifference(row(way, 5), NpyFile.read(raw).floats()))
                .isLessThan(1e-5);
    }

    @Test
    void interpolate_rowsOfAFile_goesThroughThem() throws IOException {
        Path file = folder.resolve("rows.npy");
        float[] rows = Arrays.copyOf(embedding(5), 256);
        System.arraycopy(embedding(3), 0, rows, 128, 128);
        NpyFile.write(file, NpyArray.ofFloats(new long[] {2, 128}, rows));
        Path out = folder.resolve("steps");
        ToolRun run = done("sample", "--embedding", file, "--seeds", "3", "--interpolate", "3", "--out", out);
        assertThat(run.out()).contains(": 3 images of rows row 0 to rows row 1\n");
        assertThat(names(out))
                .containsExactly("grid.png", "step0000-seed0003.png", "step0001-seed0003.png", "step0002-seed0003.png");
        Path plain = folder.resolve("plain");
        done("sample", "--class", "3", "--seeds", "3", "--out", plain);
        BufferedImage end = ImageIO.read(out.resolve("step0002-seed0003.png").toFile());
        BufferedImage coat = ImageIO.read(plain.resolve("seed0003.png").toFile());
        assertThat(end.getRGB(0, 0, 32, 32, null, 0, 32)).containsExactly(coat.getRGB(0, 0, 32, 32, null, 0, 32));
    }

    @Test
    void pictures_asJpeg_areNearThoseOfPng() throws IOException {
        Path png = folder.resolve("png");
        Path jpg = folder.resolve("jpg");
        done("sample", "--class", "bag", "--seeds", "0,1", "--out", png);
        done("sample", "--class", "bag", "--seeds", "0,1", "--out", jpg, "--format", "jpg");
        done("sample", "--class", "bag", "--seeds", "0,1", "--out", folder.resolve("sheet.jpeg"));
        assertThat(names(jpg)).containsExactly("grid.jpg", "seed0000.jpg", "seed0001.jpg");
        assertNear(png.resolve("seed0001.png"), jpg.resolve("seed0001.jpg"));
        assertNear(png.resolve("grid.png"), jpg.resolve("grid.jpg"));
        assertThat(folder.resolve("sheet.jpeg")).hasSameBinaryContentAs(jpg.resolve("grid.jpg"));
        assertRefused("--format 'tiff': expected png, jpg or webp", "--class", "bag", "--format", "tiff");
        assertRefused("is written with --video", "--class", "bag", "--out", folder.resolve("a.gif"));
        assertRefused("expected a .png, .jpg or .webp file", "--class", "bag", "--out", folder.resolve("a.bmp"));
        assertRefused("expected a .png, .jpg or .webp file", "--class", "bag", "--out", folder.resolve("a.TIFF"));
    }

    @Test
    void pictures_asWebP_areThoseOfPng() throws IOException {
        Path png = folder.resolve("png");
        Path webp = folder.resolve("webp");
        done("sample", "--class", "bag", "--seeds", "0,1", "--out", png);
        done("sample", "--class", "bag", "--seeds", "0,1", "--out", webp, "--format", "webp");
        done("sample", "--class", "bag", "--seeds", "0,1", "--out", folder.resolve("sheet.webp"));
        assertThat(names(webp)).containsExactly("grid.webp", "seed0000.webp", "seed0001.webp");
        for (String name : List.of("grid", "seed0000", "seed0001")) {
            assertThat(ImageFiles.read(webp.resolve(name + ".webp")).data())
                    .containsExactly(ImageFiles.read(png.resolve(name + ".png")).data());
        }
        assertThat(folder.resolve("sheet.webp")).hasSameBinaryContentAs(webp.resolve("grid.webp"));
    }

    /** Its 520 rows are 132 pixels high each. */
    @Test
    void sheet_higherThanItsFormatAllows_isRefused() {
        String[] command = {"--class", "bag,coat", "--seeds", "0-15", "--interpolate", "520", "--out"};
        for (String name : List.of("a.webp", "a.jpg")) {
            List<Object> arguments = new ArrayList<>(List.of((Object[]) command));
            arguments.add(folder.resolve(name));
            assertRefused("wider or higher than the ", arguments.toArray());
        }
    }

    private static void assertNear(Path png, Path jpg) throws IOException {
        BufferedImage expected = ImageIO.read(png.toFile());
        BufferedImage found = ImageIO.read(jpg.toFile());
        double sum = 0;
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                sum += Math.abs((expected.getRGB(x, y) & 255) - (found.getRGB(x, y) & 255));
            }
        }
        assertThat(sum / expected.getHeight() / expected.getWidth()).isBetween(0.01, 4.0);
    }

    @Test
    void video_asGif_hasAFrameAStepWhoseEndsAreTheClasses() throws IOException {
        Path gif = folder.resolve("way.gif");
        ToolRun run = done("sample", "--class", "shirt,bag", "--seeds", "0-3", "--interpolate", "5", "--video", gif);
        assertThat(run.out()).isEqualTo(gif + ": 5 frames of 5 \"shirt\" to 7 \"bag\"\n");
        Path bag = folder.resolve("bag.png");
        done("sample", "--class", "bag", "--seeds", "0-3", "--out", bag);
        BufferedImage expected = ImageIO.read(bag.toFile());
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(5);
            BufferedImage last = reader.read(4);
            assertThat(last.getWidth()).isEqualTo(expected.getWidth());
            double sum = 0;
            for (int y = 0; y < last.getHeight(); y++) {
                for (int x = 0; x < last.getWidth(); x++) {
                    sum += Math.abs((expected.getRGB(x, y) & 255) - (last.getRGB(x, y) & 255));
                }
            }
            assertThat(sum / last.getHeight() / last.getWidth()).isLessThan(2);
        } finally {
            reader.dispose();
        }
        assertRefused(": an animation needs several frames; give --interpolate", "--class", "bag", "--video", gif);
        assertRefused(
                "is too large; give fewer --seeds",
                "--class",
                "bag,shirt",
                "--seeds",
                "0-99999",
                "--interpolate",
                "10",
                "--video",
                gif);
        assertRefused("expected a .gif, .apng or .png file", "--class", "1,2", "--video", folder.resolve("a.mp4"));
    }

    /** Beside a sheet of the same rows; its first frame is what a viewer shows that plays nothing. */
    @Test
    void video_asPng_beginsWithTheFirstClassAsItIs() throws IOException {
        Path video = folder.resolve("way.png");
        Path sheet = folder.resolve("sheet.png");
        ToolRun run = done(
                "sample",
                "--class",
                "shirt,bag",
                "--seeds",
                "0-3",
                "--interpolate",
                5,
                "--out",
                sheet,
                "--video",
                video);
        assertThat(run.out()).contains("5 frames of 5 \"shirt\" to 7 \"bag\"", sheet + ": 20 images of");
        Path shirt = folder.resolve("shirt.png");
        done("sample", "--class", "shirt", "--seeds", "0-3", "--out", shirt);
        BufferedImage expected = ImageIO.read(shirt.toFile());
        BufferedImage found = ImageIO.read(video.toFile());
        int width = expected.getWidth();
        int height = expected.getHeight();
        assertThat(found.getRGB(0, 0, width, height, null, 0, width))
                .containsExactly(expected.getRGB(0, 0, width, height, null, 0, width));
    }

    @Test
    void interpolate_whatCannotBe_isRefusedInOneLine() {
        assertRefused("--interpolate 4: 5 \"shirt\" is alone", "--class", "shirt", "--interpolate", "4");
        assertRefused("--interpolate 1: expected 0 or a number from 2", "--class", "2,3", "--interpolate", "1");
        assertRefused(
                "--interpolate and several values of --truncation are mutually exclusive",
                "--class",
                "2,3",
                "--interpolate",
                "4",
                "--truncation",
                "0.2,1");
        assertRefused("--truncation 3.0: expected", "--class", "2", "--truncation", "1,3");
    }

    private static void assertRefused(String message, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("sample"));
        all.addAll(List.of(arguments));
        ToolRun run = ToolRun.of(all.toArray());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    private static float[] row(float[] images, int row) {
        return Arrays.copyOfRange(images, row * 2 * IMAGE, (row + 1) * 2 * IMAGE);
    }

    /** The mean over all pixels of the standard deviation between images. */
    private static double spread(Path file) {
        float[] images = NpyFile.read(file).floats();
        int count = images.length / IMAGE;
        double sum = 0;
        for (int pixel = 0; pixel < IMAGE; pixel++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < count; i++) {
                mean += images[i * IMAGE + pixel] / count;
                square += (double) images[i * IMAGE + pixel] * images[i * IMAGE + pixel] / count;
            }
            sum += Math.sqrt(Math.max(0, square - mean * mean)) / IMAGE;
        }
        return sum;
    }

    private static float[] normals(long seed) {
        return RandomStream.normals(new RandomKey(seed, StreamPurpose.SAMPLE, 0, 0, 0), 80);
    }

    private static float[] embedding(int row) {
        try (TorchScriptArchive archive = TorchScriptArchive.open(Path.of("models", "demo.pt"))) {
            return Arrays.copyOfRange(archive.tensors().finiteFloats("shared.weight"), row * 128, (row + 1) * 128);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static ToolRun done(Object... arguments) {
        ToolRun run = ToolRun.of(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }
}
