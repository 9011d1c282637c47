package org.biggantune.domain.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentDistributionTest {
    @ParameterizedTest
    @CsvSource({
        "80, , 12.649110640673518",
        "140, , 16.73320053068151",
        "128, 0.4, 5.629604230619135",
        "120, 1, 13.627102144329204"
    })
    void distance_ofLatents_isThatOfScipysDistributionAndOfDrawnOnes(int size, Double truncation, double expected) {
        // scipy.stats.truncnorm(-2, 2).var() is 0.7737413035499232.
        LatentDistribution latents =
                new LatentDistribution(truncation == null ? OptionalDouble.empty() : OptionalDouble.of(truncation));
        assertThat(latents.distance(size)).isCloseTo(expected, within(1e-6));

        int pairs = 2000;
        float[] drawn = latents.draw(new RandomKey(3, StreamPurpose.SAMPLE, 0, 0, 0), 2 * pairs * size);
        double squares = 0;
        for (int i = 0; i < pairs * size; i++) {
            double difference = drawn[2 * i] - drawn[2 * i + 1];
            squares += difference * difference;
        }
        assertThat(Math.sqrt(squares / pairs) / latents.distance(size)).isCloseTo(1, within(0.01));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "1000, 64", "1000, 2000", "150001, 4096"})
    void pieces_ofAnyLength_areTheWholeDraw(int count, int length) {
        RandomKey key = new RandomKey(5, StreamPurpose.EVALUATION, 2, 0, 0);
        float[] normals = RandomStream.normals(key, 2 * count + 10);
        for (LatentDistribution latents : List.of(LatentDistribution.NORMAL, LatentDistribution.truncated(0.5))) {
            float[] wanted = new float[count];
            int filled = 0;
            for (int i = 0; filled < count; i++) {
                if (latents.truncation().isEmpty()) {
                    wanted[filled++] = normals[i];
                } else if (normals[i] >= -2 && normals[i] <= 2) {
                    wanted[filled++] = normals[i] / 2;
                }
            }
            assertThat(latents.draw(key, count)).containsExactly(wanted);
            List<float[]> pieces = new ArrayList<>();
            latents.draw(key, count, length, pieces::add);
            assertThat(pieces).hasSize((count + length - 1) / length);
            for (int i = 0; i < pieces.size(); i++) {
                int end = Math.min(count, (i + 1) * length);
                assertThat(pieces.get(i)).containsExactly(Arrays.copyOfRange(wanted, i * length, end));
            }
        }
    }

    @Test
    void draw_ofNothing_isEmpty() {
        RandomKey key = new RandomKey(5, StreamPurpose.EVALUATION, 2, 0, 0);
        assertThat(LatentDistribution.truncated(1).draw(key, 0)).isEmpty();
        LatentDistribution.truncated(1).draw(key, 0, 8, piece -> {
            throw new AssertionError("a piece of nothing");
        });
    }

    @Test
    void distance_ofTruncatedLatents_growsWithTheFactor() {
        assertThat(LatentDistribution.truncated(0.8).distance(64))
                .isCloseTo(2 * LatentDistribution.truncated(0.4).distance(64), within(1e-12));
    }
}
