package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.Preprocessing;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.model.Classifier;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.DemoModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageClassifierTest {
    @TempDir
    Path folder;

    private void examine(List<String> labels, Consumer<ImageClassifier> check) {
        Path file = DemoModels.classifier(folder, "judge", labels);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Classifier classifier = Classifier.open(file, Optional.empty(), runtime);
                ImageClassifier examiner = new ImageClassifier(runtime, classifier, 32, Preprocessing.STANDARD)) {
            check.accept(examiner);
        }
    }

    @Test
    void label_ofAnotherIndex_isFoundByName() {
        examine(DemoModels.LABELS, examiner -> {
            assertThat(examiner.labelCount()).isEqualTo(10);
            assertThat(examiner.label(new ClassLabel(3, "coat"))).isEqualTo(4);
            assertThat(examiner.label(new ClassLabel(0, "Ankle_Boot"))).isEqualTo(9);
            assertThat(examiner.label(new ClassLabel(500, "dress"))).isEqualTo(3);
        });
    }

    @Test
    void label_ofANameThatIsThereTwice_isTheSameIndex() {
        examine(List.of("a", "crane", "c", "d", "e", "f", "crane", "h", "i", "j"), examiner -> {
            assertThat(examiner.label(new ClassLabel(6, "crane"))).isEqualTo(6);
            assertThat(examiner.label(new ClassLabel(1, "crane"))).isEqualTo(1);
            assertThatThrownBy(() -> examiner.label(new ClassLabel(2, "crane")))
                    .isInstanceOf(SettingsConflictException.class)
                    .hasMessageContaining(
                            "has several labels (1 \"crane\" or 6 \"crane\") 'crane'; choose one that knows the class");
        });
    }

    @Test
    void label_thatIsMissing_isRefused() {
        examine(
                DemoModels.LABELS,
                examiner -> assertThatThrownBy(() -> examiner.label(new ClassLabel(0, "hat")))
                        .isInstanceOf(SettingsConflictException.class)
                        .hasMessage(folder.resolve("judge.pt")
                                + ": this classifier has no label 'hat'; choose one that knows the class"));
    }
}
