package org.biggantune.command.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.junit.jupiter.api.Test;

final class SampleLatentsTest {
    private static final int SIZE = 20_000;

    @Test
    void latents_withoutTruncation_areTheSeedsNormals() {
        float[] latents = SampleLatents.draw(new long[] {7, 3}, 80, OptionalDouble.empty());
        assertThat(latents).hasSize(160);
        assertThat(Arrays.copyOfRange(latents, 80, 160))
                .containsExactly(RandomStream.normals(new RandomKey(3, StreamPurpose.SAMPLE, 0, 0, 0), 80));
    }

    @Test
    void latents_ofASeed_doNotDependOnItsPlace() {
        float[] alone = SampleLatents.draw(new long[] {9}, 128, OptionalDouble.of(0.4));
        float[] second = SampleLatents.draw(new long[] {1, 9}, 128, OptionalDouble.of(0.4));
        assertThat(Arrays.copyOfRange(second, 128, 256)).containsExactly(alone);
    }

    @Test
    void latents_truncated_haveTheMomentsOfTheTruncatedNormal() {
        float[] latents = SampleLatents.draw(new long[] {11}, SIZE, OptionalDouble.of(1));
        double mean =
                IntStream.range(0, SIZE).mapToDouble(i -> latents[i]).average().orElseThrow();
        double square = IntStream.range(0, SIZE)
                .mapToDouble(i -> latents[i] * (double) latents[i])
                .average()
                .orElseThrow();
        for (float number : latents) {
            assertThat(number).isBetween(-2f, 2f);
        }
        // The variance is 1 − 4·φ(2) / (2·Φ(2) − 1) = 0.7737 (scipy.stats.truncnorm(-2, 2).var()).
        assertThat(mean).isCloseTo(0, within(0.025));
        assertThat(square).isCloseTo(0.7737, within(0.02));
        assertThat(IntStream.range(0, SIZE)
                        .filter(i -> Math.abs(latents[i]) > 1.9)
                        .count())
                .isPositive();
    }

    @Test
    void latents_truncatedMore_areScaled() {
        float[] whole = SampleLatents.draw(new long[] {5}, 100, OptionalDouble.of(1));
        float[] half = SampleLatents.draw(new long[] {5}, 100, OptionalDouble.of(0.5));
        for (int i = 0; i < 100; i++) {
            assertThat(half[i]).isEqualTo(0.5f * whole[i]);
        }
    }
}
