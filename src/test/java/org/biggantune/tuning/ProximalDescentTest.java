package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.biggantune.support.RuntimeTests;
import org.junit.jupiter.api.Test;

/** Steps against what defines them: the point where classifier, pull and the length of the step hold each other. */
class ProximalDescentTest extends RuntimeTests {
    private static final float[] ANCHOR = {0.5f, -0.25f, 0, 1.5f};
    private static final double RATE = 0.05;
    private static final double BETA2 = 0.999;

    /** The classifier's gradient at a step, the pull's left out. */
    private static double slope(int step, int i) {
        return ((step * 7 + 3 * i) % 11 - 5) / 8.0;
    }

    /** Where steps lead from the anchor, and what they leave behind. */
    private record Descent(float[] values, float[] before, float[] square) {}

    private Descent descend(int steps, double rate, double proximity, double weightDecay, int embeddingSize) {
        try (NDManager scope = runtime.newScope()) {
            Shape shape = new Shape(1, ANCHOR.length);
            NDArray values = scope.create(ANCHOR, shape);
            OptimizerState zero = OptimizerState.zero(ANCHOR, true);
            ProximalDescent rule = new ProximalDescent(scope, shape, zero, rate, weightDecay, proximity, embeddingSize);
            float[] before = ANCHOR;
            for (int step = 0; step < steps; step++) {
                before = values.toFloatArray();
                float[] gradient = new float[ANCHOR.length];
                for (int i = 0; i < gradient.length; i++) {
                    gradient[i] = (float) (slope(step, i) + 2 * proximity * (before[i] - ANCHOR[i]));
                }
                try (NDManager once = scope.newSubManager()) {
                    rule.step(values, once.create(gradient, shape), 1);
                }
            }
            assertThat(rule.steps()).isEqualTo(steps);
            return new Descent(values.toFloatArray(), before, rule.square().toFloatArray());
        }
    }

    @Test
    void step_withPull_minimisesLinearLossPullAndSquaredLengthOfTheStep() {
        for (int steps = 1; steps <= 5; steps++) {
            Descent found = descend(steps, RATE, 0.7, 0.2, ANCHOR.length);
            double root = Math.sqrt(found.square()[0] / (1 - Math.pow(BETA2, steps)));
            for (int i = 0; i < ANCHOR.length; i++) {
                double after = found.values()[i];
                double balance = slope(steps - 1, i)
                        + 2 * 0.7 * (after - ANCHOR[i])
                        + 0.2 * after
                        + root / RATE * (after - found.before()[i]);
                assertThat(balance).as("step %d, number %d", steps, i).isCloseTo(0, within(1e-5));
            }
        }
    }

    @Test
    void step_first_movesByTheLearningRateInRootMeanSquareWhereNothingPulls() {
        float[] found = descend(1, RATE, 0, 0, ANCHOR.length).values();
        double squares = 0;
        for (int i = 0; i < found.length; i++) {
            squares += Math.pow(found[i] - ANCHOR[i], 2);
            assertThat((ANCHOR[i] - found[i]) * slope(0, i)).isPositive();
        }
        assertThat(Math.sqrt(squares / found.length)).isCloseTo(RATE, within(1e-6));
    }

    @Test
    void step_ofAnyLength_goesNoFurtherThanThePullAllows() {
        float[] found = descend(1, 1e6, 0.7, 0, ANCHOR.length).values();
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(ANCHOR[i] - slope(0, i) / 1.4, within(1e-4));
        }
    }

    @Test
    void step_withANoiseLayer_hasASecondMomentForEachPart() {
        float[] square = descend(1, RATE, 0.7, 0, 2).square();
        double embedding = (Math.pow(slope(0, 0), 2) + Math.pow(slope(0, 1), 2)) / 2;
        double layer = (Math.pow(slope(0, 2), 2) + Math.pow(slope(0, 3), 2)) / 2;
        assertThat(square[0]).isEqualTo(square[1]).isCloseTo((float) (0.001 * embedding), within(1e-8f));
        assertThat(square[2]).isEqualTo(square[3]).isCloseTo((float) (0.001 * layer), within(1e-8f));
    }
}
