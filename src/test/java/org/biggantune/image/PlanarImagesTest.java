package org.biggantune.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlanarImagesTest {
    private final PlanarImages images =
            new PlanarImages(2, 3, 1, 2, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});

    @Test
    void constructor_wrongLengthOrShape_isRefused() {
        assertThatThrownBy(() -> new PlanarImages(1, 3, 2, 2, new float[11]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("11 values for images of shape [1, 3, 2, 2]");
        assertThatThrownBy(() -> new PlanarImages(1, 3, 0, 2, new float[0]))
                .hasMessage("no images of shape [1, 3, 0, 2]");
        assertThatThrownBy(() -> new PlanarImages(65536, 1, 65536, 1, new float[0]))
                .hasMessageStartingWith("0 values for images");
        assertThatThrownBy(() -> PlanarImages.zeros(1 << 15, 1 << 15, 2, 2)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void offset_ofAPlane_isWhereItBegins() {
        assertThat(images.offset(1, 2)).isEqualTo(10);
    }
}
