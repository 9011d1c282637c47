package org.biggantune.command.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.support.Fixtures;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectRunTest {
    private static final Path RESOURCES = Path.of("src", "test", "resources", "archive");

    @TempDir
    Path folder;

    @Test
    void model_shipped_tellsItsMetadataAndTensors() throws IOException {
        Path file = Path.of("models", "demo.pt");
        JsonNode json = json(file);
        assertThat(json.path("format").asText()).isEqualTo("TorchScript");
        assertThat(json.path("kind").asText()).isEqualTo("generator");
        assertThat(json.path("sha256").asText()).isEqualTo(Sha256.of(file));
        assertThat(json.path("metadata").path("resolution").asInt()).isEqualTo(32);
        assertThat(json.path("metadata").path("latentSize").asInt()).isEqualTo(80);
        assertThat(json.path("metadata").path("classNames")).hasSize(8);
        assertThat(json.path("metadata").path("batchNormEpsilon").asDouble()).isEqualTo(1e-5);
        assertThat(json.path("tensors").get(0).toString())
                .isEqualTo("{\"name\":\"shared.weight\",\"type\":\"float32\",\"shape\":[8,128],\"elements\":1024}");
        String text = new InspectRun(file).execute().text(Page.ENDLESS);
        assertThat(text)
                .contains("metadata.classNames           8: t-shirt … bag\n")
                .contains("shared.weight                   float32  [8, 128]           1,024\n");
    }

    @Test
    void text_ofVeryManyAttributes_countsThem() {
        ObjectNode facts = JsonFile.object().put("kind", "program");
        ObjectNode attributes = facts.putObject("attributes");
        for (int layer = 0; layer < 1500; layer++) {
            attributes.putObject("layer" + layer).put("training", true).put("eps", 1e-5);
        }
        attributes.put("training", false);
        Inspection inspection = new Inspection(Path.of("m.pt"), facts, List.of());
        assertThat(inspection.text(Page.ENDLESS))
                .contains("attributes  3,001 values: 1,501 × training, 1,500 × eps (--json shows all)\n")
                .hasLineCount(4);
        assertThat(inspection.json()).contains("\"layer1499\"");
    }

    @Test
    void checkpoint_ofAGenerator_isRecognised() throws IOException {
        JsonNode json = json(Fixtures.require("demo/G_ema.pth"));
        assertThat(json.path("format").asText()).isEqualTo("PyTorch checkpoint (zip)");
        assertThat(json.path("kind").asText()).isEqualTo("generator checkpoint");
        assertThat(json.path("architecture").toString())
                .isEqualTo(
                        "{\"family\":\"biggan\",\"resolution\":32,\"latentSize\":80,\"embeddingSize\":128,\"classes\":8,"
                                + "\"hierarchical\":true,\"channels\":[48,48,48,48],\"attentionAfterBlock\":[1]}");
        // Counted with PyTorch: all tensors, and those that are neither u, sv nor stored statistics.
        assertThat(json.path("elements").asLong()).isEqualTo(240_998);
        assertThat(json.path("parameters").asLong()).isEqualTo(238_436);
    }

    @Test
    void checkpoint_ofADeepGenerator_isRecognised() throws IOException {
        JsonNode json = json(Fixtures.require("fixtures/generators/biggan-deep-128-hf/pytorch_model.bin"));
        assertThat(json.path("kind").asText()).isEqualTo("generator checkpoint");
        assertThat(json.path("architecture").toString())
                .isEqualTo("{\"family\":\"biggan-deep-hf\",\"resolution\":128,\"latentSize\":128,"
                        + "\"embeddingSize\":128,\"classes\":100,\"channels\":[128,128,128,128,64,64,32,32,16,16,8],"
                        + "\"attentionAfterBlock\":[7],\"truncations\":51}");
        assertThat(json(Fixtures.require("fixtures/generators/biggan-deep-128/G_ema.pth"))
                        .path("architecture")
                        .path("family")
                        .asText())
                .isEqualTo("biggan-deep");
    }

    @Test
    void checkpoint_ofAClassifier_isRecognised() throws IOException {
        JsonNode json = json(Fixtures.require("fixtures/classifiers/cifar10-resnet20-real/resnet20-12fca82f.th"));
        assertThat(json.path("format").asText()).isEqualTo("PyTorch checkpoint (legacy)");
        assertThat(json.path("kind").asText()).isEqualTo("classifier checkpoint");
        assertThat(json.path("architecture").path("blocks").toString()).isEqualTo("[3,3,3]");
        // Counted with PyTorch, without running statistics; the paper says 0.27 M.
        assertThat(json.path("parameters").asLong()).isEqualTo(269_722);
    }

    @Test
    void checkpoint_ofSomethingElse_saysSo() throws IOException {
        for (String name : List.of("tiny_zip.pth", "tiny_legacy.pth")) {
            JsonNode json = json(RESOURCES.resolve(name));
            assertThat(json.path("architecture").asText()).startsWith("not recognised: neither");
            assertThat(json.path("values").path("epoch").asInt()).isEqualTo(3);
            List<String> names = new ArrayList<>();
            json.path("tensors").forEach(tensor -> names.add(tensor.path("name").asText()));
            assertThat(names).contains("state_dict.module.half", "optimizer.state.0.exp_avg");
        }
    }

    @Test
    void program_ofSomebodyElse_isListed() throws IOException {
        ZipContent content = ZipContent.read(RESOURCES.resolve("tiny_torchscript.pt"));
        content.entries().remove(content.name("extra/biggan-tune.json"));
        JsonNode json = json(content.write(folder.resolve("foreign.pt")));
        assertThat(json.path("kind").asText()).isEqualTo("program without biggan-tune.json");
        assertThat(json.path("tensors")).isNotEmpty();
    }

    @Test
    void damage_withinAStorage_isLeftToCheck() throws IOException {
        byte[] model = Files.readAllBytes(Path.of("models", "demo.pt"));
        model[model.length / 2] ^= 1;
        Path file = Files.write(folder.resolve("flipped.pt"), model);
        JsonNode json = json(file);
        assertThat(json.path("tensors"))
                .hasSameSizeAs(json(Path.of("models", "demo.pt")).path("tensors"));
        assertThat(json.path("sha256").asText()).isEqualTo(Sha256.of(file));
        assertThat(CheckReport.of(file).sound()).isFalse();
    }

    @Test
    void programThatIsFrozen_isListedWithTheConstantsOfItsCode() throws IOException {
        JsonNode json = json(RESOURCES.resolve("frozen_quantized.pt"));
        List<String> tensors = new ArrayList<>();
        json.path("tensors")
                .forEach(tensor -> tensors.add(
                        tensor.path("name").asText() + " " + tensor.path("type").asText()));
        assertThat(tensors)
                .containsExactly("codes qint8", "rows quint8", "CONSTANTS.c0 float32", "CONSTANTS.c1 float32");
    }

    @Test
    void array_ofNumPy_isListed() throws IOException {
        Path file = folder.resolve("a.npy");
        NpyFile.write(file, NpyArray.ofFloats(new long[] {2, 3}, new float[6]));
        JsonNode json = json(file);
        assertThat(json.path("format").asText()).isEqualTo("NumPy array");
        assertThat(json.path("tensors").get(0).path("shape").toString()).isEqualTo("[2,3]");
        assertThat(json.path("elements").asLong()).isEqualTo(6);
    }

    @Test
    void arraysOfNumPy_andSafetensors_areListed() throws IOException {
        JsonNode arrays = json(RESOURCES.resolve("tiny.npz"));
        assertThat(arrays.path("format").asText()).isEqualTo("NumPy arrays (.npz)");
        assertThat(arrays.at("/tensors/1/name").asText()).isEqualTo("count");
        assertThat(arrays.at("/tensors/1/type").asText()).isEqualTo("int64");
        JsonNode tensors = json(RESOURCES.resolve("tiny.safetensors"));
        assertThat(tensors.path("format").asText()).isEqualTo("safetensors");
        assertThat(tensors.at("/values/note").asText()).isEqualTo("café");
        assertThat(tensors.path("tensors")).hasSize(17);
        assertThat(tensors.path("sha256").asText()).hasSize(64);
    }

    private static JsonNode json(Path file) throws IOException {
        return new JsonMapper().readTree(new InspectRun(file).execute().json());
    }
}
