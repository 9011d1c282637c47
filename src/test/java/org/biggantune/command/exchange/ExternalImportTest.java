package org.biggantune.command.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.command.inspect.VerifyRun;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.model.Generator;
import org.biggantune.model.ModelFile;
import org.biggantune.model.TorchRuntime;
import org.biggantune.support.LibtorchThreads;
import org.biggantune.support.OldProgram;
import org.biggantune.support.Relative;
import org.biggantune.support.ToolRun;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TorchScript generators that PyTorch saved, with embeddings, ids or one-hot vectors; see make_external.py. */
final class ExternalImportTest {
    private static final Path PROGRAMS = Path.of("src", "test", "resources", "importer");

    @TempDir
    Path folder;

    private Path out() {
        return folder.resolve("g.pt");
    }

    private ToolRun importing(Path program, Object... options) {
        Object[] arguments = new Object[options.length + 5];
        System.arraycopy(
                new Object[] {"import", "generator", program, "--out", out()},
                0,
                arguments,
                0,
                arguments.length - options.length);
        System.arraycopy(options, 0, arguments, 5, options.length);
        return ToolRun.of(arguments);
    }

    private static NDArray read(NDManager scope, String name) {
        NpyArray array = NpyFile.read(PROGRAMS.resolve(name));
        return scope.create(array.floats(), new Shape(array.shape()));
    }

    private void assertRefused(ToolRun run, int code, String message) {
        assertThat(run.err()).isEqualTo("biggan-tune: " + message + "\n");
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(out()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "embedding, shared.weight, shared.weight",
        "ids, layers.0.shared.weight, embedding",
        "one_hot, embeddings.weight, embedding"
    })
    void program_imported_drawsTheSameAndHasTheGradientByTheEmbedding(
            String program, String parameter, String written) {
        assertDrawsTheSame(PROGRAMS.resolve(program + ".pt"), parameter, written);
    }

    @ParameterizedTest
    @CsvSource({
        "embedding, 1, shared.weight, shared.weight",
        "ids, 1, layers.0.shared.weight, embedding",
        "ids, 2, layers.0.shared.weight, embedding",
        "one_hot, 2, embeddings.weight, embedding"
    })
    void programInAnOldLayout_imported_drawsTheSameAndHasTheGradientByTheEmbedding(
            String program, String version, String parameter, String written) throws IOException {
        Path old = OldProgram.write(PROGRAMS.resolve(program + ".pt"), version, folder.resolve(program + ".pt"));
        assertDrawsTheSame(old, parameter, written);
    }

    @Test
    void program_withTheCpuInItsCode_isImportedWithAWordOnIt() throws IOException {
        Path program = PROGRAMS.resolve("embedding.pt");
        assertThat(importing(program, "--latent-size", 5, "--embedding-parameter", "shared.weight")
                        .out())
                .doesNotContain("may fail on a GPU");
        ZipContent content = ZipContent.read(program);
        String name = content.name(".py");
        String code = new String(content.entries().get(name), StandardCharsets.UTF_8);
        Path changed = folder.resolve("changed.pt");
        content.with(name, (code + "# torch.device(\"cpu\")\n").getBytes(StandardCharsets.UTF_8))
                .write(changed);
        ToolRun run = importing(changed, "--latent-size", 5, "--embedding-parameter", "shared.weight", "--force");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("the code refers to the CPU (torch.device(\"cpu\")) and may fail on a GPU");
    }

    private void assertDrawsTheSame(Path program, String parameter, String written, Object... more) {
        Object[] options = Stream.concat(
                        Stream.of("--latent-size", 5, "--embedding-parameter", parameter), Stream.of(more))
                .toArray();
        ToolRun run = importing(program, options);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        GeneratorMetadata metadata = ModelFile.generator(out()).metadata();
        assertThat(metadata.resolution()).isEqualTo(8);
        assertThat(metadata.embeddingSize()).isEqualTo(6);
        assertThat(metadata.classNames()).containsExactly("class 0", "class 1", "class 2", "class 3");
        assertThat(metadata.embeddingParameter()).isEqualTo(written);
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(out(), Optional.empty(), runtime);
                NDManager scope = runtime.newScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray y = scope.create(generator.embeddings().values(), new Shape(4, 6));
            y.setRequiresGradient(true);
            NDArray images = generator.images(read(scope, "latents.npy"), y);
            assertThat(Relative.maxDifference(
                            images.toFloatArray(),
                            NpyFile.read(PROGRAMS.resolve("expected.npy")).floats()))
                    .isLessThan(1e-5);
            NDArray weights = scope.arange(0f, (float) images.size(), 1f, DataType.FLOAT32)
                    .mul(0.1f)
                    .cos()
                    .reshape(images.getShape());
            collector.backward(images.mul(weights).sum());
            assertThat(Relative.distance(
                            y.getGradient().toFloatArray(),
                            NpyFile.read(PROGRAMS.resolve("gradient.npy")).floats()))
                    .isLessThan(1e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "embedding, network.shared.weight",
        "ids, network.layers.0.shared.weight",
        "one_hot, network.embeddings.weight"
    })
    void programWithATruncation_imported_isGivenItAtEveryCall(String program, String parameter) {
        Path file = PROGRAMS.resolve("truncated_" + program + ".pt");
        assertDrawsTheSame(file, parameter, "embedding", "--truncation", 0.5);
        assertThat(ModelFile.generator(out()).metadata().truncation()).isEqualTo(0.5);
        ToolRun other = importing(
                file, "--latent-size", 5, "--embedding-parameter", parameter, "--truncation", 0.25, "--force");
        assertThat(other.out()).containsPattern("conditioning +\\S+ and a truncation, wrapped to take embeddings\n");
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(out(), Optional.empty(), runtime);
                NDManager scope = runtime.newScope()) {
            NDArray y = scope.create(generator.embeddings().values(), new Shape(4, 6));
            assertThat(Relative.maxDifference(
                            generator.images(read(scope, "latents.npy"), y).toFloatArray(),
                            NpyFile.read(PROGRAMS.resolve("expected.npy")).floats()))
                    .isGreaterThan(0.01);
        }
    }

    @Test
    void programWithATruncation_ofWhichTheUserSaysNothing_isRefused() {
        Path program = PROGRAMS.resolve("truncated_ids.pt");
        ToolRun run = importing(program, "--latent-size", 5, "--embedding-parameter", "network.layers.0.shared.weight");
        assertRefused(
                run,
                2,
                "--truncation is missing: " + program
                        + " takes one in addition to z and classes; give the one it was traced with, or else at most 1");
    }

    /** The program around puts each call's embeddings into the place of the one matrix that there is. */
    @Test
    void programOfClassNumbers_drawnFromByTwoThreads_givesEachItsOwnImages() {
        importing(PROGRAMS.resolve("ids.pt"), "--latent-size", 5, "--embedding-parameter", "layers.0.shared.weight");
        try (TorchRuntime runtime = TorchRuntime.open(DeviceChoice.parse("cpu"), OptionalInt.empty());
                Generator generator = Generator.open(out(), Optional.empty(), runtime)) {
            List<Supplier<float[]>> work = IntStream.range(0, 200)
                    .<Supplier<float[]>>mapToObj(i -> () -> drawn(runtime, generator, i % 4))
                    .toList();
            List<float[]> expected = work.stream().limit(4).map(Supplier::get).toList();
            List<float[]> found =
                    LibtorchThreads.during(2, () -> runtime.batchThreads(2).run(work));
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).as("draw %s", i).containsExactly(expected.get(i % 4));
            }
        }
    }

    private static float[] drawn(TorchRuntime runtime, Generator generator, int row) {
        try (NDManager scope = runtime.newScope()) {
            NDArray y = scope.create(generator.embeddings().row(row), new Shape(1, 6));
            return generator.images(read(scope, "latents.npy"), y).toFloatArray();
        }
    }

    @Test
    void programOfEmbeddings_imported_keepsEveryEntry() throws IOException {
        Path program = PROGRAMS.resolve("embedding.pt");
        importing(program, "--latent-size", 5, "--class-names", "a,b,c,d");
        Map<String, byte[]> before = ZipContent.read(program).entries();
        Map<String, byte[]> after = ZipContent.read(out()).entries();
        assertThat(after.remove("embedding/extra/biggan-tune.json")).isNotNull();
        assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
        before.forEach((name, content) -> assertThat(after.get(name)).as(name).isEqualTo(content));
    }

    @ParameterizedTest
    @CsvSource({"embedding, shared.weight", "ids, layers.0.shared.weight"})
    void matrix_replacedInTheArchive_isTheOneThatIsUsed(String program, String parameter) {
        importing(PROGRAMS.resolve(program + ".pt"), "--latent-size", 5, "--embedding-parameter", parameter);
        float[] rows = new float[24];
        rows[7] = 1;
        Path tuned = folder.resolve("tuned.pt");
        try (TorchScriptArchive archive = TorchScriptArchive.open(out())) {
            archive.replaceTensor(tuned, ModelFile.generator(out()).metadata().embeddingParameter(), rows);
        }
        assertThat(ModelFile.generator(tuned).embeddings().values()).containsExactly(rows);
        assertThat(new VerifyRun(out(), tuned).execute().onlyEmbeddings()).isTrue();
    }

    @Test
    void program_withoutTheFactsItDoesNotTell_isRefused() throws IOException {
        Path program = PROGRAMS.resolve("embedding.pt");
        assertRefused(
                importing(program),
                2,
                "--latent-size is missing: " + program
                        + " is a TorchScript program without the tensor names of a BigGAN, from which the length of z"
                        + " could be derived; if it is a classifier, use import classifier");
        assertRefused(
                importing(PROGRAMS.resolve("one_hot.pt"), "--latent-size", 5),
                65,
                PROGRAMS.resolve("one_hot.pt") + ": several matrices could be the class embeddings; give it with"
                        + " --embedding-parameter; the program has: plain.shared.weight float32 [4, 6],"
                        + " embeddings.weight float32 [6, 4]");
        assertRefused(
                importing(program, "--latent-size", 5, "--resolution", 16),
                78,
                "--resolution 16: " + program + " draws images of 8 pixels");
        assertRefused(
                importing(program, "--latent-size", 5, "--bn-eps", 1e-4),
                78,
                "--bn-eps: " + program + " is a TorchScript program with constants in its code; leave the option"
                        + " out");
        assertRefused(
                importing(program, "--latent-size", 5, "--class-names", "a,b"),
                78,
                "--class-names: 2 names given, but " + program + " has 4 classes");
    }

    @Test
    void program_thatWorksInNoWay_isRefusedWithTheReasons() {
        ToolRun run = importing(PROGRAMS.resolve("embedding.pt"), "--latent-size", 6);
        assertThat(run.exitCode()).isEqualTo(65);
        assertThat(run.err())
                .startsWith("biggan-tune: " + PROGRAMS.resolve("embedding.pt")
                        + ": expected a program forward(z, y), or forward(z, y, truncation), with z [n, 6] that gives colour images [n, 3, r, r] in"
                        + " [-1, 1]; y as embedding [n, 6]: ")
                .contains("; y as ids [n]: ", "; y as one-hot [n, ")
                .hasLineCount(1);
        assertThat(out()).doesNotExist();
    }

    @Test
    void model_importedBefore_isRefused() {
        Path model = Path.of("models", "demo.pt");
        assertRefused(
                importing(model, "--latent-size", 80),
                65,
                model + ": has been imported before (it contains extra/biggan-tune.json); use it directly");
    }

    @Test
    void checkpoint_withOptionsOfPrograms_isRefused() {
        Path checkpoint = Path.of("src", "test", "resources", "archive", "tiny_zip.pth");
        assertThat(Files.exists(checkpoint)).isTrue();
        assertRefused(
                importing(checkpoint, "--latent-size", 80),
                78,
                "--latent-size: only for TorchScript programs; " + checkpoint + " is a checkpoint, from which it is"
                        + " known");
    }
}
