package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.biggantune.support.RuntimeTests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IterateAverageTest extends RuntimeTests {
    /**
     * With γ = 0 all steps count alike, with 1 each by its number, with g step t by the binomial coefficient of t + g − 1
     * over g. Expected are {@code numpy.average} of the squares 1, 4, 9 … with {@code scipy.special.comb} as weights.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1",
        "0, 4, 7.5",
        "1, 2, 3",
        "1, 4, 10",
        "8, 1, 1",
        "8, 2, 3.7",
        "8, 4, 14.00909090909091",
        "8, 40, 1318.8454545454545"
    })
    void add_squares_isTheirWeightedMean(double decay, int steps, double expected) {
        // What was there before the first step does not count.
        IterateAverage average = new IterateAverage(scope.create(new float[] {5, -7}), decay);
        for (int step = 1; step <= steps; step++) {
            try (NDManager once = scope.newSubManager()) {
                NDArray values = once.create(new float[] {step * step, -step * step});
                average.add(step, values);
                assertThat(values.toFloatArray()).containsExactly(step * step, -step * step);
            }
        }
        assertThat(average.mean().toFloatArray())
                .containsExactly(new float[] {(float) expected, (float) -expected}, within((float) expected * 1e-5f));
    }
}
