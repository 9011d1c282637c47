package org.biggantune.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.ComputedTensor;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.domain.Graph;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.importer.biggan.Epsilons;
import org.biggantune.importer.random.BigGanSize;
import org.biggantune.importer.random.RandomBigGan;
import org.biggantune.importer.random.RandomClassifier;
import org.biggantune.support.Fixtures;
import org.biggantune.support.NamedProgram;
import org.biggantune.support.NarrowClassifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks found in programs: of every family, behind paths of attributes, and as the tensors alone would be read. */
final class ProgramNetworksTest {
    private static final SourceFile SOURCE = new SourceFile("x", "-");

    @TempDir
    Path folder;

    /** Requires that a program of these tensors becomes the archive that the tensors become, byte for byte. */
    private void assertReadAlike(
            StateDict tensors,
            String path,
            Function<TorchScriptArchive, Optional<FoundNetwork>> search,
            Function<StateDict, ImportedModel> importing)
            throws IOException {
        Path program = NamedProgram.write(folder.resolve("program.pt"), path, tensors);
        Path expected = Files.createDirectories(folder.resolve("expected")).resolve("model.pt");
        Path found = Files.createDirectories(folder.resolve("found")).resolve("model.pt");
        importing.apply(tensors).write(expected);
        try (TorchScriptArchive archive = TorchScriptArchive.open(program)) {
            ProgramNetworks.requireImportable(archive);
            FoundNetwork network = search.apply(archive).orElseThrow();
            assertThat(network.module() + ".").isEqualTo(path.isEmpty() ? "." : path);
            assertThat(network.tensors().names()).isEqualTo(tensors.names());
            importing.apply(network.tensors()).write(found);
        }
        assertThat(found).hasSameBinaryContentAs(expected);
    }

    private void assertClassifierReadAlike(StateDict tensors, String path) throws IOException {
        assertReadAlike(
                tensors,
                path,
                archive -> ProgramNetworks.classifier(archive, Optional.empty()),
                found -> ClassifierImporter.read(found, found, SOURCE, ClassifierImportOptions.of(Graph.FOLDED)));
    }

    private void assertGeneratorReadAlike(StateDict tensors, String path) throws IOException {
        assertReadAlike(
                tensors,
                path,
                archive -> ProgramNetworks.generator(archive, Optional.empty()),
                found -> GeneratorImporter.read(
                        found,
                        SOURCE,
                        new GeneratorImportOptions(Graph.FOLDED, Epsilons.DEFAULT, OptionalDouble.empty(), List.of())));
    }

    @ParameterizedTest
    @CsvSource({
        "squeezenet1_0, model.",
        "squeezenet1_1, ''",
        "vgg16, a.b.c.",
        "vgg11_bn, net.",
        "inception_v3, module.",
        "densenet, 0.",
    })
    void classifier_ofEachFamily_isReadAsItsTensorsAre(String network, String path) throws IOException {
        assertClassifierReadAlike(NarrowClassifiers.stateDict(NarrowClassifiers.tensors(network)), path);
    }

    @ParameterizedTest
    @CsvSource({"resnet18-narrow-places, resnet18_places365.pth.tar", "cifar10-resnet20-real, resnet20-12fca82f.th"})
    void classifierOfAFixture_isReadAsItsCheckpointIs(String fixture, String file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(
                Fixtures.require("fixtures/classifiers/" + fixture).resolve(file))) {
            assertClassifierReadAlike(withoutCounters(checkpoint.stateDict()), "model.");
        }
    }

    /** Places365 spreads the convolutions of AlexNet over devices, which puts a module between their names. */
    @Test
    void alexNetWithSpreadConvolutions_isFound() throws IOException {
        StateDict tensors = RandomClassifier.tensors("alexnet", 10, 0).orElseThrow();
        assertClassifierReadAlike(
                tensors.renamed(name -> name.replaceFirst("^features[.]", "features.module.")), "net.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G_ema.", "sampler.generator."})
    void bigGan_behindAnyPath_isReadAsItsTensorsAre(String path) throws IOException {
        BigGanSize size = BigGanSize.ofPixels(32);
        assertGeneratorReadAlike(RandomBigGan.tensors(size.architecture(4, 10), 0), path);
    }

    @ParameterizedTest
    @CsvSource({"biggan-deep-128/G_ema.pth, G.", "biggan-deep-128-hf/pytorch_model.bin, generator.model."})
    void deepGeneratorOfAFixture_isReadAsItsCheckpointIs(String file, String path) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(Fixtures.require("fixtures/generators/" + file))) {
            assertGeneratorReadAlike(checkpoint.stateDict(), path);
        }
    }

    /** Whole numbers, which programs of these tests cannot hold. */
    private static StateDict withoutCounters(StateDict tensors) {
        Map<String, ComputedTensor> floats = new LinkedHashMap<>();
        for (String name : tensors.names()) {
            if (tensors.get(name).type().isFloating()) {
                float[] values = tensors.finiteFloats(name);
                floats.put(name, new ComputedTensor(tensors.get(name).shape(), i -> values[(int) i]));
            }
        }
        return StateDict.computed(Path.of("floats"), floats);
    }

    @Test
    void otherTensors_areNoNetwork() throws IOException {
        Map<String, ComputedTensor> tensors = NarrowClassifiers.tensors("vgg16");
        tensors.keySet().removeIf(name -> name.startsWith("classifier.6"));
        Path program = NamedProgram.write(folder.resolve("program.pt"), "", NarrowClassifiers.stateDict(tensors));
        try (TorchScriptArchive archive = TorchScriptArchive.open(program)) {
            assertThat(ProgramNetworks.classifier(archive, Optional.empty())).isEmpty();
            assertThat(ProgramNetworks.generator(archive, Optional.empty())).isEmpty();
            assertThat(ProgramNetworks.kind(archive)).isEmpty();
        }
    }

    @Test
    void severalClassifiers_areRefusedByTheirModules() throws IOException {
        Map<String, ComputedTensor> tensors = new LinkedHashMap<>();
        for (String path : List.of("student.", "teacher.")) {
            NarrowClassifiers.tensors("vgg16").forEach((name, tensor) -> tensors.put(path + name, tensor));
        }
        Path program = NamedProgram.write(folder.resolve("program.pt"), "", NarrowClassifiers.stateDict(tensors));
        try (TorchScriptArchive archive = TorchScriptArchive.open(program)) {
            assertThatThrownBy(() -> ProgramNetworks.classifier(archive, Optional.empty()))
                    .isInstanceOf(UnsupportedInputException.class)
                    .hasMessage(
                            program + ": contains 2 classifiers (student, teacher), expected one; save the one to be"
                                    + " used by itself");
            assertThat(ProgramNetworks.kind(archive)).contains(ImportKind.CLASSIFIER);
        }
    }

    /** Each network that may be one costs a pass over all names. */
    @Test
    void programOfVeryManyNetworks_isRefusedAtOnce() throws IOException {
        Map<String, ComputedTensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < 1000; i++) {
            tensors.put("n" + i + ".output_layer.2.weight", new ComputedTensor(new long[] {1}, index -> 1));
        }
        Path program = NamedProgram.write(folder.resolve("program.pt"), "", NarrowClassifiers.stateDict(tensors));
        try (TorchScriptArchive archive = TorchScriptArchive.open(program)) {
            assertThatThrownBy(() -> ProgramNetworks.generator(archive, Optional.empty()))
                    .isInstanceOf(UnsupportedInputException.class)
                    .hasMessage(
                            program + ": contains 1000 networks (n0, n1, n2, n3 and others), expected one; save one by"
                                    + " itself");
        }
    }
}
