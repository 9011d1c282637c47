package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.biggantune.support.Fixtures;
import org.junit.jupiter.api.Test;

class ImageNetTest {
    /** The list that DJL's model zoo gives to ImageNet classifiers: a line a class, its WordNet id and words. */
    private static final String SYNSET_FILE =
            "fixtures/djl-zoo/repository/model/cv/image_classification/ai/djl/pytorch/synset.txt";

    @Test
    void synsets_areThoseOfPublishedClassifiers() throws IOException {
        List<String> published = Files.readAllLines(Fixtures.require(SYNSET_FILE), StandardCharsets.UTF_8);
        assertThat(ImageNet.synsets())
                .extracting(synset -> synset.id() + " " + String.join(", ", synset.words()))
                .isEqualTo(published);
    }

    @Test
    void synsets_knowWhatTwoClassesOfOneNameAre() {
        assertThat(ImageNet.names()).hasSize(1000).contains("computer keyboard");
        assertThat(ImageNet.synsets().get(134).kind()).isEqualTo("wading bird");
        assertThat(ImageNet.synsets().get(517).kind()).isEqualTo("lifting device");
    }
}
