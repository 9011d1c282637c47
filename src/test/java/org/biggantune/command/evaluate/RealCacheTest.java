package org.biggantune.command.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.OpenResources;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.Features;
import org.biggantune.metric.ImageScores;
import org.biggantune.metric.InceptionAccumulator;
import org.biggantune.support.RealPictures;
import org.biggantune.support.ScratchFeatures;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code evaluate} keeps of real images, and images that cannot be read. */
class RealCacheTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void writePictures() throws IOException {
        RealPictures.write(folder.resolve("real"), "shirt", 9, 28);
    }

    private ToolRun evaluate(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("evaluate", "--class", "shirt", "--real", folder.resolve("real")));
        all.addAll(List.of("--samples", 4, "--threads", 1));
        all.addAll(List.of(arguments));
        return ToolRun.ofUser(folder.resolve("home"), all.toArray());
    }

    private String json(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        ToolRun run = evaluate(all.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private List<Path> kept() throws IOException {
        Path cache = folder.resolve("home/evaluate/real");
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.sorted().toList();
        }
    }

    @Test
    void features_ofTheSameImages_areTakenFromTheCache() throws IOException {
        String first = json();
        assertThat(kept()).hasSize(1);
        byte[] bytes = Files.readAllBytes(kept().get(0));
        assertThat(json()).isEqualTo(first);
        assertThat(kept()).singleElement().satisfies(file -> assertThat(file).hasBinaryContent(bytes));
        Files.move(folder.resolve("real/shirt/picture100.png"), folder.resolve("real/shirt/a.png"));
        assertThat(json()).as("the same contents under other names").isEqualTo(first);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void features_ofOtherImagesOrAnotherJudge_areMeasured() throws IOException {
        String first = json();
        Path picture = folder.resolve("real/shirt/picture104.png");
        Files.copy(folder.resolve("real/shirt/picture100.png"), picture, StandardCopyOption.REPLACE_EXISTING);
        String other = json();
        assertThat(other).isNotEqualTo(first);
        assertThat(kept()).hasSize(2);
        json("--judge", "demo-classifier");
        json("--features", "layer2");
        json("--real-samples", 6);
        assertThat(kept()).hasSize(5);
        assertThat(json("--cache", "none")).isEqualTo(other);
        assertThat(json("--cache", folder.resolve("elsewhere"))).isEqualTo(other);
        assertThat(kept()).hasSize(5);
        assertThat(folder.resolve("elsewhere/real")).isNotEmptyDirectory();
    }

    @Test
    void file_thatIsDamaged_isMeasuredAnewWithAWord() throws IOException {
        String first = json();
        Path file = kept().get(0);
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[whole.length / 3] ^= 0x40;
        for (byte[] damaged : List.of(flipped, Arrays.copyOf(whole, whole.length / 2), new byte[0])) {
            Files.write(file, damaged);
            ToolRun again = evaluate("--json");
            assertThat(again.out()).isEqualTo(first);
            assertThat(again.err()).contains(file + ": damaged; its images are measured again");
            assertThat(file).hasBinaryContent(whole);
        }
    }

    private static ImageScores scores(Features features, Features manifold) {
        return new ImageScores(
                2,
                new ClassifierScore(1, 0.5, 0.7),
                0.1,
                0.2,
                0.3,
                new ImageScores.Values(
                        new double[] {0.4, 0.6}, new double[] {0.1}, new double[] {0.2}, new double[] {0.3}),
                features,
                manifold,
                new InceptionAccumulator(3));
    }

    private static float[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i * 0.1f;
        }
        return values;
    }

    @Test
    void file_thatSeveralProcessesWrite_isWholeAtAnyTime() throws Exception {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (ScratchFeatures measured = new ScratchFeatures();
                OpenResources scratch = new OpenResources()) {
            Features features = measured.of(50_000, ramp(100_000));
            ImageScores scores = scores(features, features);
            List<Future<ImageScores>> found = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                // One that takes no note of what is there writes the file again.
                UnreadableImages unreadable = new UnreadableImages(i % 2 == 0);
                if (i % 2 == 0) {
                    unreadable.add(1, "x", new CorruptInputException("x: damaged"));
                }
                OpenResources own = scratch.own(new OpenResources());
                found.add(pool.submit(() -> new RealCache(Optional.of(folder.resolve("shared")), said::add)
                        .scores(() -> "key", unreadable, own, () -> scores)));
            }
            for (Future<ImageScores> one : found) {
                assertThat(one.get().values().probabilities()).containsExactly(0.4, 0.6);
                assertThat(one.get().pairDiversity()).isEqualTo(0.1);
                assertThat(ScratchFeatures.values(one.get().features())).containsExactly(ramp(100_000));
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(said).isEmpty();
    }

    @Test
    void features_ofTwoDetectors_areReadBackAsTheyWere() {
        RealCache cache = new RealCache(Optional.of(folder.resolve("two")), message -> {});
        try (ScratchFeatures measured = new ScratchFeatures();
                OpenResources scratch = new OpenResources()) {
            ImageScores scores = scores(measured.of(3, ramp(6)), measured.of(40_000, ramp(80_000)));
            cache.scores(() -> "key", new UnreadableImages(false), scratch, () -> scores);
            ImageScores found = cache.scores(() -> "key", new UnreadableImages(false), scratch, () -> {
                throw new AssertionError("not in the cache");
            });
            assertThat(ScratchFeatures.values(found.features())).containsExactly(ramp(6));
            assertThat(ScratchFeatures.values(found.manifold())).containsExactly(ramp(80_000));
        }
    }

    @Test
    void folder_thatTakesNoFile_isNoFailure() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        ToolRun run = evaluate("--cache", file, "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("features of real images are not cached: ");
        assertThat(run.out()).isEqualTo(json());
    }

    @Test
    void unreadableImage_isNamedAndRefused_orLeftOutAndNamed() throws IOException {
        Path bad = Files.writeString(folder.resolve("real/shirt/picture103.png"), "no picture");
        ToolRun refused = evaluate("-q");
        assertThat(refused.exitCode()).isEqualTo(65);
        assertThat(refused.err()).hasLineCount(1).contains(bad + ": ").contains("--skip-unreadable skips such images");
        for (int time = 1; time <= 2; time++) {
            JsonNode found = JSON.readTree(json("--skip-unreadable"));
            assertThat(found.at("/results/0/real/count").asInt()).isEqualTo(8);
            assertThat(found.at("/real/unreadable")).hasSize(1);
            assertThat(found.at("/real/unreadable/0/file").asText()).isEqualTo(bad.toString());
            assertThat(found.at("/real/unreadable/0/reason").asText()).startsWith("not an image this tool reads");
        }
        assertThat(evaluate("--skip-unreadable").out()).contains("1 unreadable image skipped: " + bad);
        assertThat(evaluate("-q").exitCode()).as("the cache knows it").isEqualTo(65);
    }

    @Test
    void unreadableImages_almostAll_areRefused() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("real/shirt"))) {
            for (Path file : files.sorted().skip(1).toList()) {
                Files.write(file, new byte[0]);
            }
        }
        ToolRun refused = evaluate("--skip-unreadable", "-q");
        assertThat(refused.exitCode()).isEqualTo(66);
        assertThat(refused.err()).hasLineCount(1).contains("no two images of class 5 \"shirt\"");
    }
}
