package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.support.Relative;
import org.junit.jupiter.api.Test;

/** Rows whose latents pass a layer first. */
class ClassTunerNoiseLayerTest extends ShirtTuning {
    @Test
    void tune_noiseLayer_goesWithTheRowAndIsMeasuredWithIt() {
        settings.noiseLayer = true;
        settings.evaluateEvery = 100;
        settings.learningRate = 0.01;
        settings.iterations = 10;
        settings.validationSamples = 32;
        settings.batch = 8;
        TuningResult result = tune(false);
        assertThat(result.assessment().refusals()).isEmpty();
        NoiseLayer layer = result.noiseLayer().orElseThrow();
        assertThat(layer).isNotEqualTo(NoiseLayer.identity(80));
        assertThat(result.after())
                .isEqualTo(scores(result.embedding(), result.noiseLayer(), StreamPurpose.TEST))
                .isNotEqualTo(scores(result.embedding(), StreamPurpose.TEST));
        assertThat(result.before()).isEqualTo(scores(row(), StreamPurpose.TEST));
    }

    @Test
    void tune_noiseLayer_walksBackWithItsRow() {
        settings.noiseLayer = true;
        settings.evaluateEvery = 100;
        tune(false);
        List<Candidate> found = steps.found;
        assertThat(found).hasSize(9);
        float[] whole = found.get(0).noiseLayer().orElseThrow().values();
        float[] half = found.get(8).noiseLayer().orElseThrow().values();
        float[] identity = NoiseLayer.identity(80).values();
        float[] middle = new float[whole.length];
        for (int i = 0; i < middle.length; i++) {
            middle[i] = identity[i] + (whole[i] - identity[i]) / 2;
        }
        assertThat(Relative.maxDifference(half, middle)).isLessThan(1e-7);
        assertThat(Relative.distance(whole, identity)).isGreaterThan(0.1);
    }

    @Test
    void tune_noiseLayerThatHardlyMoves_beginsAtTheOriginalsImages() {
        settings.noiseLayer = true;
        settings.learningRate = 1e-30;
        TuningResult result = tune(false);
        assertThat(result.improved()).isFalse();
        assertThat(result.noiseLayer()).isEmpty();
        assertThat(steps.candidates.get(0)).isEqualTo(scores(row(), StreamPurpose.VALIDATION));
    }
}
