package org.biggantune.command.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.cli.ExitCode;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.model.Classifier;
import org.biggantune.model.Generator;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.ExternalProgram;
import org.biggantune.support.OldProgram;
import org.biggantune.support.Relative;
import org.biggantune.support.ToolRun;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TorchScript programs of known layouts that PyTorch saved are read like checkpoints; see make_programs.py. */
final class ProgramImportTest {
    private static final Path PROGRAMS = Path.of("src", "test", "resources", "importer", "programs");

    @TempDir
    Path folder;

    private Path out() {
        return folder.resolve("model.pt");
    }

    private ToolRun imported(String kind, String program, Object... options) {
        return imported(kind, PROGRAMS.resolve(program + ".pt"), options);
    }

    private ToolRun imported(String kind, Path program, Object... options) {
        Object[] arguments = new Object[options.length + 5];
        System.arraycopy(new Object[] {"import", kind, program, "--out", out()}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        return ToolRun.of(arguments);
    }

    private ToolRun succeeded(ToolRun run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }

    private void assertRefused(ToolRun run, ExitCode code, String... messages) {
        assertThat(run.err()).startsWith("biggan-tune: ").hasLineCount(1).contains(messages);
        assertThat(run.exitCode()).isEqualTo(code.code());
        assertThat(out()).doesNotExist();
    }

    private static NDArray numbers(NDManager scope, double scale, long... shape) {
        float[] values = new float[Math.toIntExact(new Shape(shape).size())];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) (scale * Math.sin(1 + 1.7 * k));
        }
        return scope.create(values, new Shape(shape));
    }

    /** The traced program knows the statistics of 0.5 alone; 0.3 falls between two of the three that it has tensors of. */
    @ParameterizedTest
    @CsvSource({
        "deep_traced, folded, 0.5",
        "deep_traced, reference, 0.5",
        "deep_scripted, folded, 1",
        "deep_scripted, folded, 0.3",
    })
    void deepGenerator_imported_drawsWhatTheProgramDraws(String program, String graph, double truncation) {
        succeeded(imported("generator", program, "--truncation", truncation, "--graph", graph));
        GeneratorMetadata metadata = ModelFile.generator(out()).metadata();
        assertThat(metadata.family()).isEqualTo("biggan-deep-hf");
        assertThat(metadata.graph().label()).isEqualTo(graph);
        assertThat(metadata.truncation()).isEqualTo(truncation);
        assertThat(metadata.classNames()).containsExactly("class 0", "class 1", "class 2", "class 3");
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(out(), Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            NDArray z = numbers(scope, 1, 4, 5);
            NDArray y = scope.create(generator.embeddings().values(), new Shape(4, 6));
            float[] expected = ExternalProgram.call(
                    PROGRAMS.resolve(program + ".pt"), z, scope.eye(4), scope.create((float) truncation));
            assertThat(Relative.maxDifference(generator.images(z, y).toFloatArray(), expected))
                    .isLessThan(1e-5);
        }
    }

    /** The weights of spectral norms have what PyTorch's hook computes beside them: here in the same memory. */
    @Test
    void deepGenerator_withWeightsThatShareTheirStorage_isReadByTheOriginals() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(PROGRAMS.resolve("deep_scripted.pt"))) {
            assertThat(archive.tensors().get("generator.gen_z.weight").storageKey())
                    .isEqualTo(
                            archive.tensors().get("generator.gen_z.weight_orig").storageKey());
        }
        String scripted = succeeded(imported("generator", "deep_scripted")).out();
        String traced =
                succeeded(imported("generator", "deep_traced", "--force")).out();
        Matcher count = Pattern.compile("parameters +([0-9,]+)\n").matcher(traced);
        assertThat(count.find()).isTrue();
        assertThat(scripted).containsPattern("parameters +" + count.group(1) + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void programInAnOldLayout_imported_isReadAlike(String version) throws IOException {
        Path old = OldProgram.write(PROGRAMS.resolve("deep_traced.pt"), version, folder.resolve("old.pt"));
        succeeded(imported("generator", old, "--truncation", 0.3));
        Map<String, byte[]> found = ZipContent.read(out()).entries();
        succeeded(imported("generator", "deep_traced", "--truncation", 0.3, "--force"));
        ZipContent.read(out()).entries().forEach((name, content) -> {
            if (!name.endsWith(".json")) {
                assertThat(found.get(name)).as(name).isEqualTo(content);
            }
        });
    }

    /** A BigGAN's names with a tensor that no BigGAN has: what it does with it, its code alone knows. */
    @Test
    void programWithATensorInTheNetwork_thatItsLayoutLacks_isRefusedWithTheWayOut() throws IOException {
        ZipContent content = ZipContent.read(PROGRAMS.resolve("training.pt"));
        String pickle = content.name("/data.pkl");
        byte[] renamed = new String(content.entries().get(pickle), StandardCharsets.ISO_8859_1)
                .replace("sv0", "tv0")
                .getBytes(StandardCharsets.ISO_8859_1);
        Path file = folder.resolve("odd.pt");
        content.with(pickle, renamed).write(file);
        assertRefused(
                imported("generator", file),
                ExitCode.BAD_INPUT,
                "tensors do not belong to a BigGAN generator, such as 'blocks.0.0.bn1.bias.tv0'",
                "; given --conditioning and --latent-size, the program is called instead");
    }

    /** Told what it takes, the same program is called instead of read: both ways must lead to the same images. */
    @Test
    void deepGenerator_calledByWish_drawsWhatItsTensorsDraw() {
        succeeded(imported(
                "generator", "deep_scripted", "--conditioning", "one-hot", "--latent-size", 5, "--truncation", 0.3));
        GeneratorMetadata metadata = ModelFile.generator(out()).metadata();
        assertThat(metadata.family()).isEqualTo("torchscript");
        assertThat(metadata.truncation()).isEqualTo(0.3);
        Path read = folder.resolve("read.pt");
        succeeded(ToolRun.of("import", PROGRAMS.resolve("deep_scripted.pt"), "-o", read, "--truncation", 0.3));
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator called = Generator.open(out(), Optional.empty(), runtime);
                Generator folded = Generator.open(read, Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            NDArray z = numbers(scope, 1, 4, 5);
            NDArray y = numbers(scope, 0.5, 4, 6);
            assertThat(Relative.maxDifference(
                            called.images(z, y).toFloatArray(),
                            folded.images(z, y).toFloatArray()))
                    .isLessThan(1e-5);
        }
    }

    /** Both generators of the file have the same names; the constants of their norms are far from the defaults. */
    @ParameterizedTest
    @CsvSource({"training, folded", "training, reference", "training_traced, folded"})
    void generatorWithItsAverage_imported_isTheAverageWithTheProgramsConstants(String program, String graph) {
        ToolRun run = succeeded(imported("generator", program, "--graph", graph));
        assertThat(run.out())
                .containsPattern("module +G_ema\n")
                .containsPattern("batch norm ε +0.02 \\(the program\\)")
                .containsPattern("not read +\\d\\d tensors beside it \\(G.shared.weight, G.linear.weight, ");
        GeneratorMetadata metadata = ModelFile.generator(out()).metadata();
        assertThat(metadata.family()).isEqualTo("biggan");
        assertThat(metadata.latentSize()).isEqualTo(6);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(out(), Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            NDArray z = numbers(scope, 1, 4, 6);
            NDArray y = scope.create(generator.embeddings().values(), new Shape(4, 6));
            float[] expected =
                    ExternalProgram.call(PROGRAMS.resolve(program + ".pt"), z, scope.create(new long[] {0, 1, 2, 3}));
            assertThat(Relative.maxDifference(generator.images(z, y).toFloatArray(), expected))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void generatorChosenByItsEmbeddings_imported_isThatOne() {
        ToolRun run = succeeded(imported("generator", "training", "--embedding-parameter", "G.shared.weight"));
        assertThat(run.out()).containsPattern("module +G\n");
    }

    @Test
    void programWithoutARoleGiven_imported_isWhatItsTensorsTell() {
        succeeded(ToolRun.of("import", PROGRAMS.resolve("classifier.pt"), "-o", out()));
        assertThat(ModelFile.classifier(out()).metadata().family()).isEqualTo("resnet");
        succeeded(ToolRun.of("import", PROGRAMS.resolve("training.pt"), "-o", out(), "--force"));
        assertThat(ModelFile.generator(out()).metadata().family()).isEqualTo("biggan");
    }

    @ParameterizedTest
    @ValueSource(strings = {"folded", "reference"})
    void classifierBehindItsNormaliser_imported_givesTheSameLogitsForImages(String graph) {
        ToolRun run = succeeded(imported("classifier", "classifier", "--graph", graph, "--input-size", 32));
        assertThat(run.out()).containsPattern("module +1\n").containsPattern("mean +\\[0.25, 0.5, 0.75]\n");
        ClassifierMetadata metadata = ModelFile.classifier(out()).metadata();
        assertThat(metadata.std()).isEqualTo(List.of(0.5, 0.25, 0.125));
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Classifier classifier = Classifier.open(out(), Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            NDArray images = numbers(scope, 0.5, 2, 3, 32, 32).add(0.5);
            NDArray mean = scope.create(new float[] {0.25f, 0.5f, 0.75f}, new Shape(3, 1, 1));
            NDArray std = scope.create(new float[] {0.5f, 0.25f, 0.125f}, new Shape(3, 1, 1));
            float[] expected = ExternalProgram.call(PROGRAMS.resolve("classifier.pt"), images);
            float[] found = classifier.logits(images.sub(mean).div(std)).toFloatArray();
            assertThat(Relative.maxDifference(found, expected)).isLessThan(1e-4);
        }
    }

    @Test
    void frozenProgram_imported_isRefusedSinceItsNamesAreGone() {
        String reason = "frozen.pt: is frozen: its ";
        assertRefused(imported("generator", "frozen"), ExitCode.BAD_INPUT, reason, "without their original names");
        assertRefused(imported("classifier", "frozen"), ExitCode.BAD_INPUT, reason, "torch.jit.freeze");
        assertRefused(ToolRun.of("import", PROGRAMS.resolve("frozen.pt"), "-o", out()), ExitCode.BAD_INPUT, reason);
    }

    @Test
    void factsThatTheTensorsTell_givenOtherwise_areRefused() {
        assertRefused(
                imported("generator", "training", "--latent-size", 5),
                ExitCode.CONFLICT,
                "--latent-size 5: ",
                "training.pt takes latents of 6 numbers; leave the option out");
        assertRefused(
                imported("generator", "training", "--resolution", 16),
                ExitCode.CONFLICT,
                "--resolution 16: ",
                "draws images of 8 pixels");
        succeeded(imported("generator", "training", "--latent-size", 6, "--resolution", 8));
    }

    @Test
    void networkOfTheOtherKind_imported_isRefused() {
        assertRefused(
                imported("classifier", "training"),
                ExitCode.BAD_INPUT,
                "training.pt: not a classifier that can be imported");
        assertRefused(
                imported("generator", "classifier"),
                ExitCode.USAGE,
                "classifier.pt is a TorchScript program without the tensor names of a BigGAN");
    }

    @Test
    void severalNetworks_noneAnAverage_areRefusedByName() throws IOException {
        Path file = folder.resolve("twins.pt");
        ZipContent content = ZipContent.read(PROGRAMS.resolve("training.pt"));
        String pickle = content.name("/data.pkl");
        byte[] renamed = new String(content.entries().get(pickle), StandardCharsets.ISO_8859_1)
                .replace("G_ema", "G_two")
                .getBytes(StandardCharsets.ISO_8859_1);
        content.with(pickle, renamed).write(file);
        assertRefused(
                imported("generator", file),
                ExitCode.BAD_INPUT,
                "twins.pt: contains 2 generators (G, G_two), expected one; choose one by its class embeddings with"
                        + " --embedding-parameter");
        succeeded(imported("generator", file, "--embedding-parameter", "G_two.shared.weight"));
    }

    /** Reading asks nothing of the code: what would be refused before it is called is imported all the same. */
    @Test
    void programOfKnownLayout_withCodeThatMayNotRun_isReadUncalled() throws IOException {
        ZipContent program = ZipContent.read(PROGRAMS.resolve("deep_traced.pt"));
        Path file = folder.resolve("hostile.pt");
        program.with(program.name(".py"), "def forward(self): torch.save(1)".getBytes(StandardCharsets.UTF_8))
                .write(file);
        succeeded(imported("generator", file, "--bn-eps", 1e-3));
        Map<String, byte[]> hostile = ZipContent.read(out()).entries();
        succeeded(imported("generator", "deep_traced", "--bn-eps", 1e-3, "--force"));
        ZipContent.read(out()).entries().forEach((name, content) -> {
            if (!name.endsWith(".json")) {
                assertThat(hostile.get(name)).as(name).isEqualTo(content);
            }
        });
    }

    @Test
    void importedModel_importedAgain_isRefused() {
        succeeded(imported("generator", "training", "--graph", "reference"));
        ToolRun again = ToolRun.of("import", out(), "-o", folder.resolve("again.pt"));
        assertThat(again.exitCode()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(again.err()).contains("has been imported before").hasLineCount(1);
    }

    @Test
    void tunedRows_exportedIntoTheProgram_changeThoseColumnsAlone() throws IOException {
        Path tuned = folder.resolve("tuned.npy");
        succeeded(imported("generator", "deep_traced"));
        float[] rows = ModelFile.generator(out()).embeddings().values().clone();
        rows[7] += 1;
        NpyFile.write(tuned, NpyArray.ofFloats(new long[] {4, 6}, rows));
        Path changed = folder.resolve("changed.pt");
        succeeded(ToolRun.of(
                "export", "--embedding", tuned, "--into", PROGRAMS.resolve("deep_traced.pt"), "--out", changed));
        succeeded(imported("generator", changed, "--force"));
        assertThat(ModelFile.generator(out()).embeddings().values()).containsExactly(rows);
    }
}
