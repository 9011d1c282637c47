package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.biggantune.domain.failure.InvalidOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingBoundsTest {
    @Test
    void of_matrix_isItsSmallestAndLargestValue() {
        assertThat(EmbeddingBounds.of(new float[] {0.1f, -0.88f, 0.83f})).isEqualTo(new EmbeddingBounds(-0.88f, 0.83f));
    }

    @Test
    void clamp_values_movesOnlyThoseOutside() {
        EmbeddingBounds bounds = new EmbeddingBounds(-1, 2);
        assertThat(bounds.clamp(-3)).isEqualTo(-1);
        assertThat(bounds.clamp(0.5f)).isEqualTo(0.5f);
        assertThat(bounds.clamp(7)).isEqualTo(2);
        assertThat(bounds.clamp(Float.NaN)).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "NaN,1", "0,Infinity"})
    void constructor_badBounds_areRefused(float low, float high) {
        assertThatThrownBy(() -> new EmbeddingBounds(low, high))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("embedding bounds " + low + " and " + high
                        + ": expected two finite numbers, the lower one first");
    }
}
