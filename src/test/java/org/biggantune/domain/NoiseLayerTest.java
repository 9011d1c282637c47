package org.biggantune.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.junit.jupiter.api.Test;

class NoiseLayerTest {
    @Test
    void apply_severalLatents_isWTimesZPlusB() {
        NoiseLayer layer = new NoiseLayer(2, new float[] {1, 2, 10, -3, 4, 20});
        assertThat(layer.apply(new float[] {1, 1, 0.5f, -1})).containsExactly(13, 21, 8.5f, 14.5f);
    }

    @Test
    void identity_ofAnySize_changesNoBit() {
        float[] latents = RandomStream.normals(new RandomKey(1, StreamPurpose.SAMPLE, 0, 0, 0), 3 * 80);
        assertThat(NoiseLayer.identity(80).apply(latents)).containsExactly(latents);
    }

    @Test
    void values_changedOutside_doNotChangeTheLayer() {
        float[] values = {2, 0};
        NoiseLayer layer = new NoiseLayer(1, values);
        values[0] = 9;
        layer.values()[0] = 9;
        assertThat(layer.apply(new float[] {3})).containsExactly(6);
        assertThat(layer).isEqualTo(new NoiseLayer(1, new float[] {2, 0})).hasSameHashCodeAs(layer);
        assertThat(layer).isNotEqualTo(NoiseLayer.identity(1)).hasToString("noise layer [1, 2]");
    }

    @Test
    void layer_ofAnotherCount_isRefused() {
        assertThatThrownBy(() -> new NoiseLayer(2, new float[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("4 values for a noise layer of size 2");
    }
}
