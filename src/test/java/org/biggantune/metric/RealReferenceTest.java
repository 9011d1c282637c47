package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.model.MatrixDecompositions;
import org.biggantune.support.RuntimeTests;
import org.biggantune.support.ScratchFeatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RealReferenceTest extends RuntimeTests {
    private final ScratchFeatures scratch = new ScratchFeatures();
    private MatrixDecompositions matrices;

    @BeforeEach
    void openMatrices() {
        matrices = MatrixDecompositions.open(runtime);
    }

    @AfterEach
    void closeMatrices() {
        scratch.close();
        matrices.close();
    }

    private Features normals(int count, int size, int stream) {
        float[] values = RandomStream.normals(new RandomKey(1, StreamPurpose.BENCH, stream, 0, 0), count * size);
        return scratch.of(size, values);
    }

    private Features shifted(Features features, float by) {
        float[] values = ScratchFeatures.values(features);
        for (int i = 0; i < values.length; i++) {
            values[i] += by;
        }
        return scratch.of(features.size(), values);
    }

    private double fid(Features a, Features b) {
        FeatureMoments.Divisor divisor = FeatureMoments.Divisor.COUNT_LESS_ONE;
        return new FrechetInceptionDistance(FeatureMoments.of(a, divisor, matrices), matrices)
                .to(FeatureMoments.of(b, divisor, matrices));
    }

    @Test
    void fid_fewerImagesThanFeatures_isThatOfTheShift() {
        // Equal covariances of rank 9 in 40 dimensions: only the means differ, by 0.5 in each.
        Features features = normals(10, 40, 1);
        assertThat(fid(features, features)).isCloseTo(0, within(1e-6));
        assertThat(fid(features, shifted(features, 0.5f))).isCloseTo(40 * 0.25, within(1e-5));
    }

    @Test
    void fid_oneDimension_isTheFormula() {
        // Means 2 and 5, variances 2 and 8: (5 − 2)² + (√8 − √2)².
        Features narrow = scratch.of(1, 1, 3);
        Features wide = scratch.of(1, 3, 7);
        assertThat(fid(narrow, wide)).isCloseTo(9 + 2, within(1e-12));
    }

    @Test
    void fid_singularCovariancesInDifferentDirections_isTheSumOfTheirTraces() {
        // Variance 2 along x, variance 8 along y: the product of the covariances is 0.
        Features x = scratch.of(2, -1, 0, 1, 0);
        Features y = scratch.of(2, 0, -2, 0, 2);
        assertThat(fid(x, y)).isCloseTo(10, within(1e-12));
    }

    @Test
    void fid_equalImages_isTheSpreadOfTheOthers() {
        Features collapsed = scratch.of(2, 1, 1, 1, 1, 1, 1);
        Features square = scratch.of(2, 0, 0, 0, 2, 2, 0, 2, 2);
        assertThat(fid(collapsed, square)).isCloseTo(2 * 4.0 / 3, within(1e-12));
        assertThat(fid(square, collapsed)).isCloseTo(2 * 4.0 / 3, within(1e-12));
        assertThat(fid(collapsed, collapsed)).isZero();
    }

    @Test
    void kid_twoVectors_isTheFormula() {
        // Kernels (xy + 1)³: within {1, 3} 4³, within {3, 7} 22³, between 4³, 8³, 10³ and 22³.
        KernelInceptionDistance distance = new KernelInceptionDistance(scratch.of(1, 1, 3), 2);
        double between = (64.0 + 512 + 1000 + 22 * 22 * 22) / 4;
        assertThat(distance.to(scratch.of(1, 3, 7)).mean()).isCloseTo(64 + 22.0 * 22 * 22 - 2 * between, within(1e-9));
    }

    @Test
    void coverage_onALine_isCountedByHand() {
        // Real 0, 1, 10 reach 1, 1, 9 with one neighbour; generated 0.5, 20, 21 reach 19.5, 1, 1.
        Features real = scratch.of(1, 0, 1, 10);
        Features generated = scratch.of(1, 0.5f, 20, 21);
        CoverageScores scores = new PrecisionRecallDensityCoverage(real, 1, 2).with(generated);
        assertThat(scores.precision().mean()).isEqualTo(1.0 / 3);
        assertThat(scores.recall().mean()).isEqualTo(1);
        assertThat(scores.density().mean()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(scores.coverage().mean()).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void compare_fewImages_leavesOutWhatNeedsNeighbours() {
        RealReference reference = new RealReference(normals(8, 3, 1), normals(8, 3, 1), 5, 2, matrices);
        assertThat(reference.compare(normals(6, 3, 2), normals(6, 3, 2)).coverage())
                .isPresent();
        assertThat(reference.compare(normals(5, 3, 2), normals(5, 3, 2)).coverage())
                .isEmpty();
        assertThat(new RealReference(normals(5, 3, 1), normals(5, 3, 1), 5, 2, matrices)
                        .compare(normals(8, 3, 2), normals(8, 3, 2))
                        .coverage())
                .isEmpty();
        assertThatThrownBy(() -> new RealReference(normals(1, 3, 1), normals(1, 3, 1), 5, 2, matrices))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void compare_sameDistribution_isNearAndMovedAwayIsFar() {
        RealReference reference = new RealReference(normals(400, 4, 1), normals(400, 4, 1), 5, 2, matrices);
        Realism near = reference.compare(normals(400, 4, 2), normals(400, 4, 2));
        Realism far = reference.compare(shifted(normals(400, 4, 2), 20), shifted(normals(400, 4, 2), 20));
        assertThat(near.fid().mean()).isLessThan(0.2);
        assertThat(near.kid().orElseThrow().mean()).isCloseTo(0, within(0.2));
        assertThat(near.coverage().orElseThrow().coverage().mean()).isGreaterThan(0.9);
        assertThat(far.fid().mean()).isCloseTo(4 * 400, within(100.0));
        CoverageScores none = far.coverage().orElseThrow();
        assertThat(List.of(none.precision(), none.recall(), none.density(), none.coverage()))
                .extracting(ConfidenceInterval::mean)
                .containsOnly(0.0);
    }

    @Test
    void betweenHalves_isEveryOtherImageAgainstTheRest() {
        // Even images about 0, odd ones about 3: only the means differ, by 3 in each of two numbers.
        float[] values = new float[2 * 40];
        float[] half = ScratchFeatures.values(normals(20, 2, 1));
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 2; j++) {
                values[2 * i + j] = half[2 * (i / 2) + j] + 3 * (i % 2);
            }
        }
        Realism halves =
                RealReference.betweenHalves(scratch.of(2, values), 1, matrices).orElseThrow();
        assertThat(halves.fid().mean()).isCloseTo(18, within(1e-5));
        assertThat(RealReference.betweenHalves(normals(3, 2, 1), 1, matrices)).isEmpty();
    }

    @Test
    void compare_anyThreads_givesTheSameNumbers() {
        Features real = normals(101, 7, 1);
        Features generated = normals(90, 7, 2);
        Realism alone = new RealReference(real, real, 5, 1, matrices).compare(generated, generated);
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(new RealReference(real, real, 5, threads, matrices).compare(generated, generated))
                    .isEqualTo(alone);
        }
    }

    @Test
    void product_anyLength_takesEveryNumberOnce() {
        for (int size = 1; size <= 9; size++) {
            float[] values = new float[2 * size];
            for (int i = 0; i < size; i++) {
                values[i] = 1 << i;
                values[size + i] = -1;
            }
            Features.Block two = scratch.of(size, values).blocks().iterator().next();
            int sum = (1 << size) - 1;
            assertThat(two.product(0, two, 1)).isEqualTo(-sum);
            // Σ (2^i + 1)² = Σ 4^i + 2 Σ 2^i + n
            assertThat(two.squaredDistance(0, two, 1)).isEqualTo(((1 << (2 * size)) - 1) / 3 + 2 * sum + size);
        }
    }

    @Test
    void each_aRowThatFails_isTold() {
        assertThatThrownBy(() -> ParallelFor.each(9, 3, row -> {
                    if (row == 5) {
                        throw new ArithmeticException("row 5");
                    }
                }))
                .hasRootCauseMessage("row 5");
    }

    @Test
    void inceptionScore_sureAndEven_isTheCountOfLabels() {
        InceptionAccumulator tally = new InceptionAccumulator(3);
        tally.add(new float[] {1, 0, 0, 0, 1, 0});
        tally.add(new float[] {0, 0, 1});
        assertThat(tally.score()).isCloseTo(3, within(1e-12));
        InceptionAccumulator same = new InceptionAccumulator(2);
        same.add(new float[] {0.25f, 0.75f, 0.25f, 0.75f});
        assertThat(same.score()).isCloseTo(1, within(1e-12));
    }
}
