package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImagePaddingTest {
    @Test
    void centre_smallerImages_areFramed() {
        PlanarImages images = new PlanarImages(2, 1, 1, 2, new float[] {1, 2, 3, 4});
        PlanarImages framed = ImagePadding.centre(images, 3, 3, -1);
        assertThat(framed.toString()).isEqualTo("[2, 1, 3, 3]");
        assertThat(framed.data()).containsExactly(-1, -1, -1, 1, 2, -1, -1, -1, -1, -1, -1, -1, 3, 4, -1, -1, -1, -1);
    }

    @Test
    void centre_sameSize_isTheSame() {
        PlanarImages images = TestPictures.waves(1, 3, 4, 5);
        assertThat(ImagePadding.centre(images, 4, 5, 0)).isSameAs(images);
    }

    @Test
    void centre_larger_isRefused() {
        PlanarImages images = TestPictures.waves(1, 3, 4, 5);
        assertThatThrownBy(() -> ImagePadding.centre(images, 5, 4, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
