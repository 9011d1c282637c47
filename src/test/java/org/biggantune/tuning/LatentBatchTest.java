package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatentBatchTest {
    private static final float[] LATENTS = {0, 0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f};

    @Test
    void arranged_pairs_areNeighboursInTheirOrder() {
        LatentBatch arranged = new LatentBatch(LATENTS, new int[][] {{2, 0}, {1, 3}}).arranged();
        assertThat(arranged.latents()).containsExactly(2, 2.5f, 0, 0.5f, 1, 1.5f, 3, 3.5f);
        assertThat(arranged.pairs()).isDeepEqualTo(new int[][] {{0, 1}, {2, 3}});
    }

    @Test
    void arranged_withoutPairs_isAsItWas() {
        LatentBatch batch = new LatentBatch(LATENTS, new int[0][]);
        assertThat(batch.arranged()).isSameAs(batch);
    }

    @Test
    void arranged_pairsOfSomeSamplesOnly_areRefused() {
        assertThatThrownBy(() -> new LatentBatch(LATENTS, new int[][] {{0, 1}, {2, 3}, {4, 5}}).arranged())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 pairs of 8 numbers");
    }
}
