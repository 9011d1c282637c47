package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.Sha256;
import org.biggantune.metric.Measure;
import org.biggantune.support.EvaluationFile;
import org.biggantune.tuning.RealLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RealLevelFileTest {
    private static final ClassLabel SHIRT = new ClassLabel(5, "shirt");
    private static final ClassLabel BAG = new ClassLabel(7, "bag");
    private static final SourceFile JUDGE = model("demo-judge");
    private static final SourceFile CLASSIFIER = model("demo-classifier");
    private static final Map<String, SourceFile> MODELS = Map.of("classifier", CLASSIFIER, "judge", JUDGE);

    @TempDir
    Path folder;

    private static SourceFile model(String name) {
        return new SourceFile(name + ".pt", Sha256.of(Path.of("models", name + ".pt")));
    }

    private RealLevelFile read(EvaluationFile file) throws IOException {
        return RealLevelFile.read(file.write(folder.resolve("real.json")));
    }

    @Test
    void levels_ofTheJudgeOrTheClassifier_areOfItsMeasure() throws IOException {
        RealLevelFile judged =
                read(new EvaluationFile("demo-judge").with(SHIRT, 0.7).with(BAG, 0.9));
        assertThat(judged.levels(List.of(BAG, SHIRT), MODELS))
                .containsExactly(
                        Map.entry(BAG, new RealLevel(Measure.JUDGE_PROBABILITY, 0.9)),
                        Map.entry(SHIRT, new RealLevel(Measure.JUDGE_PROBABILITY, 0.7)));
        assertThat(judged.source()).isEqualTo(new SourceFile("real.json", Sha256.of(folder.resolve("real.json"))));
        RealLevelFile other = read(new EvaluationFile("demo-classifier").with(SHIRT, 0.7));
        assertThat(other.levels(List.of(SHIRT), Map.of("classifier", CLASSIFIER)))
                .containsExactly(Map.entry(SHIRT, new RealLevel(Measure.CLASSIFIER_PROBABILITY, 0.7)));
    }

    @Test
    void levels_ofANetworkThatTheRunLacks_areRefusedWithItsName() throws IOException {
        RealLevelFile judged = read(new EvaluationFile("demo-judge").with(SHIRT, 0.7));
        assertThatThrownBy(() -> judged.levels(List.of(SHIRT), Map.of("classifier", CLASSIFIER)))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContainingAll("measured by demo-judge.pt", "neither the judge (none)", "--judge");
    }

    @Test
    void levels_ofClassesThatTheFileLacks_nameThem() throws IOException {
        EvaluationFile file = new EvaluationFile("demo-judge").with(SHIRT, 0.7);
        file.without(BAG);
        RealLevelFile found = read(file);
        assertThatThrownBy(() -> found.levels(List.of(SHIRT, BAG, new ClassLabel(3, "coat")), MODELS))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContainingAll("real.json: no real images of class 7 \"bag\", 3 \"coat\"; evaluate");
    }

    /** The classes of another generator may be in another order; of two cranes each keeps its own. */
    @Test
    void levels_ofAClassAtAnotherIndex_areFoundByAnUnambiguousName() throws IOException {
        ClassLabel bird = new ClassLabel(134, "crane");
        ClassLabel machine = new ClassLabel(517, "crane");
        RealLevelFile found = read(new EvaluationFile("demo-judge")
                .with(SHIRT, 0.7)
                .with(bird, 0.8)
                .with(machine, 0.6));
        ClassLabel moved = new ClassLabel(0, "shirt");
        assertThat(found.levels(List.of(moved, machine), MODELS).values())
                .extracting(RealLevel::value)
                .containsExactly(0.7, 0.6);
        assertThatThrownBy(() -> found.levels(List.of(new ClassLabel(1, "crane")), MODELS))
                .hasMessageContaining("no real images of class 1 \"crane\"");
    }

    @Test
    void read_aClassOfSeveralRuns_countsOnceUnlessLevelsDiffer() throws IOException {
        EvaluationFile twice = new EvaluationFile("demo-judge").with(SHIRT, 0.7).with(SHIRT, 0.7);
        assertThat(read(twice).probabilities()).containsExactly(Map.entry(SHIRT, 0.7));
        assertThatThrownBy(() -> read(twice.with(SHIRT, 0.71)))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContainingAll("5 \"shirt\"", "two levels, 0.7 and 0.71", "one generator");
    }

    @Test
    void read_withoutRealImages_saysHowToMeasureThem() throws IOException {
        EvaluationFile file = new EvaluationFile("demo-judge");
        file.without(SHIRT);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContainingAll("--real-level", "real.json", "no measures of real images", "--real DIR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"classes\": []}",
                "{\"judge\": {}, \"results\": []}",
                "{\"judge\": {\"file\": \"a\", \"sha256\": \"b\"}, \"results\": [null]}",
                "{\"judge\": 1"
            })
    void read_whatIsNoEvaluation_isRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), text);
        assertThatThrownBy(() -> RealLevelFile.read(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContainingAll("--real-level", "x.json", "expected what evaluate --json prints");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "-0.1", "\"0.5\"", "null", "{}"})
    void read_aProbabilityThatIsNone_isRefused(String value) throws IOException {
        ObjectNode json = new EvaluationFile("demo-judge").with(SHIRT, 0.125).json();
        Path file = Files.writeString(folder.resolve("x.json"), json.toString().replace("0.125", value));
        assertThatThrownBy(() -> RealLevelFile.read(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContainingAll("x.json", "probability");
    }

    @Test
    void read_noFile_saysHowToMakeOne() {
        assertThatThrownBy(() -> RealLevelFile.read(folder.resolve("none.json")))
                .isInstanceOf(MissingInputException.class)
                .hasMessageContainingAll("--real-level", "none.json", "no such file", "biggan-tune evaluate");
        assertThatThrownBy(() -> RealLevelFile.read(folder)).isInstanceOf(CorruptInputException.class);
    }
}
