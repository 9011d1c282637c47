package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.model.MatrixDecompositions;
import org.biggantune.support.Fixtures;
import org.biggantune.support.RuntimeTests;
import org.biggantune.support.ScratchFeatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against scipy, torch-fidelity's definitions and the prdc package, computed in double precision. */
class RealismFixtureTest extends RuntimeTests {
    private final ScratchFeatures scratch = new ScratchFeatures();

    @AfterEach
    void closeFeatures() {
        scratch.close();
    }

    private Features features(String name) {
        return scratch.read(Fixtures.require("fixtures/metrics/" + name + ".npy"));
    }

    private static JsonNode expected() throws IOException {
        return new JsonMapper()
                .readTree(Fixtures.require("fixtures/metrics/expected.json").toFile());
    }

    private static Offset<Double> relative(double value) {
        return within(1e-9 * Math.abs(value));
    }

    @ParameterizedTest
    @CsvSource({"COUNT, fid_covariance_over_n", "COUNT_LESS_ONE, fid_covariance_over_n_minus_1"})
    void fid_recordedFeatures_isScipys(FeatureMoments.Divisor divisor, String name) throws IOException {
        double wanted = expected().get(name).asDouble();
        try (MatrixDecompositions matrices = MatrixDecompositions.open(runtime)) {
            FeatureMoments real = FeatureMoments.of(features("real_features"), divisor, matrices);
            FeatureMoments fake = FeatureMoments.of(features("fake_features"), divisor, matrices);
            assertThat(new FrechetInceptionDistance(real, matrices).to(fake)).isCloseTo(wanted, relative(wanted));
            assertThat(new FrechetInceptionDistance(fake, matrices).to(real)).isCloseTo(wanted, relative(wanted));
        }
    }

    @Test
    void kid_recordedFeatures_isTheRecorded() throws IOException {
        double wanted = expected().get("kid_unbiased_cubic_all_samples").asDouble();
        KernelInceptionDistance real = new KernelInceptionDistance(features("real_features"), 2);
        assertThat(real.to(features("fake_features")).mean()).isCloseTo(wanted, relative(wanted));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void coverage_recordedFeatures_isThatOfPrdc(int neighbours) throws IOException {
        JsonNode wanted = expected().get("prdc_k" + neighbours);
        CoverageScores found = new PrecisionRecallDensityCoverage(features("real_features"), neighbours, 2)
                .with(features("fake_features"));
        assertThat(found.precision().mean()).isCloseTo(wanted.get("precision").asDouble(), within(1e-12));
        assertThat(found.recall().mean()).isCloseTo(wanted.get("recall").asDouble(), within(1e-12));
        assertThat(found.density().mean()).isCloseTo(wanted.get("density").asDouble(), within(1e-12));
        assertThat(found.coverage().mean()).isCloseTo(wanted.get("coverage").asDouble(), within(1e-12));
    }

    @Test
    void inceptionScore_recordedProbabilities_isTheRecorded() throws IOException {
        NpyArray rows = NpyFile.read(Fixtures.require("fixtures/metrics/fake_probabilities.npy"));
        float[] values = rows.floats();
        JsonNode whole = expected().get("inception_score_1_split");
        JsonNode parts = expected().get("inception_score_10_consecutive_splits_population_std");
        InceptionAccumulator all = new InceptionAccumulator((int) rows.shape()[1]);
        double[] scores = new double[10];
        int length = values.length / scores.length;
        for (int i = 0; i < scores.length; i++) {
            InceptionAccumulator part = new InceptionAccumulator((int) rows.shape()[1]);
            part.add(Arrays.copyOfRange(values, i * length, (i + 1) * length));
            scores[i] = part.score();
            all.add(part);
        }
        assertThat(all.score()).isCloseTo(whole.get(0).asDouble(), within(1e-9));
        double mean = Arrays.stream(scores).average().orElseThrow();
        double variance = Arrays.stream(scores)
                .map(s -> (s - mean) * (s - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(parts.get(0).asDouble(), within(1e-9));
        assertThat(Math.sqrt(variance)).isCloseTo(parts.get(1).asDouble(), within(1e-9));
    }
}
