package org.biggantune.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.io.download.ExpectedDigest;
import org.biggantune.support.Fixtures;
import org.junit.jupiter.api.Test;

class DjlZooTest {
    private static final String GENERATION = "model/cv/image_generation/ai/djl/pytorch/biggan-deep/";

    @Test
    void of_withoutRedirection_isThePublicZoo() {
        DjlZoo zoo = DjlZoo.of(Map.of());
        assertThat(zoo.isPublic()).isTrue();
        assertThat(zoo.metadata(ZooAddress.parse("djl://ai.djl.pytorch/biggan-deep"))
                        .uri())
                .isEqualTo(URI.create("https://mlrepo.djl.ai/" + GENERATION + "metadata.json"));
    }

    @Test
    void of_redirection_movesAllAddresses() {
        DjlZoo zoo = DjlZoo.of(Map.of("DJL_REPO_URL", "file:///srv/zoo"));
        assertThat(zoo.isPublic()).isFalse();
        assertThat(zoo.metadata(ZooAddress.parse("djl://ai.djl.pytorch/biggan-deep"))
                        .uri())
                .isEqualTo(URI.create("file:///srv/zoo/" + GENERATION + "metadata.json"));
        assertThatThrownBy(() -> DjlZoo.of(Map.of("DJL_REPO_URL", "no address at all")))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessageContaining("DJL_REPO_URL");
    }

    @Test
    void model_ofARepository_hasFileSizeDigestAndArguments() {
        Path repository =
                Fixtures.require("fixtures/djl-zoo/repository").toAbsolutePath().normalize();
        DjlZoo zoo = DjlZoo.of(Map.of("DJL_REPO_URL", repository.toUri().toString()));
        ZooModel model =
                zoo.model(ZooAddress.parse("djl://ai.djl.pytorch/biggan-deep/0.0.1/biggan-deep-128"), repository);
        assertThat(model.name()).isEqualTo("biggan-deep-128");
        assertThat(model.truncation()).isEqualTo(OptionalDouble.of(0.5));
        assertThat(model.licence()).contains("The Apache License, Version 2.0");
        assertThat(Path.of(model.file().uri()))
                .isEqualTo(repository.resolve(GENERATION + "0.0.1/biggan-deep-128.pt.gz"));
        assertThat(model.file().bytes()).isEqualTo(OptionalLong.of(6143819));
        assertThat(model.file().digest())
                .isEqualTo(Optional.of(ExpectedDigest.sha1("45a4fa82fcc71edd2f8219cc39309c426357f808")));
        ZooModel classifier = zoo.model(ZooAddress.parse("djl://ai.djl.pytorch/resnet"), repository);
        assertThat(classifier.name()).isEqualTo("traced_resnet18");
        assertThat(classifier.file().name()).isEqualTo("traced_resnet18.pt.gz");
    }

    @Test
    void model_unknownNameVersionOrArtifact_isNamed() {
        Path repository = Fixtures.require("fixtures/djl-zoo/repository");
        DjlZoo zoo = DjlZoo.of(Map.of());
        for (String address : new String[] {"biggan-deep/0.0.1/biggan-deep-99", "biggan-deep/0.0.2/biggan-deep-128"}) {
            assertThatThrownBy(() -> zoo.model(ZooAddress.parse("djl://ai.djl.pytorch/" + address), repository))
                    .isInstanceOf(MissingInputException.class)
                    .hasMessageContaining(address);
        }
        assertThatThrownBy(() -> zoo.metadata(ZooAddress.parse("djl://ai.djl.pytorch/stylegan")))
                .isInstanceOf(MissingInputException.class)
                .hasMessageStartingWith("djl://ai.djl.pytorch/stylegan: ");
        assertThatThrownBy(() -> ZooAddress.parse("djl://ai.djl.pytorch")).isInstanceOf(InvalidOptionException.class);
    }
}
