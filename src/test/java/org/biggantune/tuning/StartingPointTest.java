package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.InitialEmbedding;
import org.biggantune.support.Settings;
import org.junit.jupiter.api.Test;

class StartingPointTest {
    private static final EmbeddingMatrix MATRIX =
            new EmbeddingMatrix(3, 4, new float[] {0, 1, 2, 3, 10, 11, 12, 13, 2, 0, 1, -1});

    private final Settings settings = new Settings();

    @Test
    void of_targetWithoutNoise_isTheRow() {
        assertThat(start(1, 0)).containsExactly(10, 11, 12, 13);
        assertThat(start(2, 0)).containsExactly(2, 0, 1, -1);
    }

    @Test
    void of_meanWithoutNoise_isTheMeanOfAllRows() {
        settings.initial = InitialEmbedding.MEAN;
        assertThat(start(1, 0)).containsExactly(4, 4, 5, 5);
    }

    @Test
    void of_noise_isNormalWithItsDeviationAndOfItsOwnForEachStart() {
        int columns = 20_000;
        EmbeddingMatrix zeros = new EmbeddingMatrix(2, columns, new float[2 * columns]);
        settings.initialNoise = 0.25;
        settings.starts = 2;
        float[] first = StartingPoint.of(zeros, subject(zeros, 1), 0, settings.build());
        float[] second = StartingPoint.of(zeros, subject(zeros, 1), 1, settings.build());
        double[] sums = new double[3];
        for (int i = 0; i < columns; i++) {
            sums[0] += first[i];
            sums[1] += (double) first[i] * first[i];
            sums[2] += (double) first[i] * second[i];
        }
        assertThat(sums[0] / columns).isCloseTo(0, within(5 * 0.25 / Math.sqrt(columns)));
        assertThat(Math.sqrt(sums[1] / columns)).isCloseTo(0.25, within(0.01));
        assertThat(sums[2] / columns).isCloseTo(0, within(5 * 0.0625 / Math.sqrt(columns)));
    }

    @Test
    void of_noise_dependsOnSeedAndClassAlone() {
        settings.initialNoise = 0.25;
        float[] first = start(1, 0);
        assertThat(start(1, 0)).containsExactly(first);
        settings.seed = 2;
        assertThat(start(1, 0)).isNotEqualTo(first);
        settings.seed = 1;
        settings.learningRate = 9;
        assertThat(start(1, 0)).containsExactly(first);
        float[] other = start(0, 0);
        assertThat(other[0]).isNotEqualTo(first[0] - 10);
    }

    @Test
    void of_matrix_leavesItAsItWas() {
        settings.initialNoise = 0.25;
        start(0, 0)[0] = 99;
        assertThat(MATRIX.row(0)).containsExactly(0, 1, 2, 3);
    }

    private float[] start(int row, int start) {
        return StartingPoint.of(MATRIX, subject(MATRIX, row), start, settings.build());
    }

    private static TuningSubject subject(EmbeddingMatrix matrix, int row) {
        return new TuningSubject(new ClassLabel(row, "class"), matrix.row(row));
    }
}
