package org.biggantune.command.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.ImageNet;
import org.biggantune.domain.Precision;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.SettingsConflictException;
import org.junit.jupiter.api.Test;

final class LabelAgreementTest {
    private static LabelAgreement agreement(List<String> labels) {
        ClassifierMetadata classifier = new ClassifierMetadata(
                "resnet",
                224,
                List.of(0.5, 0.5, 0.5),
                List.of(0.5, 0.5, 0.5),
                labels,
                Graph.FOLDED,
                Precision.FP32,
                new SourceFile("a.pth", "00"),
                "",
                List.of());
        return new LabelAgreement("--judge", ", or give --judge none", Path.of("j.pt"), classifier);
    }

    @Test
    void require_labelsOfOtherThings_areRefusedByNameAndNotByCount() {
        LabelAgreement judge = agreement(List.of("t-shirt", "trouser", "bag"));
        assertThatThrownBy(() -> judge.require(List.of(
                        new ClassLabel(0, "bag"), new ClassLabel(508, "computer keyboard"), new ClassLabel(2, "hat"))))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessage("--judge j.pt: no label 'computer keyboard' among its 3 labels (\"t-shirt\", \"trouser\","
                        + " \"bag\"), nor for 1 more of the classes; name one that knows it with --judge, or give"
                        + " --judge none (its labels: biggan-tune classes j.pt)");
        assertThatThrownBy(() -> judge.require(List.of(new ClassLabel(0, "trousers"))))
                .hasMessageContaining("no label 'trousers' among its 3 labels (nearest: trouser); name one");
        judge.require(List.of(new ClassLabel(7, "Bag"), new ClassLabel(1, "trouser")));
    }

    @Test
    void require_asManyLabelsWithOtherNames_areRefused() {
        assertThatThrownBy(() -> agreement(List.of("cat", "dog")).require(List.of(new ClassLabel(0, "class 0"))))
                .hasMessageContaining(
                        "no label 'class 0' among its 2 labels (\"cat\", \"dog\"): the generator's classes"
                                + " have no names (import it again with --class-names); name one");
    }

    @Test
    void require_labelThatTwoClassesHave_isRefusedUnlessThePlaceSaysWhich() {
        LabelAgreement judge = agreement(ImageNet.names());
        assertThat(judge.missing(List.of(new ClassLabel(134, "crane"), new ClassLabel(517, "crane"))))
                .isEmpty();
        assertThatThrownBy(() -> judge.require(List.of(new ClassLabel(3, "crane"))))
                .hasMessageContaining("2 labels 'crane' (134 \"crane\" (n02012849, wading bird) or 517 \"crane\""
                        + " (n03126707, lifting device)), none of them at the place of class 3 \"crane\"; name one");
    }
}
