package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.support.Settings;
import org.junit.jupiter.api.Test;

class TuningLatentsTest {
    private static final int SIZE = 128;
    private static final TuningSettings SETTINGS = new Settings().build();

    private static GeneratorMetadata generator(Double truncation) {
        return new GeneratorMetadata(
                "biggan-deep-hf",
                128,
                SIZE,
                128,
                List.of("a"),
                "embeddings.weight",
                Graph.FOLDED,
                Precision.FP32,
                1e-4,
                1e-4,
                new SourceFile("g.bin", "-"),
                truncation);
    }

    @Test
    void latents_ofAGeneratorWithoutTruncation_areNormal() {
        LatentBatch batch = new TuningLatents(SETTINGS, 0, generator(null)).ofStep(0);
        assertThat(batch.latents())
                .containsExactly(RandomStream.normals(
                        new RandomKey(SETTINGS.seed(), StreamPurpose.TUNING, 0, 0, 0),
                        SETTINGS.optimization().batch() * SIZE));
    }

    @Test
    void latents_ofAGeneratorAtATruncation_areTruncatedAndScaled() {
        TuningLatents latents = new TuningLatents(SETTINGS, 0, generator(0.4));
        assertThat(latents.ofStep(0).latents()).hasSize(SETTINGS.optimization().batch() * SIZE);
        for (float number : latents.ofStep(0).latents()) {
            assertThat(number).isBetween(-0.8f, 0.8f);
        }
    }
}
