package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.Diversity;
import org.biggantune.domain.settings.DiversityReduction;
import org.biggantune.domain.settings.DiversitySettings;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.ObjectiveWeights;
import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.domain.settings.Optimizer;
import org.biggantune.domain.settings.Schedule;
import org.biggantune.support.LibtorchThreads;
import org.biggantune.support.Relative;
import org.biggantune.support.ShippedModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A descent in blocks, in pieces and with several starts against single evaluations of the objective. */
class OptimizationLoopTest extends ShippedModels {
    private static final int SHIRT = 5;
    private static final int SHIRT_LABEL = 6;
    private static final int BATCH = 8;
    private static final int LATENT = 80;
    private static final OptimizationSettings STEPS =
            new OptimizationSettings(Optimizer.ADAM, 0.05, Schedule.CONSTANT, 0.01, 10, 1, BATCH);

    /** What the order of float32 sums may change. */
    private static final double ROUNDING = 1e-5;

    private static Objective objective(Diversity kind, DiversityReduction reduction) {
        DiversitySettings diversity = new DiversitySettings(kind, kind == Diversity.NONE ? 0 : 0.4, reduction, "auto");
        return new Objective(
                runtime,
                generator,
                examiner,
                SHIRT_LABEL,
                new ObjectiveWeights(diversity, 0.1),
                generator.embeddings().bounds());
    }

    private static Objective objective() {
        return objective(Diversity.PIXELWISE, DiversityReduction.MEAN);
    }

    private static LatentBatch batch(int step) {
        float[] z = RandomStream.normals(new RandomKey(3, StreamPurpose.TUNING, SHIRT, 0, step), BATCH * LATENT);
        int[] order = RandomStream.permutation(new RandomKey(3, StreamPurpose.PAIRS, SHIRT, 0, step), BATCH);
        int[][] pairs = new int[BATCH / 2][];
        for (int p = 0; p < pairs.length; p++) {
            pairs[p] = new int[] {order[2 * p], order[2 * p + 1]};
        }
        return new LatentBatch(z, pairs);
    }

    private static float[] row(int index) {
        return generator.embeddings().row(index);
    }

    private static float[] layered(float[] row) {
        return new TunedParameters(row, Optional.of(NoiseLayer.identity(LATENT))).numbers();
    }

    private static float[] moved(float[] from, double by) {
        float[] noise = RandomStream.normals(new RandomKey(8, StreamPurpose.INITIAL, 0, 0, 0), from.length);
        float[] moved = from.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (by * noise[i]);
        }
        return moved;
    }

    private static float[] joined(float[]... parts) {
        float[] joined =
                new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    private static List<LatentBatch> batches(int steps) {
        return IntStream.range(0, steps).mapToObj(OptimizationLoopTest::batch).toList();
    }

    private static double[] factors(int steps) {
        return IntStream.range(0, steps).mapToDouble(step -> 1 - 0.1 * step).toArray();
    }

    private static OptimizationLoop descent(
            Objective objective, int microBatch, int starts, float[] initial, float[] at) {
        return new OptimizationLoop(
                runtime,
                objective,
                STEPS,
                new LoadSettings(microBatch, 1, 1),
                initial,
                at,
                OptimizerState.zero(at, false),
                starts);
    }

    private static void assertSame(StepMetrics found, StepMetrics expected) {
        assertThat(found.loss()).isCloseTo(expected.loss(), within(ROUNDING * Math.abs(expected.loss())));
        assertThat(found.crossEntropy()).isCloseTo(expected.crossEntropy(), within(ROUNDING));
        assertThat(found.diversity()).isCloseTo(expected.diversity(), within(ROUNDING * expected.diversity()));
        assertThat(found.proximity()).isCloseTo(expected.proximity(), within(ROUNDING * expected.proximity()));
        assertThat(found.probability()).isCloseTo(expected.probability(), within(ROUNDING));
        assertThat(Relative.distance(found.gradient(), expected.gradient())).isLessThan(ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({
        "2, PIXELWISE, MEAN",
        "4, PIXELWISE, SUM",
        "6, PIXELWISE, MEAN",
        "6, FEATURES, SUM",
        "4, FEATURES, MEAN",
        "6, SOFTMAX, MEAN",
        "6, NONE, MEAN",
        "10, PIXELWISE, MEAN"
    })
    void take_inPieces_givesTheWholeBatchsLossAndGradient(int piece, Diversity kind, DiversityReduction reduction) {
        Objective objective = objective(kind, reduction);
        float[] initial = row(SHIRT);
        float[] at = moved(initial, 0.05);
        StepMetrics whole = objective.evaluate(at, initial, batch(0));
        try (OptimizationLoop descent = descent(objective, piece, 1, initial, at)) {
            assertSame(descent.take(batches(1), factors(1)).get(0).get(0), whole);
        }
    }

    @Test
    void take_noiseLayerInPieces_givesTheWholeBatchsLossAndGradient() {
        float[] initial = layered(row(SHIRT));
        float[] at = moved(initial, 0.02);
        StepMetrics whole = objective().evaluate(at, initial, batch(0));
        try (OptimizationLoop descent = descent(objective(), 6, 1, initial, at)) {
            assertSame(descent.take(batches(1), factors(1)).get(0).get(0), whole);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void take_severalStarts_givesEachItsOwnLossAndGradient(boolean layer) {
        float[][] initial = {row(SHIRT), row(2), row(7)};
        if (layer) {
            for (int i = 0; i < initial.length; i++) {
                initial[i] = layered(initial[i]);
            }
        }
        float[][] at = {moved(initial[0], 0.02), moved(initial[1], 0.03), initial[2]};
        try (OptimizationLoop descent = descent(objective(), 0, 3, joined(initial), joined(at))) {
            List<StepMetrics> found = descent.take(batches(1), factors(1)).get(0);
            for (int start = 0; start < initial.length; start++) {
                assertSame(found.get(start), objective().evaluate(at[start], initial[start], batch(0)));
            }
        }
    }

    @Test
    void take_severalStartsInPieces_movesEachAsAlone() {
        float[][] initial = {row(SHIRT), row(2)};
        List<float[]> alone = new ArrayList<>();
        for (float[] one : initial) {
            try (OptimizationLoop descent = descent(objective(), 0, 1, one, one)) {
                descent.take(batches(3), factors(3));
                alone.add(descent.parameters());
            }
        }
        try (OptimizationLoop descent = descent(objective(), 4, 2, joined(initial), joined(initial))) {
            descent.take(batches(3), factors(3));
            // Adam divides by the gradient's size: a number whose gradient is near zero takes rounding's direction.
            assertThat(Relative.distance(descent.parameters(), joined(alone.get(0), alone.get(1))))
                    .isLessThan(1e-3);
        }
    }

    @Test
    void take_aBlock_isItsStepsOneByOneToTheBit() {
        float[] initial = row(SHIRT);
        List<StepMetrics> single = new ArrayList<>();
        float[] parameters;
        OptimizerState moments;
        try (OptimizationLoop descent = descent(objective(), 0, 1, initial, initial)) {
            for (int step = 0; step < 4; step++) {
                single.addAll(descent.take(List.of(batch(step)), new double[] {factors(4)[step]})
                        .get(0));
            }
            parameters = descent.parameters();
            moments = descent.moments();
        }
        try (OptimizationLoop descent = descent(objective(), 0, 1, initial, initial)) {
            List<List<StepMetrics>> block = descent.take(batches(4), factors(4));
            for (int step = 0; step < 4; step++) {
                assertThat(block.get(step).get(0)).usingRecursiveComparison().isEqualTo(single.get(step));
            }
            assertThat(descent.parameters()).containsExactly(parameters);
            assertThat(descent.moments()).usingRecursiveComparison().isEqualTo(moments);
        }
        assertThat(parameters).isNotEqualTo(initial);
        assertThat(moments.steps()).isEqualTo(4);
    }

    @Test
    void descent_fromItsMomentsAndParameters_goesOnToTheSameBits() {
        float[] initial = row(SHIRT);
        try (OptimizationLoop whole = descent(objective(), 0, 1, initial, initial)) {
            whole.take(batches(2), factors(2));
            try (OptimizationLoop rest = new OptimizationLoop(
                    runtime,
                    objective(),
                    STEPS,
                    new LoadSettings(0, 1, 1),
                    initial,
                    whole.parameters(),
                    whole.moments(),
                    1)) {
                whole.take(List.of(batch(2)), new double[] {1});
                rest.take(List.of(batch(2)), new double[] {1});
                assertThat(rest.parameters()).containsExactly(whole.parameters());
            }
        }
    }

    private static OptimizationSettings steps(Optimizer optimizer, double weightDecay) {
        return new OptimizationSettings(optimizer, 0.05, Schedule.CONSTANT, weightDecay, 10, 1, BATCH);
    }

    private static OptimizationLoop loop(Optimizer optimizer, double proximity, float[] initial, int starts) {
        return new OptimizationLoop(
                runtime,
                withoutPull(proximity),
                steps(optimizer, 0),
                new LoadSettings(0, 1, 1),
                initial,
                initial,
                OptimizerState.zero(initial, optimizer == Optimizer.AVERAGED),
                starts);
    }

    /** With a pull γ is 0, without 8: weights are 1, and the binomial coefficients of t + 7 over 8. */
    @ParameterizedTest
    @CsvSource({"0.5, 1, 1, 1, 1", "0, 1, 9, 45, 165"})
    void result_averaged_isTheMeanOfAllStepsByTheirWeights(
            double proximity, int first, int second, int third, int fourth) {
        int[] weights = {first, second, third, fourth};
        float[] initial = row(SHIRT);
        double[] sum = new double[initial.length];
        try (OptimizationLoop averaged = loop(Optimizer.AVERAGED, proximity, initial, 1)) {
            assertThat(averaged.result()).containsExactly(initial);
            for (int step = 0; step < weights.length; step++) {
                averaged.take(List.of(batch(step)), new double[] {1});
                float[] at = averaged.parameters();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += (double) weights[step]
                            * at[i]
                            / Arrays.stream(weights).sum();
                }
            }
            float[] expected = new float[sum.length];
            for (int i = 0; i < sum.length; i++) {
                expected[i] = (float) sum[i];
            }
            assertThat(averaged.result()).containsExactly(expected, within(1e-6f));
            assertThat(averaged.result()).isNotEqualTo(averaged.parameters());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, true", "0.5, 0, false", "0, 0.01, false"})
    void take_averaged_stepsAsAdamOnlyWhereNothingPulls(double proximity, double weightDecay, boolean same) {
        List<float[]> ends = new ArrayList<>();
        for (Optimizer optimizer : Optimizer.values()) {
            LoadSettings load = new LoadSettings(0, 1, 1);
            try (OptimizationLoop loop = new OptimizationLoop(
                    runtime, withoutPull(proximity), steps(optimizer, weightDecay), load, row(SHIRT))) {
                loop.take(batches(3), new double[] {1, 1, 1});
                ends.add(loop.parameters());
                assertThat(Arrays.equals(loop.result(), loop.parameters())).isEqualTo(optimizer == Optimizer.ADAM);
            }
        }
        assertThat(Arrays.equals(ends.get(0), ends.get(1))).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0})
    void take_averagedStarts_movesEachAsAlone(double proximity) {
        float[][] initial = {row(SHIRT), row(2)};
        List<float[]> alone = new ArrayList<>();
        for (float[] one : initial) {
            try (OptimizationLoop loop = loop(Optimizer.AVERAGED, proximity, one, 1)) {
                loop.take(batches(3), new double[] {1, 1, 1});
                alone.add(loop.result());
            }
        }
        try (OptimizationLoop both = loop(Optimizer.AVERAGED, proximity, joined(initial), 2)) {
            both.take(batches(3), new double[] {1, 1, 1});
            assertThat(Relative.distance(both.result(), joined(alone.get(0), alone.get(1))))
                    .isLessThan(1e-3);
        }
    }

    @Test
    void take_partsSideBySide_givesTheSameBitsAsOneAfterTheOther() {
        float[] initial = row(SHIRT);
        LoadSettings load = new LoadSettings(0, 4, 1);
        List<float[]> ends = new ArrayList<>();
        for (int lanes : new int[] {1, 2, 4}) {
            ends.add(LibtorchThreads.during(lanes, () -> {
                assertThat(runtime.batchThreads(4).count()).isEqualTo(lanes);
                try (OptimizationLoop descent = new OptimizationLoop(runtime, objective(), STEPS, load, initial)) {
                    List<List<StepMetrics>> outcomes = descent.take(batches(3), factors(3));
                    assertSame(outcomes.get(0).get(0), objective().evaluate(initial, initial, batch(0)));
                    return descent.parameters();
                }
            }));
        }
        assertThat(ends.get(1)).containsExactly(ends.get(0));
        assertThat(ends.get(2)).containsExactly(ends.get(0));
        assertThat(ends.get(0)).isNotEqualTo(initial);
    }

    private static final EmbeddingBounds NARROW = new EmbeddingBounds(-0.2f, 0.3f);

    private static Objective withoutPull(double proximity) {
        DiversitySettings none = new DiversitySettings(Diversity.NONE, 0, DiversityReduction.MEAN, "auto");
        return new Objective(runtime, generator, examiner, SHIRT_LABEL, new ObjectiveWeights(none, proximity), NARROW);
    }

    private static float[] ends(double proximity, double weightDecay, float[] initial, int steps) {
        OptimizationSettings how =
                new OptimizationSettings(Optimizer.ADAM, 0.3, Schedule.CONSTANT, weightDecay, 1, 1, BATCH);
        LoadSettings load = new LoadSettings(0, 1, 1);
        try (OptimizationLoop loop = new OptimizationLoop(runtime, withoutPull(proximity), how, load, initial)) {
            for (int step = 0; step < steps; step++) {
                loop.take(List.of(batch(step)), new double[] {1});
            }
            return loop.parameters();
        }
    }

    @Test
    void take_withoutDecayAndPull_isProjectedGradientDescent() {
        float[] initial = row(SHIRT);
        float[] expected = initial.clone();
        ArrayAdam adam = new ArrayAdam(runtime, OptimizerState.zero(initial, false), 0.3, 0);
        int cameBack = 0;
        for (int step = 0; step < 6; step++) {
            float[] before = expected.clone();
            StepMetrics found = withoutPull(0).evaluate(expected, initial, batch(step));
            adam.step(expected, found.gradient(), 1);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = NARROW.clamp(expected[i]);
                boolean wasAtBound = before[i] == NARROW.low() || before[i] == NARROW.high();
                cameBack += step > 0 && wasAtBound && expected[i] != before[i] ? 1 : 0;
            }
        }
        assertThat(ends(0, 0, initial, 6)).containsExactly(expected);
        assertThat(cameBack).as("numbers that left a bound again").isPositive();
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0", "0, 0.01"})
    void take_withAPullOrDecay_leavesTheBoundsAsTheReleaseDoes(double proximity, double weightDecay) {
        float[] end = ends(proximity, weightDecay, row(SHIRT), 3);
        assertThat(IntStream.range(0, end.length).filter(i -> NARROW.clamp(end[i]) != end[i]))
                .isNotEmpty();
    }
}
