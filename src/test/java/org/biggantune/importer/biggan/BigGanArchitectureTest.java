package org.biggantune.importer.biggan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.archive.Checkpoint;
import org.biggantune.support.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Architectures read off tensors against the constructor arguments that they were made with. */
class BigGanArchitectureTest {
    private static BigGanArchitecture read(Path file) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(BigGanArchitecture.matches(checkpoint.stateDict())).isTrue();
            return BigGanArchitecture.read(checkpoint.stateDict());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"biggan-32-nohier", "biggan-64", "biggan-128", "biggan-256", "biggan-512"})
    void read_checkpoint_findsItsConstructorArguments(String name) throws IOException {
        Path fixture = Fixtures.require("fixtures/generators/" + name);
        JsonNode config = new ObjectMapper().readTree(Files.readString(fixture.resolve("config.json")));
        BigGanArchitecture architecture = read(fixture.resolve("G_ema.pth"));
        assertThat(architecture.resolution()).isEqualTo(config.get("resolution").asInt());
        assertThat(architecture.classCount()).isEqualTo(config.get("n_classes").asInt());
        assertThat(architecture.embeddingSize())
                .isEqualTo(config.get("shared_dim").asInt());
        assertThat(architecture.hierarchical()).isEqualTo(config.get("hier").asBoolean());
        // BigGAN-PyTorch cuts z into equal parts and drops what is left.
        int parts = architecture.hierarchical() ? architecture.blocks() + 1 : 1;
        assertThat(architecture.latentSize()).isEqualTo(config.get("dim_z").asInt() / parts * parts);
        int attention = config.get("G_attn").asInt();
        for (int block = 0; block < architecture.blocks(); block++) {
            assertThat(architecture.attentionFollows(block)).isEqualTo(8 << block == attention);
        }
        assertThat(architecture.bottomWidth()).isEqualTo(4);
        assertThat(architecture.blockChannels().get(architecture.blocks()))
                .isEqualTo(config.get("G_ch").asInt()
                        * Math.max(1, 128 / config.get("resolution").asInt()));
    }

    @Test
    void read_demo_isASmallHierarchicalGenerator() {
        BigGanArchitecture demo = read(Fixtures.require("demo/G_ema.pth"));
        assertThat(demo.resolution()).isEqualTo(32);
        assertThat(demo.latentSize()).isEqualTo(80);
        assertThat(demo.latentChunk()).isEqualTo(20);
        assertThat(demo.conditions()).isEqualTo(148);
        assertThat(demo.attentionAfter()).isEqualTo(List.of(1));
        assertThat(demo.classCount()).isEqualTo(8);
    }

    @Test
    void matches_classifier_isFalse() {
        try (Checkpoint checkpoint = Checkpoint.open(Fixtures.require("demo/demo_classifier.pth"))) {
            assertThat(BigGanArchitecture.matches(checkpoint.stateDict())).isFalse();
        }
    }
}
