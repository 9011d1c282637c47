package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.biggantune.io.ScratchFloats;
import org.biggantune.support.ScratchFeatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeaturesTest {
    private final ScratchFeatures scratch = new ScratchFeatures();

    @AfterEach
    void close() {
        scratch.close();
    }

    private static List<List<Float>> read(Iterable<Features.Block> blocks) {
        List<List<Float>> read = new ArrayList<>();
        for (Features.Block block : blocks) {
            for (int i = 0; i < block.count(); i++) {
                assertThat(read).as("the index of the block").hasSize(block.from() + i);
                List<Float> vector = new ArrayList<>();
                for (int j = 0; j < block.size(); j++) {
                    vector.add(block.values()[i * block.size() + j]);
                }
                read.add(vector);
            }
        }
        return read;
    }

    @Test
    void blocks_ofAnySize_areAllVectorsInOrder() {
        Features features = scratch.of(2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        for (int most = 1; most <= 7; most++) {
            assertThat(read(features.blocks(most)))
                    .containsExactly(
                            List.of(0f, 1f), List.of(2f, 3f), List.of(4f, 5f), List.of(6f, 7f), List.of(8f, 9f));
        }
        assertThat(read(features.everyOther(0).blocks(2)))
                .containsExactly(List.of(0f, 1f), List.of(4f, 5f), List.of(8f, 9f));
        assertThat(read(features.everyOther(1).blocks())).containsExactly(List.of(2f, 3f), List.of(6f, 7f));
        assertThat(read(features.everyOther(0).everyOther(1).blocks())).containsExactly(List.of(4f, 5f));
    }

    @Test
    void features_ofNoVectorOrPartOfOne_areRefused() {
        assertThatThrownBy(() -> scratch.of(2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scratch.of(2, 1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 numbers for vectors of 2");
    }

    /** 256 MB of features, of which a comparison reads some MiB at a time. */
    @Test
    void features_ofManyImages_takeNoHeap() {
        long before = usedHeap();
        try (ScratchFloats file = ScratchFloats.create()) {
            float[] batch = new float[1 << 20];
            for (int i = 0; i < 64; i++) {
                batch[7] = i;
                file.append(batch);
            }
            Features features = new Features(file, 1 << 16);
            double sum = 0;
            for (Features.Block block : features.blocks()) {
                for (float number : block.values()) {
                    sum += number;
                }
            }
            assertThat(sum).isEqualTo(63 * 64 / 2);
            assertThat(usedHeap() - before).isLessThan(32 << 20);
            assertThat(features.count()).isEqualTo(1024);
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Each distance to all others sorted, all over again without each group of images. */
    @ParameterizedTest
    @CsvSource({"90, 2, 3, 90", "67, 3, 5, 67", "60, 2, 5, 9", "44, 1, 41, 44", "200, 5, 1, 50"})
    void balls_ofSomeVectors_reachToTheirKthNeighbourWithAndWithoutEachGroup(
            int count, int size, int neighbours, int distinct) {
        Random random = new Random(count);
        float[] values = new float[count * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < distinct * size ? random.nextInt(20) : values[i - distinct * size];
        }
        Features.Block all = scratch.of(size, values).blocks().iterator().next();
        for (int threads : new int[] {1, 3}) {
            NeighbourBalls balls = NeighbourBalls.of(scratch.of(size, values), neighbours, threads);
            assertThat(balls.isGrouped()).isEqualTo(count - (count + 19) / 20 > neighbours);
            for (int i = 0; i < count; i++) {
                assertThat(balls.radii()[i]).isEqualTo(neighbour(all, i, neighbours, -1));
                for (int group = 0; balls.isGrouped() && group < 20; group++) {
                    if (group != i % 20) {
                        assertThat(balls.without()[i][group]).isEqualTo(neighbour(all, i, neighbours, group));
                    }
                }
            }
        }
    }

    private static double neighbour(Features.Block all, int image, int neighbours, int left) {
        List<Double> distances = new ArrayList<>();
        for (int j = 0; j < all.count(); j++) {
            if (j % 20 != left) {
                distances.add(all.squaredDistance(image, all, j));
            }
        }
        distances.sort(null);
        return distances.get(neighbours);
    }
}
