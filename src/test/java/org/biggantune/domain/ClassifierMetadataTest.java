package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassifierMetadataTest {
    private static ClassifierMetadata classifier(List<String> labels) {
        return new ClassifierMetadata(
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
    }

    @Test
    void indexOf_tenThousandClassesAtOtherPlaces_buildsOneLookup() {
        List<String> labels = IntStream.range(0, 10_000)
                .mapToObj(i -> "label no " + (i + 1) % 10_000)
                .toList();
        ClassifierMetadata classifier = classifier(labels).withPrecision(Precision.BF16);
        // One look-up takes some 10 ms to build: ten thousand would take minutes.
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 10_000; i++) {
                assertThat(classifier.indexOf(new ClassLabel(i, "label no " + i)))
                        .hasValue((i + 9_999) % 10_000);
            }
        });
    }

    @Test
    void indexOf_generatorAndClassifierThatNameImageNetDifferently_agree() {
        ClassifierMetadata ids =
                classifier(ImageNet.synsets().stream().map(Synset::id).toList());
        assertThat(ids.indexOf(new ClassLabel(508, "computer keyboard"))).hasValue(508);
        assertThat(ids.knows(new ClassLabel(3, "shirt"))).isFalse();
    }

    @Test
    void labels_areACopyThatNobodyChanges() {
        List<String> mutable = new ArrayList<>(List.of("a", "b"));
        ClassifierMetadata classifier = classifier(mutable);
        mutable.set(0, "c");
        assertThat(classifier.labels()).containsExactly("a", "b");
        assertThatThrownBy(() -> classifier.labels().add("d")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(classifier)
                .isEqualTo(classifier(List.of("a", "b")))
                .hasSameHashCodeAs(classifier(List.of("a", "b")));
    }
}
