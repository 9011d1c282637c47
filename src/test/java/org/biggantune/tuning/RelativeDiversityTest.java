package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.junit.jupiter.api.Test;

class RelativeDiversityTest {
    private static final float[] OWN = {0.5f, 0.75f, 0.375f, 0.625f};
    private static final List<float[]> OTHERS = List.of(
            new float[] {1, 1.25f, 0.75f, 1.5f},
            new float[] {0.875f, 1, 0.5f, 1.125f},
            new float[] {1.5f, 1.25f, 1, 1.75f},
            new float[] {0.75f, 1.5f, 0.625f, 1.25f});

    @Test
    void of_distances_isTheShareAndTheJackknifeOfNumpy() {
        RelativeDiversity found = RelativeDiversity.of(OWN, OTHERS, 4);
        assertThat(found.share()).isCloseTo(0.5217391304347826, within(1e-12));
        assertThat(found.error()).isCloseTo(0.031106081479867063, within(1e-12));
    }

    @Test
    void of_fewClassesForMany_hasTheErrorOfTheirMedianToo() {
        RelativeDiversity found = RelativeDiversity.of(OWN, OTHERS, 40);
        assertThat(found.share()).isCloseTo(0.5217391304347826, within(1e-12));
        assertThat(found.error()).isCloseTo(0.06780995120732625, within(1e-12));
    }

    @Test
    void of_manySamples_hasTheErrorThatSharesScatterBy() {
        int trials = 400;
        double sum = 0;
        double squares = 0;
        double errors = 0;
        for (int trial = 0; trial < trials; trial++) {
            // 7 other classes, each with a level of its own, and one of half their diversity.
            RelativeDiversity found =
                    RelativeDiversity.of(distances(trial, 0, 0.5), others(trial, 7, (t, other) -> other), 7);
            sum += found.share();
            squares += found.share() * found.share();
            errors += found.error();
        }
        double mean = sum / trials;
        assertThat(errors / trials / Math.sqrt(squares / trials - mean * mean)).isCloseTo(1, within(0.2));
    }

    @Test
    void of_sixteenClassesOfAThousand_hasTheErrorThatSharesScatterBy() {
        int trials = 400;
        double sum = 0;
        double squares = 0;
        double errors = 0;
        for (int trial = 0; trial < trials; trial++) {
            // Other classes in each trial.
            RelativeDiversity found = RelativeDiversity.of(
                    distances(trial, 0, 0.5), others(trial, 16, (t, other) -> 16 * t + other), 1000);
            sum += found.share();
            squares += found.share() * found.share();
            errors += found.error();
        }
        double mean = sum / trials;
        assertThat(errors / trials / Math.sqrt(squares / trials - mean * mean)).isCloseTo(1, within(0.2));
    }

    private interface Level {
        int of(int trial, int other);
    }

    private static List<float[]> others(int trial, int count, Level level) {
        List<float[]> others = new ArrayList<>();
        for (int other = 0; other < count; other++) {
            double scatter =
                    RandomStream.normals(new RandomKey(9, StreamPurpose.BENCH, level.of(trial, other), 0, 0), 1)[0];
            others.add(distances(trial, 1 + other, 1 + 0.2 * scatter));
        }
        return others;
    }

    /** Of 32 pairs, scattered by a quarter; a part of it is the latents', which all classes share. */
    private static float[] distances(int trial, int row, double level) {
        float[] shared = RandomStream.normals(new RandomKey(7, StreamPurpose.BENCH, trial, 0, 0), 32);
        float[] own = RandomStream.normals(new RandomKey(8, StreamPurpose.BENCH, trial, row, 0), 32);
        float[] distances = new float[own.length];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = (float) (level * (1 + 0.15 * shared[i] + 0.2 * own[i]));
        }
        return distances;
    }
}
