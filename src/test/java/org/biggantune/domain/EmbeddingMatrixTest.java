package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EmbeddingMatrixTest {
    private static final float[] VALUES = {1, 2, 3, 4, 5, -6};

    private final EmbeddingMatrix matrix = new EmbeddingMatrix(3, 2, VALUES);

    @Test
    void row_ofEachClass_isItsPartOfTheNumbers() {
        assertThat(matrix.rows()).isEqualTo(3);
        assertThat(matrix.columns()).isEqualTo(2);
        assertThat(matrix.row(0)).containsExactly(1, 2);
        assertThat(matrix.row(2)).containsExactly(5, -6);
    }

    @Test
    void mean_ofAllRows_isTakenPerColumn() {
        assertThat(matrix.mean()).containsExactly(3, 0);
    }

    @Test
    void bounds_ofTheMatrix_areItsExtremes() {
        assertThat(matrix.bounds()).isEqualTo(new EmbeddingBounds(-6, 5));
    }

    @Test
    void values_givenOrTaken_areCopies() {
        float[] given = VALUES.clone();
        EmbeddingMatrix copy = new EmbeddingMatrix(3, 2, given);
        given[0] = 99;
        copy.values()[1] = 99;
        copy.row(1)[0] = 99;
        assertThat(copy.values()).containsExactly(VALUES);
    }

    @Test
    void constructor_numbersThatDoNotFit_areRefused() {
        assertThatThrownBy(() -> new EmbeddingMatrix(2, 2, VALUES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("6 values for a 2 × 2 matrix");
        assertThatThrownBy(() -> new EmbeddingMatrix(0, 2, new float[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void distance_ofTwoEmbeddings_isEuclidean() {
        assertThat(EmbeddingMatrix.distance(new float[] {1, 2, 3}, new float[] {1, 5, 7}))
                .isEqualTo(5);
    }
}
