package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.AbstractThrowableAssert;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.script.ScriptModule;
import org.biggantune.archive.script.ScriptTensor;
import org.biggantune.archive.script.TorchScriptWriter;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Graph;
import org.biggantune.domain.Precision;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.DemoModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
    private static final GeneratorMetadata GENERATOR = new GeneratorMetadata(
            "biggan",
            32,
            80,
            3,
            List.of("cat", "dog"),
            "shared.weight",
            Graph.FOLDED,
            Precision.FP32,
            1e-5,
            1e-6,
            new SourceFile("g.pth", "-"),
            null);
    private static final ClassifierMetadata CLASSIFIER = new ClassifierMetadata(
            "resnet",
            32,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0),
            List.of("cat", "dog"),
            Graph.FOLDED,
            Precision.FP32,
            new SourceFile("c.pth", "-"),
            "",
            List.of());
    private static final float[] ROWS = {0, 1, 2, 3, 4, 5};

    @TempDir
    Path folder;

    private Path archive(float[] embeddings, Map<String, byte[]> extras) throws IOException {
        ScriptModule shared = ScriptModule.of("Embedding").tensor("weight", ScriptTensor.of(embeddings, 2, 3));
        ScriptModule root = ScriptModule.of("Generator").child("shared", shared);
        Path file = folder.resolve("m.pt");
        return write(file, root, extras);
    }

    private static Path write(Path file, ScriptModule root, Map<String, byte[]> extras) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            TorchScriptWriter.write(channel, "m", root, "", extras);
        }
        return file;
    }

    private Path archive(byte[] sideFile) throws IOException {
        return archive(ROWS, Map.of(MetadataFormat.FILE, sideFile));
    }

    private Path archive(String sideFile) throws IOException {
        return archive(sideFile.getBytes(StandardCharsets.UTF_8));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            Path file, Class<? extends BigganTuneException> type) {
        return assertThatThrownBy(() -> ModelFile.generator(file))
                .isInstanceOf(type)
                .hasMessageStartingWith(file + ": ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void generator_soundArchive_hasItsMetadataAndEmbeddings() throws IOException {
        ModelFile.GeneratorFile content = ModelFile.generator(archive(MetadataFormat.of(GENERATOR)));
        assertThat(content.metadata()).isEqualTo(GENERATOR);
        assertThat(content.embeddings().rows()).isEqualTo(2);
        assertThat(content.embeddings().row(1)).containsExactly(3, 4, 5);
    }

    @Test
    void classifier_soundArchive_hasItsMetadata() throws IOException {
        assertThat(ModelFile.classifier(archive(MetadataFormat.of(CLASSIFIER))).metadata())
                .isEqualTo(CLASSIFIER);
    }

    @Test
    void generator_otherFiles_areRefused() throws IOException {
        assertThatThrownBy(() -> ModelFile.generator(folder.resolve("none.pt")))
                .isInstanceOf(MissingInputException.class);
        Path text = Files.writeString(folder.resolve("text.pt"), "no model at all, only some words in a file");
        assertRefused(text, CorruptInputException.class)
                .hasMessageEndingWith(": is not a zip file: it seems to be something unknown (damaged or incomplete?)");
        assertRefused(archive(ROWS, Map.of()), UnsupportedInputException.class)
                .hasMessageEndingWith(": no extra/biggan-tune.json inside; make it with: biggan-tune import"
                        + " generator|classifier CHECKPOINT -o MODEL.pt");
    }

    @Test
    void generator_classifierGiven_isRefusedAndViceVersa() throws IOException {
        assertRefused(archive(MetadataFormat.of(CLASSIFIER)), UnsupportedInputException.class)
                .hasMessageEndingWith(": this is a classifier, expected a generator");
        Path generator = archive(MetadataFormat.of(GENERATOR));
        assertThatThrownBy(() -> ModelFile.classifier(generator))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageEndingWith(": this is a generator, expected a classifier");
    }

    @Test
    void generator_damagedSideFile_isRefused() throws IOException {
        String sound = new String(MetadataFormat.of(GENERATOR), StandardCharsets.UTF_8);
        assertRefused(archive(sound.substring(0, 60)), CorruptInputException.class)
                .hasMessageContaining("extra/biggan-tune.json is not JSON: ");
        assertRefused(archive("[1]"), CorruptInputException.class)
                .hasMessageEndingWith("extra/biggan-tune.json is not a JSON object");
        assertRefused(archive(""), CorruptInputException.class)
                .hasMessageEndingWith("extra/biggan-tune.json is not a JSON object");
        assertRefused(
                        archive(sound.replace("\"resolution\" : 32", "\"resolution\" : \"big\"")),
                        CorruptInputException.class)
                .hasMessageContaining("extra/biggan-tune.json is damaged: ");
        assertRefused(archive(sound.replace("\"resolution\"", "\"size\"")), CorruptInputException.class)
                .hasMessageContaining("resolution 0, expected 1 to 8192");
        for (String field : List.of("classNames", "embeddingParameter", "graph", "source", "family", "precision")) {
            assertRefused(archive(sound.replace('"' + field + '"', "\"other\"")), CorruptInputException.class)
                    .hasMessageContaining("extra/biggan-tune.json is damaged: ");
        }
    }

    @Test
    void generator_otherSchema_isRefused() throws IOException {
        String sound = new String(MetadataFormat.of(GENERATOR), StandardCharsets.UTF_8);
        assertRefused(archive(sound.replace("\"schema\" : 1", "\"schema\" : 2")), UnsupportedInputException.class)
                .hasMessageEndingWith(": extra/biggan-tune.json has schema 2, this version reads 1;"
                        + " a newer biggan-tune wrote it");
        assertRefused(archive(sound.replace("\"schema\" : 1", "\"s\" : 1")), UnsupportedInputException.class)
                .hasMessageEndingWith("has schema -1, this version reads 1");
        assertRefused(archive(sound.replace("\"kind\"", "\"sort\"")), UnsupportedInputException.class)
                .hasMessageEndingWith(": this is a model of kind '', expected a generator");
        assertRefused(archive(sound.replace(": \"generator\"", ": \"a\\nb\"")), UnsupportedInputException.class)
                .hasMessageEndingWith(": this is a model of kind 'a\\u000ab', expected a generator");
    }

    @Test
    void generator_embeddingsThatDoNotFit_areRefused() throws IOException {
        String sound = new String(MetadataFormat.of(GENERATOR), StandardCharsets.UTF_8);
        assertRefused(archive(sound.replace("\"dog\"", "\"dog\", \"cow\"")), UnsupportedInputException.class)
                .hasMessageEndingWith(": tensor 'shared.weight' has shape [2, 3], expected [3, 3]");
        assertRefused(archive(sound.replace("shared.weight", "shared.wait")), UnsupportedInputException.class)
                .hasMessageEndingWith(": has no tensor 'shared.wait'; nearest: shared.weight");
        float[] broken = {0, 1, 2, 3, Float.NaN, 5};
        assertRefused(
                        archive(broken, Map.of(MetadataFormat.FILE, MetadataFormat.of(GENERATOR))),
                        CorruptInputException.class)
                .hasMessageEndingWith(": tensor 'shared.weight' is NaN at index 4 of 6, expected finite numbers");
    }

    @Test
    void generator_flippedBitInAWeight_isRefused() throws IOException {
        Path file = DemoModels.generator(folder);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        assertRefused(file, CorruptInputException.class).hasMessageContaining("'generator/data/");
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty())) {
            assertThatThrownBy(() -> Generator.open(file, Optional.empty(), runtime))
                    .isInstanceOf(CorruptInputException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Tensor                | torch.zeros([1, 3, 32, 32], dtype=7) | returns images (1, 3, 32, 32) of float64, expected
            Tuple[Tensor, Tensor] | (z, y)                               | returns 2 tensors, expected 1
            """)
    void images_programThatGivesSomethingElse_isRefused(String type, String value, String message) throws IOException {
        ScriptModule root = ScriptModule.withMethods(
                        "Generator",
                        "  def forward(self, z: Tensor, y: Tensor) -> " + type + ":\n    return " + value + "\n")
                .child("shared", ScriptModule.of("Embedding").tensor("weight", ScriptTensor.of(ROWS, 2, 3)));
        Path file = write(folder.resolve("m.pt"), root, Map.of(MetadataFormat.FILE, MetadataFormat.of(GENERATOR)));
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(file, Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            assertThatThrownBy(() -> generator.images(scope, new float[80], new float[3], 0, 1))
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageStartingWith(file + ": the program " + message);
        }
    }

    @Test
    void open_programThatLibtorchRefuses_namesTheFile() throws IOException {
        ScriptModule root = ScriptModule.withMethods(
                        "Generator", "  def forward(self, z: Tensor) -> Tensor:\n    return torch.relu(z, z)\n")
                .child("shared", ScriptModule.of("Embedding").tensor("weight", ScriptTensor.of(ROWS, 2, 3)));
        Path file = write(folder.resolve("m.pt"), root, Map.of(MetadataFormat.FILE, MetadataFormat.of(GENERATOR)));
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty())) {
            assertThatThrownBy(() -> Generator.open(file, Optional.empty(), runtime))
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageStartingWith(file + ": libtorch cannot load it: ")
                    .hasMessageNotContaining("\n");
        }
    }
}
