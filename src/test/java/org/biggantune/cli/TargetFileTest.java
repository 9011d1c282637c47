package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.importer.LabelSet;
import org.biggantune.support.DemoModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetFileTest {
    private static final InstallDir HOME = new InstallDir(Path.of("").toAbsolutePath());

    @TempDir
    Path folder;

    private Target read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), text);
        return TargetFile.read(HOME, file.toString());
    }

    private void assertRefused(Class<? extends BigganTuneException> type, String message, String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(type).hasMessageContaining(message);
    }

    @Test
    void read_shippedTargets_areComplete() {
        Target fashion = TargetFile.read(HOME, "fashion10");
        assertThat(fashion.name()).isEqualTo("fashion10");
        assertThat(fashion.labels()).isEqualTo(DemoModels.LABELS);
        assertThat(fashion.classifier()).isEqualTo("demo-classifier");
        assertThat(fashion.judge()).contains("demo-judge");

        Target places = TargetFile.read(HOME, "places365");
        assertThat(places.labels()).hasSize(365).isEqualTo(LabelSet.places365());
        assertThat(places.classes().get(364).index()).isEqualTo(364);
        assertThat(places.classifier()).isEqualTo("resnet18-places365");
        assertThat(places.judge()).isEmpty();
        assertThat(places.source())
                .contains("biggan-tune models install resnet18-places365")
                .hasLineCount(1);
    }

    @Test
    void read_everyKey_isTaken() throws IOException {
        Target target = read("""
                labels: [ a , 7]
                classifier: c.pt
                judge: j
                preprocessing: reference
                defaults: {iterations: 9, clamp: [-1, 1]}
                source: |
                  first
                  then
                """);
        assertThat(target.labels()).containsExactly("a", "7");
        assertThat(target.judge()).isEqualTo(Optional.of("j"));
        assertThat(target.source()).isEqualTo("first then");
        assertThat(target.defaults())
                .containsEntry("iterations", "9")
                .containsEntry("clamp", "-1,1")
                .containsEntry("classifier", "c.pt")
                .containsEntry("judge", "j")
                .containsEntry("preprocessing", "reference");
    }

    @Test
    void read_withoutJudge_saysNone() throws IOException {
        assertThat(read("labels: [a]\nclassifier: c").defaults()).containsEntry("judge", "none");
        assertThat(read("labels: [a]\nclassifier: c\njudge: none").judge()).isEmpty();
    }

    @Test
    void read_labelsFromAFile_isBesideTheTarget() throws IOException {
        Files.writeString(folder.resolve("names.txt"), "lake\nriver\n");
        assertThat(read("labels-from: \"@names.txt\"\nclassifier: c").labels()).containsExactly("lake", "river");
        assertRefused(
                MissingInputException.class, "none.txt: no such file", "labels-from: \"@none.txt\"\nclassifier: c");
    }

    @Test
    void read_duplicateLabels_areNamed() {
        assertRefused(
                SettingsConflictException.class,
                "mine.yaml: duplicate labels (B, c); every class needs a distinct name",
                "labels: [a, b, B, c, c, c]\nclassifier: c");
    }

    @Test
    void read_withoutClassifier_isRefused() {
        assertRefused(SettingsConflictException.class, "mine.yaml: no classifier;", "labels: [a]");
    }

    @Test
    void read_unknownKey_namesTheNearest() {
        assertRefused(
                SettingsConflictException.class,
                "mine.yaml, line 2: unknown key 'clasifier'; did you mean classifier?",
                "labels: [a]\nclasifier: c");
    }

    @Test
    void read_labelsMissingTwiceOrEmpty_areRefused() {
        assertRefused(SettingsConflictException.class, "mine.yaml: no labels;", "classifier: c");
        assertRefused(SettingsConflictException.class, "mine.yaml: no labels;", "labels: []\nclassifier: c");
        assertRefused(SettingsConflictException.class, "an empty label", "labels: [a, '']\nclassifier: c");
        assertRefused(SettingsConflictException.class, "needs a list of names", "labels: a\nclassifier: c");
        assertRefused(
                SettingsConflictException.class,
                "labels given twice; expected either",
                "labels: [a]\nlabels-from: imagenet\nclassifier: c");
    }

    @Test
    void read_noTargetOrNoYaml_isRefused() {
        assertThatThrownBy(() -> TargetFile.read(HOME, "fashion"))
                .isInstanceOf(MissingInputException.class)
                .hasMessageStartingWith("--target fashion: no such file, and no fashion.yaml in ");
        assertRefused(CorruptInputException.class, "mine.yaml, line 1: not valid YAML", "labels: [a\n: {");
        assertRefused(SettingsConflictException.class, "expected option names and values", "just text");
        assertRefused(
                SettingsConflictException.class,
                "'defaults' needs option names and values",
                "labels: [a]\nclassifier: c\ndefaults: 7");
    }
}
