package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;

class MetadataFormatTest {
    private static final Path FILE = Path.of("m.pt");
    private static final GeneratorMetadata GENERATOR = new GeneratorMetadata(
            "biggan",
            128,
            120,
            128,
            List.of("tench, Tinca tinca", "Größe \"x\"", ""),
            "shared.weight",
            Graph.REFERENCE,
            Precision.FP32,
            1e-4,
            1e-6,
            new SourceFile("G_ema.pth", "00ff"),
            null);
    private static final ClassifierMetadata CLASSIFIER = new ClassifierMetadata(
            "resnet",
            224,
            List.of(0.485, 0.456, 0.406),
            List.of(0.229, 0.224, 0.225),
            List.of("a", "b"),
            Graph.FOLDED,
            Precision.FP32,
            new SourceFile("c.pth", "11"),
            "",
            List.of());

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void of_metadata_comesBackTheSame() {
        byte[] generator = MetadataFormat.of(GENERATOR);
        assertThat(MetadataFormat.kind(FILE, generator)).isEqualTo("generator");
        assertThat(MetadataFormat.generator(FILE, generator)).isEqualTo(GENERATOR);
        byte[] classifier = MetadataFormat.of(CLASSIFIER);
        assertThat(MetadataFormat.kind(FILE, classifier)).isEqualTo("classifier");
        assertThat(MetadataFormat.classifier(FILE, classifier)).isEqualTo(CLASSIFIER);
    }

    @Test
    void of_generator_hasTheDocumentedFields() {
        assertThat(text(MetadataFormat.of(GENERATOR)))
                .startsWith("{\n  \"schema\" : 1,\n  \"kind\" : \"generator\",\n")
                .contains("\"graph\" : \"reference\"", "\"source\" : {\n    \"file\" : \"G_ema.pth\"")
                .doesNotContain("classCount");
    }

    @Test
    void generator_unknownFields_areIgnored() {
        String extended = text(MetadataFormat.of(GENERATOR)).replace("\"schema\"", "\"later\" : [1],\n  \"schema\"");
        assertThat(MetadataFormat.generator(FILE, bytes(extended))).isEqualTo(GENERATOR);
    }

    @Test
    void classifier_wrongNormalisation_isRefused() {
        String sound = text(MetadataFormat.of(CLASSIFIER));
        for (String std : List.of("[ 0.0, 0.224, 0.225 ]", "[ 0.229, 0.224 ]", "null")) {
            String broken = sound.replace("[ 0.229, 0.224, 0.225 ]", std);
            assertThat(broken).isNotEqualTo(sound);
            assertThatThrownBy(() -> MetadataFormat.classifier(FILE, bytes(broken)))
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageStartingWith("m.pt: extra/biggan-tune.json is damaged: ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void classifier_withFeatureMaps_hasThemUnlessTheFileIsOlder() {
        ClassifierMetadata maps = new ClassifierMetadata(
                "resnet",
                32,
                CLASSIFIER.mean(),
                CLASSIFIER.std(),
                CLASSIFIER.labels(),
                Graph.FOLDED,
                Precision.FP32,
                CLASSIFIER.source(),
                "layer2",
                List.of("layer1", "layer2"));
        String json = text(MetadataFormat.of(maps));
        assertThat(MetadataFormat.classifier(FILE, bytes(json))).isEqualTo(maps);
        String older = json.replace("\"featureMap", "\"unknown");
        assertThat(MetadataFormat.classifier(FILE, bytes(older)).featureMaps()).isEmpty();
        assertThat(MetadataFormat.classifier(FILE, bytes(older)).featureMap()).isEmpty();
        String wrong = json.replace("\"featureMap\" : \"layer2\"", "\"featureMap\" : \"layer3\"");
        assertThatThrownBy(() -> MetadataFormat.classifier(FILE, bytes(wrong)))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageStartingWith("m.pt: extra/biggan-tune.json is damaged: ")
                .hasMessageContaining("feature map 'layer3' of [layer1");
    }

    @Test
    void kind_damagedOrNewerJson_isRefused() {
        assertThatThrownBy(() -> MetadataFormat.kind(FILE, bytes("{\"schema\": 1")))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageStartingWith("m.pt: extra/biggan-tune.json is not JSON: ");
        assertThatThrownBy(() -> MetadataFormat.kind(FILE, bytes("{\"schema\": 7}")))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage("m.pt: extra/biggan-tune.json has schema 7, this version reads 1;"
                        + " a newer biggan-tune wrote it");
    }
}
