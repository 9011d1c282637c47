package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.settings.InitialEmbedding;
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
    void of_random_isAnotherRowForEachStartUntilAllHaveCome() {
        settings.initial = InitialEmbedding.RANDOM;
        settings.starts = 6;
        settings.initialNoise = 0;
        List<Float> firsts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            firsts.add(start(1, i)[0]);
        }
        assertThat(firsts.subList(0, 3)).containsExactlyInAnyOrder(0f, 10f, 2f);
        assertThat(firsts.subList(3, 6)).isEqualTo(firsts.subList(0, 3));
    }

    @Test
    void of_random_dependsOnSeedAndClass() {
        settings.initial = InitialEmbedding.RANDOM;
        int rows = 500;
        float[] numbers = new float[rows];
        for (int i = 0; i < rows; i++) {
            numbers[i] = i;
        }
        EmbeddingMatrix matrix = new EmbeddingMatrix(rows, 1, numbers);
        Set<Float> found = new HashSet<>();
        for (int seed = 0; seed < 5; seed++) {
            for (int row = 0; row < 5; row++) {
                settings.seed = seed;
                found.add(StartingPoint.of(matrix, subject(matrix, row), 0, settings.build())[0]);
            }
        }
        // 25 draws from 500 rows: fewer than 20 different ones would be a wonder.
        assertThat(found).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void of_gaussian_isStandardNormalAndOfItsOwnForEachStart() {
        int columns = 20_000;
        EmbeddingMatrix zeros = new EmbeddingMatrix(2, columns, new float[2 * columns]);
        settings.initial = InitialEmbedding.GAUSSIAN;
        settings.starts = 2;
        float[] first = StartingPoint.of(zeros, subject(zeros, 1), 0, settings.build());
        float[] second = StartingPoint.of(zeros, subject(zeros, 1), 1, settings.build());
        settings.initialNoise = 1;
        float[] noisy = StartingPoint.of(zeros, subject(zeros, 1), 0, settings.build());
        double[] sums = new double[4];
        for (int i = 0; i < columns; i++) {
            sums[0] += first[i];
            sums[1] += (double) first[i] * first[i];
            sums[2] += (double) first[i] * second[i];
            sums[3] += (double) first[i] * (noisy[i] - first[i]);
        }
        double width = 5 / Math.sqrt(columns);
        assertThat(sums[0] / columns).isCloseTo(0, within(width));
        assertThat(sums[1] / columns).isCloseTo(1, within(2 * width));
        assertThat(sums[2] / columns).as("starts").isCloseTo(0, within(width));
        assertThat(sums[3] / columns).as("noise").isCloseTo(0, within(width));
    }

    @Test
    void of_topOrFile_isTheGivenRowOfTheStartCountedRound() {
        EmbeddingMatrix given = new EmbeddingMatrix(2, 4, new float[] {1, 1, 1, 1, 5, 6, 7, 8});
        TuningSubject subject = new TuningSubject(
                new ClassLabel(1, "class"),
                MATRIX.row(1),
                OptionalDouble.empty(),
                Optional.of(given),
                Optional.empty());
        settings.starts = 3;
        settings.initial = InitialEmbedding.TOP;
        assertThat(StartingPoint.of(MATRIX, subject, 0, settings.build())).containsExactly(1, 1, 1, 1);
        settings.initial = InitialEmbedding.FILE;
        settings.initialFile = Optional.of(Path.of("rows.npy"));
        assertThat(StartingPoint.of(MATRIX, subject, 1, settings.build())).containsExactly(5, 6, 7, 8);
        assertThat(StartingPoint.of(MATRIX, subject, 2, settings.build())).containsExactly(1, 1, 1, 1);
        assertThatThrownBy(() -> start(1, 0)).hasMessageContaining("no initial embeddings for class ");
    }

    @Test
    void subject_givenRowsOfAnotherWidth_areRefused() {
        EmbeddingMatrix narrow = new EmbeddingMatrix(1, 3, new float[3]);
        assertThatThrownBy(() -> new TuningSubject(
                        new ClassLabel(1, "class"),
                        MATRIX.row(1),
                        OptionalDouble.empty(),
                        Optional.of(narrow),
                        Optional.empty()))
                .hasMessage("initial embeddings of size 3, expected 4");
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
        return new TuningSubject(
                new ClassLabel(row, "class"),
                matrix.row(row),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
