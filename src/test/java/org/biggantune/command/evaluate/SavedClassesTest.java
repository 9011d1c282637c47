package org.biggantune.command.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.support.RealPictures;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation that ended early takes the classes that it had finished. */
class SavedClassesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private Path home;
    private Path bad;
    private byte[] good;

    /** An evaluation of two classes that fails at the second. */
    @BeforeEach
    void failAtTheSecondClass() throws IOException {
        home = folder.resolve("home");
        RealPictures.write(folder.resolve("real"), "shirt", 9, 28);
        RealPictures.write(folder.resolve("real"), "coat", 9, 28);
        bad = folder.resolve("real/coat/picture102.png");
        good = Files.readAllBytes(bad);
        Files.writeString(bad, "no picture");
        assertThat(evaluate(home).exitCode()).isEqualTo(65);
        assertThat(saved()).hasSize(1);
        Files.write(bad, good);
    }

    private ToolRun evaluate(Path user, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("evaluate", "--class", "shirt,coat", "--samples", 44, "-q"));
        all.addAll(List.of("--real", folder.resolve("real"), "--threads", 1, "--json"));
        all.addAll(List.of(arguments));
        return ToolRun.ofUser(user, all.toArray());
    }

    private List<Path> saved() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("evaluate/unfinished"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Marks what is saved, so that it is known again. */
    private void mark() throws IOException {
        Path file = saved().get(0);
        Files.writeString(file, Files.readString(file).replaceAll("\"fid\":\\[[0-9.E-]+", "\"fid\":[4711.5"));
    }

    private static double firstFid(ToolRun run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode found = JSON.readTree(run.out());
        return found.at("/results/0/before/fid").asDouble();
    }

    @Test
    void sameEvaluation_again_givesTheSameBytes_andLeavesNothing() throws IOException {
        String whole = evaluate(folder.resolve("another")).out();
        assertThat(evaluate(home).out()).isEqualTo(whole);
        assertThat(saved()).isEmpty();
    }

    @Test
    void sameEvaluation_again_takesWhatIsSaved() throws IOException {
        mark();
        assertThat(firstFid(evaluate(home))).isEqualTo(4711.5);
    }

    @Test
    void otherSettings_measureAllClasses_andLeaveWhatIsSaved() throws IOException {
        mark();
        for (List<Object> other : List.<List<Object>>of(
                List.of("--seed", 1),
                List.of("--neighbours", 4),
                List.of("--judge", "demo-classifier"),
                List.of("--generator", "demo-collapsed"))) {
            assertThat(firstFid(evaluate(home, other.toArray())))
                    .as(other.toString())
                    .isNotEqualTo(4711.5);
        }
        assertThat(saved()).hasSize(1);
    }

    @Test
    void otherImages_areMeasuredAnew() throws IOException {
        mark();
        Files.write(folder.resolve("real/shirt/picture103.png"), good);
        assertThat(firstFid(evaluate(home))).isNotEqualTo(4711.5);
    }

    @Test
    void damagedFile_isMeasuredAnew() throws IOException {
        String whole = evaluate(folder.resolve("another")).out();
        Files.writeString(saved().get(0), "{\"contents\": ");
        assertThat(evaluate(home).out()).isEqualTo(whole);
    }

    @Test
    void unreadableImages_ofASavedClass_stopAnEvaluationThatDoesNotSkipThem() throws IOException {
        Files.writeString(folder.resolve("real/shirt/picture103.png"), "no picture");
        Map<Path, byte[]> coats = new LinkedHashMap<>();
        try (Stream<Path> pictures = Files.list(folder.resolve("real/coat"))) {
            for (Path picture : pictures.toList()) {
                coats.put(picture, Files.readAllBytes(picture));
                Files.writeString(picture, "no picture");
            }
        }
        assertThat(evaluate(home, "--skip-unreadable").exitCode()).isEqualTo(66);
        for (Map.Entry<Path, byte[]> coat : coats.entrySet()) {
            Files.write(coat.getKey(), coat.getValue());
        }
        ToolRun run = evaluate(home);
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err()).contains("picture103.png");
    }

    @Test
    void statisticsToWrite_replaceOlderOnes() throws IOException {
        Path statistics = folder.resolve("statistics");
        assertThat(evaluate(folder.resolve("another"), "--write-statistics", statistics)
                        .exitCode())
                .isZero();
        Map<Path, byte[]> written = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(statistics)) {
            for (Path file : files.toList()) {
                written.put(file, Files.readAllBytes(file));
                Files.writeString(file, "older");
            }
        }
        assertThat(written).hasSize(2);
        assertThat(evaluate(home, "--write-statistics", statistics).exitCode()).isZero();
        for (Map.Entry<Path, byte[]> file : written.entrySet()) {
            assertThat(file.getKey()).hasBinaryContent(file.getValue());
        }
    }
}
