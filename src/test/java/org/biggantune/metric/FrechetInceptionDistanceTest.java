package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.biggantune.model.MatrixDecompositions;
import org.biggantune.support.RuntimeTests;
import org.biggantune.support.ScratchFeatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrechetInceptionDistanceTest extends RuntimeTests {
    private static final FeatureMoments.Divisor DIVISOR = FeatureMoments.Divisor.COUNT_LESS_ONE;

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

    /** As {@code make_fid.py} makes them. */
    private Features features(int count, int size, double a, double b) {
        float[] values = new float[count * size];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < size; j++) {
                values[i * size + j] = (float) (Math.sin(a * (i + 1) * Math.sqrt(j + 1.0) + b) / (1 + 0.02 * j));
            }
        }
        return scratch.of(size, values);
    }

    private FeatureMoments moments(Features features) {
        return FeatureMoments.of(features, DIVISOR, matrices);
    }

    /** NumPy's distances come from the features' own singular values, without covariances ({@code make_fid.py}). */
    @Test
    void to_moreAndFewerImagesThanFeatures_isNumPys() throws IOException {
        JsonNode cases;
        try (InputStream file = getClass().getResourceAsStream("/metric/fid.json")) {
            cases = new JsonMapper().readTree(file).get("cases");
        }
        assertThat(cases).hasSize(3);
        for (JsonNode wanted : cases) {
            int size = wanted.get("size").asInt();
            FeatureMoments real = moments(features(wanted.get("real").asInt(), size, 1.7, 0.3));
            FeatureMoments generated = moments(features(wanted.get("generated").asInt(), size, 2.3, 1.1));
            double fid = wanted.get("fid").asDouble();
            assertThat(new FrechetInceptionDistance(real, matrices).to(generated))
                    .as("%s", wanted)
                    .isCloseTo(fid, within(1e-8 * fid));
        }
    }

    @Test
    void to_itself_isZero() {
        for (int count : new int[] {100, 700}) {
            FeatureMoments real = moments(features(count, 512, 1.7, 0.3));
            assertThat(new FrechetInceptionDistance(real, matrices).to(real)).isCloseTo(0, within(1e-9));
        }
    }

    /**
     * Covariances QDQ and QEQ with one reflection Q = I − 2vvᵀ and diagonal D and E commute: Σ (√d − √e)² lies between
     * them. On one thread EJML's decompositions took half a minute for such a pair.
     */
    @Test
    void to_2048Features_isTheKnownDistanceInSeconds() {
        int size = 2048;
        IntToDoubleFunction wide = i -> 1.0 / (1 + i);
        IntToDoubleFunction narrow = i -> 0.5 / (1 + 0.3 * i);
        FeatureMoments first = new FeatureMoments(new double[size], reflected(size, wide));
        FeatureMoments second = new FeatureMoments(new double[size], reflected(size, narrow));
        double known = IntStream.range(0, size)
                .mapToDouble(i -> Math.sqrt(wide.applyAsDouble(i)) - Math.sqrt(narrow.applyAsDouble(i)))
                .map(difference -> difference * difference)
                .sum();
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        double found = new FrechetInceptionDistance(first, matrices).to(second);
        double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / 1e9;
        assertThat(found).isCloseTo(known, within(1e-9 * known));
        assertThat(seconds).isLessThan(10);
    }

    /** QDQ = D − 2v(Dv)ᵀ − 2(Dv)vᵀ + 4(vᵀDv)vvᵀ with v of equal numbers. */
    private static double[] reflected(int size, IntToDoubleFunction diagonal) {
        double mean = IntStream.range(0, size).mapToDouble(diagonal).average().orElseThrow();
        double[] matrix = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double both = diagonal.applyAsDouble(i) + diagonal.applyAsDouble(j);
                matrix[i * size + j] = (4 * mean - 2 * both) / size + (i == j ? diagonal.applyAsDouble(i) : 0);
            }
        }
        return matrix;
    }
}
