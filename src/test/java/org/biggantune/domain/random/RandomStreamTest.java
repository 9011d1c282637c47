package org.biggantune.domain.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The expected numbers come from a second implementation in Python with numpy. */
class RandomStreamTest {
    private static final RandomKey KEY = new RandomKey(42, StreamPurpose.TUNING, 508, 3, 7);

    @Test
    void normals_ofAKey_areTheSameEverywhere() {
        assertThat(RandomStream.normals(KEY, 6))
                .containsExactly(-1.5452024f, -1.553616f, -0.37424117f, -0.8933815f, 0.8144153f, 1.6982485f);
        RandomKey extreme = new RandomKey(-1, StreamPurpose.PAIRS, Integer.MAX_VALUE, (1 << 24) - 1, Integer.MAX_VALUE);
        assertThat(RandomStream.normals(extreme, 6))
                .containsExactly(-0.2899603f, -1.1109729f, -0.3232052f, 1.4882301f, 1.4901527f, -0.5416267f);
    }

    @Test
    void normals_shorterDraw_isTheBeginningOfTheLonger() {
        float[] all = RandomStream.normals(KEY, 1280);
        for (int count : new int[] {0, 1, 2, 3, 5, 128, 1279}) {
            assertThat(RandomStream.normals(KEY, count)).containsExactly(Arrays.copyOf(all, count));
        }
    }

    @Test
    void normals_manyDraws_haveTheMomentsOfTheStandardNormal() {
        int n = 1_000_000;
        float[] z = RandomStream.normals(new RandomKey(1, StreamPurpose.SAMPLE, 0, 0, 0), n);
        double[] moments = new double[5];
        for (float value : z) {
            for (int power = 1; power <= 4; power++) {
                moments[power] += Math.pow(value, power) / n;
            }
        }
        // Five standard errors: variances of z, z², z³, z⁴ are 1, 2, 15, 96.
        assertThat(moments[1]).isCloseTo(0, within(5 / 1000.0));
        assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2) / 1000));
        assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15) / 1000));
        assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96) / 1000));
        assertThat(correlation(z, z, 1)).isCloseTo(0, within(0.005));
        assertThat(correlation(z, z, 2)).isCloseTo(0, within(0.005));
        long inside = IntStream.range(0, n).filter(i -> Math.abs(z[i]) < 1).count();
        assertThat(inside / (double) n).isCloseTo(0.682689492, within(0.0024));
    }

    @Test
    void normals_ofNeighbouringKeys_areUncorrelated() {
        int n = 100_000;
        List<float[]> draws = new ArrayList<>();
        for (RandomKey key : neighbours()) {
            draws.add(RandomStream.normals(key, n));
        }
        for (int i = 0; i < draws.size(); i++) {
            for (int j = i + 1; j < draws.size(); j++) {
                assertThat(correlation(draws.get(i), draws.get(j), 0))
                        .as("keys %d and %d", i, j)
                        .isCloseTo(0, within(5 / Math.sqrt(n)));
            }
        }
    }

    @Test
    void normals_ofDifferentKeys_shareNoNumbers() {
        Set<Float> first = new HashSet<>();
        for (RandomKey key : neighbours()) {
            assertThat(first.add(RandomStream.normals(key, 1)[0]))
                    .as(key.toString())
                    .isTrue();
        }
        assertThat(Arrays.stream(StreamPurpose.values())
                        .mapToInt(StreamPurpose::code)
                        .distinct()
                        .count())
                .isEqualTo(StreamPurpose.values().length);
    }

    private static List<RandomKey> neighbours() {
        List<RandomKey> keys = new ArrayList<>();
        for (StreamPurpose purpose : StreamPurpose.values()) {
            keys.add(new RandomKey(0, purpose, 0, 0, 0));
        }
        keys.add(new RandomKey(1, StreamPurpose.TUNING, 0, 0, 0));
        keys.add(new RandomKey(1L << 32, StreamPurpose.TUNING, 0, 0, 0));
        keys.add(new RandomKey(0, StreamPurpose.TUNING, 1, 0, 0));
        keys.add(new RandomKey(0, StreamPurpose.TUNING, 0, 1, 0));
        keys.add(new RandomKey(0, StreamPurpose.TUNING, 0, 0, 1));
        return keys;
    }

    private static double correlation(float[] a, float[] b, int lag) {
        double sum = 0;
        for (int i = 0; i + lag < a.length; i++) {
            sum += a[i] * b[i + lag];
        }
        return sum / a.length;
    }

    @Test
    void permutation_ofAKey_isTheSameEverywhere() {
        RandomKey key = new RandomKey(42, StreamPurpose.PAIRS, 508, 3, 7);
        assertThat(RandomStream.permutation(key, 10)).containsExactly(5, 4, 6, 3, 2, 0, 9, 8, 7, 1);
        assertThat(RandomStream.permutation(key, 0)).isEmpty();
        assertThat(RandomStream.permutation(key, 1)).containsExactly(0);
    }

    @Test
    void permutation_ofManyKeys_takesEveryOrderEquallyOften() {
        Map<String, Integer> counts = new HashMap<>();
        int draws = 24_000;
        for (int i = 0; i < draws; i++) {
            int[] order = RandomStream.permutation(new RandomKey(9, StreamPurpose.PAIRS, 0, 0, i), 4);
            counts.merge(Arrays.toString(order), 1, Integer::sum);
        }
        assertThat(counts).hasSize(24);
        double chiSquare = counts.values().stream()
                .mapToDouble(c -> (c - 1000) * (c - 1000) / 1000.0)
                .sum();
        // The 99.99 % point of chi-square with 23 degrees of freedom.
        assertThat(chiSquare).isLessThan(56.3);
    }

    @Test
    void permutation_ofManyPlaces_holdsEachOnce() {
        int[] order = RandomStream.permutation(new RandomKey(9, StreamPurpose.PAIRS, 0, 0, 0), 100_000);
        assertThat(Arrays.stream(order).sorted().toArray())
                .containsExactly(IntStream.range(0, 100_000).toArray());
    }

    @Test
    void integers_belowAPowerOfTwo_areTheTopBitsOfTheWords() {
        RandomKey key = new RandomKey(42, StreamPurpose.RESAMPLING, 508, 3, 7);
        int[] words = Philox4x32.block(42, 508, 10 << 24 | 3, 7, 0);
        assertThat(RandomStream.integers(key, 4, 1 << 16))
                .containsExactly(words[0] >>> 16, words[1] >>> 16, words[2] >>> 16, words[3] >>> 16);
    }

    @Test
    void integers_ofOneKey_areEachEquallyOften() {
        int[] counts = new int[7];
        for (int number : RandomStream.integers(new RandomKey(9, StreamPurpose.RESAMPLING, 0, 0, 0), 70_000, 7)) {
            counts[number]++;
        }
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(c -> (c - 10_000.0) * (c - 10_000) / 10_000)
                .sum();
        // The 99.99 % point of chi-square with 6 degrees of freedom.
        assertThat(chiSquare).isLessThan(27.9);
    }

    @Test
    void key_outOfRange_isRefused() {
        assertThatThrownBy(() -> new RandomKey(0, StreamPurpose.TUNING, -1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("random key out of range: class -1, start 0, iteration 0");
        assertThatThrownBy(() -> new RandomKey(0, StreamPurpose.TUNING, 0, 1 << 24, 0))
                .hasMessageContaining("start 16777216");
        assertThatThrownBy(() -> new RandomKey(0, StreamPurpose.TUNING, 0, 0, -1))
                .hasMessageContaining("iteration -1");
    }
}
