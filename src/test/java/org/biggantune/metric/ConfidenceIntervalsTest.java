package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.biggantune.model.MatrixDecompositions;
import org.biggantune.support.Fixtures;
import org.biggantune.support.RuntimeTests;
import org.biggantune.support.ScratchFeatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Intervals beside NumPy's and SciPy's ({@code make_intervals.py}), and how often they hold the true number. */
class ConfidenceIntervalsTest extends RuntimeTests {
    private final ScratchFeatures scratch = new ScratchFeatures();
    private MatrixDecompositions matrices;

    @BeforeEach
    void open() {
        matrices = MatrixDecompositions.open(runtime);
    }

    @AfterEach
    void close() {
        scratch.close();
        matrices.close();
    }

    private Features recorded(String name) {
        return scratch.read(Fixtures.require("fixtures/metrics/" + name + ".npy"));
    }

    @Test
    void intervals_recordedFeatures_areNumPys() throws IOException {
        JsonNode wanted = new JsonMapper()
                .readTree(Path.of("src/test/resources/metric/intervals.json").toFile());
        Realism found = new RealReference(recorded("real_features"), recorded("real_features"), 5, 2, matrices)
                .compare(recorded("fake_features"), recorded("fake_features"));
        CoverageScores scores = found.coverage().orElseThrow();
        Map.of(
                        "fid",
                        found.fid(),
                        "kid",
                        found.kid().orElseThrow(),
                        "precision",
                        scores.precision(),
                        "recall",
                        scores.recall(),
                        "density",
                        scores.density(),
                        "coverage",
                        scores.coverage())
                .forEach((name, interval) -> {
                    double low = wanted.path(name).path(0).asDouble();
                    double high = wanted.path(name).path(1).asDouble();
                    assertThat(interval.low()).as(name).isCloseTo(low, within(1e-7 * high));
                    assertThat(interval.high()).as(name).isCloseTo(high, within(1e-7 * high));
                });
    }

    /** Of 200 intervals at a confidence of 95 %, 190 are to hold the number; fewer than 180 by chance in one of 2,000 cases. */
    @Test
    void intervals_normalFeatures_holdTheTrueNumber() {
        assertThat(covered(0.5, 0.8, Realism::fid)).isBetween(180, 200);
        assertThat(covered(0.5, 0.8, found -> found.kid().orElseThrow())).isBetween(180, 200);
        assertThat(covered(0, 1, Realism::fid))
                .as("equal distributions, where the influence of an image vanishes")
                .isBetween(185, 200);
        assertThat(covered(0.5, 0.8, found -> found.coverage().orElseThrow().recall()))
                .isBetween(180, 200);
    }

    /** How many of 200 intervals hold the mean of all 200 numbers, which is that of so many images. */
    private int covered(double shift, double scale, Function<Realism, ConfidenceInterval> interval) {
        int trials = 200;
        Random random = new Random(1);
        Realism[] found = new Realism[trials];
        double sum = 0;
        for (int i = 0; i < trials; i++) {
            try (ScratchFeatures trial = new ScratchFeatures()) {
                Features real = normals(trial, random, 160, 0, 1);
                Features generated = normals(trial, random, 120, shift, scale);
                found[i] = new RealReference(real, real, 5, 1, matrices).compare(generated, generated);
            }
            sum += interval.apply(found[i]).mean();
        }
        int covered = 0;
        for (Realism one : found) {
            ConfidenceInterval bounds = interval.apply(one);
            covered += bounds.low() <= sum / trials && sum / trials <= bounds.high() ? 1 : 0;
        }
        return covered;
    }

    private static Features normals(ScratchFeatures scratch, Random random, int count, double shift, double scale) {
        int size = 6;
        float[] values = new float[count * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (shift + scale * random.nextGaussian());
        }
        return scratch.of(size, values);
    }

    @Test
    void bootstrap_normalValues_isNearStudentsInterval() {
        double[] values = new Random(3).doubles(400, 0, 1).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        ConfidenceInterval found = new Bootstrap(0, 4, 1).ofMean(values, mean);
        double error = Math.sqrt(1.0 / 12 / values.length);
        assertThat(found.mean() - found.low()).isCloseTo(1.96 * error, within(0.12 * error));
        assertThat(found.high() - found.mean()).isCloseTo(1.96 * error, within(0.12 * error));
        assertThat(new Bootstrap(0, 4, 1).ofMean(values, mean)).isEqualTo(found);
        assertThat(new Bootstrap(0, 4, 1).ofMean(new double[5], 0).isBounded()).isFalse();
    }

    @Test
    void few_images_haveNoBounds() {
        Realism found = new RealReference(
                        normals(scratch, new Random(1), 39, 0, 1),
                        normals(scratch, new Random(1), 39, 0, 1),
                        5,
                        1,
                        matrices)
                .compare(normals(scratch, new Random(2), 60, 0, 1), normals(scratch, new Random(2), 60, 0, 1));
        assertThat(found.kid().orElseThrow().isBounded()).isFalse();
        assertThat(found.coverage().orElseThrow().recall().isBounded()).isFalse();
        assertThat(found.fid().isBounded()).isTrue();
    }

    @Test
    void mean_ofIndependentIntervals_isNarrowerByTheRootOfTheirCount() {
        ConfidenceInterval one = new ConfidenceInterval(1, 0.6, 1.2);
        ConfidenceInterval mean = ConfidenceInterval.ofMean(Collections.nCopies(4, one));
        assertThat(mean.mean()).isEqualTo(1);
        assertThat(mean.low()).isCloseTo(0.8, within(1e-12));
        assertThat(mean.high()).isCloseTo(1.1, within(1e-12));
    }
}
