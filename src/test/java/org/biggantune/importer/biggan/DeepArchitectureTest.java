package org.biggantune.importer.biggan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.biggantune.archive.Checkpoint;
import org.biggantune.support.Fixtures;
import org.junit.jupiter.api.Test;

/** Architectures of BigGAN-deep read off tensors against the constructor arguments that they were made with. */
class DeepArchitectureTest {
    private static DeepArchitecture read(String file) {
        Path path = Fixtures.require("fixtures/generators/" + file);
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            assertThat(BigGanArchitecture.matches(checkpoint.stateDict())).isEqualTo(file.endsWith("pth"));
            return DeepArchitecture.read(checkpoint.stateDict());
        }
    }

    @Test
    void read_bigGanPyTorch_findsItsConstructorArguments() {
        DeepArchitecture deep = read("biggan-deep-128/G_ema.pth");
        assertThat(deep.layout()).isEqualTo(DeepLayout.BIGGAN_PYTORCH);
        assertThat(deep.blockChannels()).isEqualTo(List.of(64, 64, 64, 64, 32, 32, 16, 16, 8, 8, 4));
        assertThat(deep.hiddenChannels()).isEqualTo(List.of(16, 16, 16, 16, 8, 8, 4, 4, 2, 2));
        assertThat(deep.attentionAfter()).isEqualTo(List.of(7));
        assertThat(deep.resolution()).isEqualTo(128);
        assertThat(deep.latentSize()).isEqualTo(128);
        assertThat(deep.embeddingSize()).isEqualTo(128);
        assertThat(deep.classCount()).isEqualTo(100);
        assertThat(deep.statistics()).isZero();
    }

    @Test
    void read_huggingFace_findsItsConfiguration() {
        DeepArchitecture deep = read("biggan-deep-128-hf/pytorch_model.bin");
        assertThat(deep.layout()).isEqualTo(DeepLayout.HUGGING_FACE);
        assertThat(deep.blockChannels()).isEqualTo(List.of(128, 128, 128, 128, 64, 64, 32, 32, 16, 16, 8));
        assertThat(deep.attentionAfter()).isEqualTo(List.of(7));
        assertThat(deep.resolution()).isEqualTo(128);
        assertThat(deep.latentSize()).isEqualTo(128);
        assertThat(deep.classCount()).isEqualTo(100);
        assertThat(deep.outputs()).isEqualTo(8);
        assertThat(deep.statistics()).isEqualTo(51);
        assertThat(deep.block(7)).isEqualTo("generator.layers.7.");
        assertThat(deep.attention(7).gamma()).isEqualTo("generator.layers.8.gamma");
        assertThat(deep.block(8)).isEqualTo("generator.layers.9.");
    }

    /** G_arch(ch=1) of BigGANdeep.py at 32 pixels, the one size whose channels do not tell the depth. */
    @Test
    void depth_ofEvenChannels_followsFromThreeStages() {
        assertThat(DeepArchitecture.depth(DeepLayout.BIGGAN_PYTORCH, List.of(4, 4, 4, 4)))
                .isEqualTo(1);
        assertThat(DeepArchitecture.depth(DeepLayout.BIGGAN_PYTORCH, List.of(4, 4, 4, 4, 4, 4, 4)))
                .isEqualTo(2);
        assertThat(DeepArchitecture.depth(DeepLayout.BIGGAN_PYTORCH, List.of(16, 16, 16, 16, 8, 8, 4)))
                .isEqualTo(2);
    }
}
