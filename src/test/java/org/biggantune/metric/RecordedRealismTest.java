package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.biggantune.support.ScratchFeatures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures to the last bit, as they were when all features were in memory: wide vectors are compared in several blocks,
 * which changes neither the numbers nor the order in which they are added up.
 */
class RecordedRealismTest {
    private static Features features(
            ScratchFeatures scratch, int count, int size, long seed, double shift, double scale, int distinct) {
        Random random = new Random(seed);
        double[][] latents = new double[distinct][3];
        for (double[] latent : latents) {
            for (int k = 0; k < 3; k++) {
                latent[k] = shift + scale * random.nextGaussian();
            }
        }
        float[] values = new float[count * size];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < size; j++) {
                values[i * size + j] = (float)
                        (latents[i % distinct][j % 3] * (1 + j % 7 / 7.0) + (i % distinct * 31 + j * 17) % 101 / 500.0);
            }
        }
        return scratch.of(size, values);
    }

    @ParameterizedTest
    @CsvSource({
        "wide, 70, 70, 45, 45, 65536, 3",
        "narrow, 1500, 1500, 1100, 1100, 6, 5",
        "few, 30, 30, 25, 25, 5, 2",
        "repeated, 400, 100, 300, 100, 7, 5"
    })
    void measures_inBlocks_areTheRecorded(
            String name, int real, int distinctReal, int generated, int distinct, int size, int neighbours)
            throws IOException {
        JsonNode wanted = new JsonMapper()
                .readTree(Path.of("src/test/resources/metric/recorded.json").toFile())
                .get(name);
        try (ScratchFeatures scratch = new ScratchFeatures()) {
            Features first = features(scratch, real, size, 1, 0, 1, distinctReal);
            Features second = features(scratch, generated, size, 2, 0.4, 0.7, distinct);
            CoverageScores scores = new PrecisionRecallDensityCoverage(first, neighbours, 2).with(second);
            Map.of(
                            "kid", new KernelInceptionDistance(first, 2).to(second),
                            "precision", scores.precision(),
                            "recall", scores.recall(),
                            "density", scores.density(),
                            "coverage", scores.coverage())
                    .forEach((measure, found) -> assertThat(
                                    new String[] {hex(found.mean()), hex(found.low()), hex(found.high())})
                            .as(measure)
                            .containsExactly(
                                    wanted.get(measure).get(0).asText(),
                                    wanted.get(measure).get(1).asText(),
                                    wanted.get(measure).get(2).asText()));
        }
    }

    private static String hex(double number) {
        return Double.toHexString(number);
    }
}
