package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.support.Fixtures;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.Launcher;
import org.biggantune.support.RealPictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands around a tuning, through the packaged launcher and with the shipped models. */
final class CommandsIT {
    private static final String NAMES = "t-shirt,trouser,pullover,coat,sandal,shirt,sneaker,bag";
    private static final Duration GENEROUS = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    void importing_theDemo_givesTheShippedModels() throws Exception {
        Path generator = folder.resolve("demo.pt");
        String checkpoint = Fixtures.require("demo/G_ema.pth").toAbsolutePath().toString();
        LaunchResult result =
                run("import", "generator", checkpoint, "-o", generator.toString(), "--class-names", NAMES);
        assertThat(result.out())
                .contains("classes             8 (t-shirt … bag)")
                .contains("spectral norm ε     1e-6 (default)");
        assertThat(generator).hasSameBinaryContentAs(shipped("demo"));
        for (String kind : new String[] {"classifier", "judge"}) {
            Path model = folder.resolve("demo-" + kind + ".pt");
            run(
                    "import",
                    "classifier",
                    Fixtures.require("demo/demo_" + kind + ".pth")
                            .toAbsolutePath()
                            .toString(),
                    "-o",
                    model.toString(),
                    "--labels",
                    "t-shirt,trouser,pullover,dress,coat,sandal,shirt,sneaker,bag,ankle boot",
                    "--mean",
                    "0.2860",
                    "--std",
                    "0.3530",
                    "--input-size",
                    "32");
            assertThat(model).hasSameBinaryContentAs(shipped("demo-" + kind));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void sample_stoppedBySignals_leavesNothing() throws Exception {
        for (String signal : List.of("TERM", "USR1")) {
            Process process = Launcher.ofCheckout()
                    .withFolder(folder)
                    .builder("sample", "-q", "--class", "shirt", "--seeds", "0-200000", "--raw", "images.npy")
                    .start();
            while (process.isAlive() && names().isEmpty()) {
                Thread.sleep(20);
            }
            Thread.sleep(300);
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(error).isEqualTo(signal.equals("TERM") ? 143 : 138);
            assertThat(error)
                    .isEqualToIgnoringNewLines(
                            "biggan-tune: stopped by SIG" + signal + " before it was done; run the same command again");
            assertThat(names()).isEmpty();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void evaluate_stoppedBySignal_continuesToTheSameBytes() throws Exception {
        for (String name : List.of("t-shirt", "trouser", "pullover", "coat")) {
            RealPictures.write(folder.resolve("real"), name, 40, 28);
        }
        String[] command = {"evaluate", "-q", "--class", "0-3", "--real", "real", "--samples", "800", "--json"};
        Launcher launcher = Launcher.ofCheckout().withFolder(folder);
        Path cache = folder.resolve("home/evaluate/unfinished");
        Process process = launcher.withVariable(
                        "BIGGAN_TUNE_HOME", folder.resolve("home").toString())
                .builder(command)
                .start();
        while (process.isAlive() && !Files.exists(cache)) {
            Thread.sleep(20);
        }
        long asked = System.nanoTime();
        new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                .start()
                .waitFor();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(error).isEqualTo(75);
        assertThat(System.nanoTime() - asked).isLessThan(5_000_000_000L);
        assertThat(error).startsWith("biggan-tune: stopped by SIGTERM").contains("run the same command again");
        LaunchResult continued = launcher.withVariable(
                        "BIGGAN_TUNE_HOME", folder.resolve("home").toString())
                .run(command);
        LaunchResult whole = launcher.withVariable(
                        "BIGGAN_TUNE_HOME", folder.resolve("other").toString())
                .run(command);
        assertThat(continued.out()).isEqualTo(whole.out()).contains("\"results\"");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void commands_oneAfterTheOther_workTogether() throws Exception {
        assertThat(run("inspect", shipped("demo").toString()).out()).contains("shared.weight");
        run("sample", "--class", "trouser", "--seeds", "0-4", "--out", "images", "--raw", "images.npy", "--no-grid");
        assertThat(NpyFile.read(folder.resolve("images.npy")).shape()).containsExactly(5, 3, 32, 32);
        LaunchResult classified = run("classify", "images", "--top", "1");
        assertThat(classified.out().lines().skip(2)).hasSize(5).allMatch(line -> line.contains("1 trouser"));
        Path tuned = tuned();
        assertThat(run("verify", shipped("demo").toString(), tuned.toString()).out())
                .contains("different rows of shared.weight: 1 (trouser)");
        assertThat(run("sample", "--generator", tuned.toString(), "--class", "trouser", "--seeds", "0-4")
                        .out())
                .isEqualTo("samples/trouser.png: 5 images of 1 \"trouser\"\n");
        assertThat(folder.resolve("samples/trouser.png")).isNotEmptyFile();
    }

    @Test
    void inspect_ofAModel_loadsNoEngine() throws Exception {
        Path log = folder.resolve("classes.log");
        Launcher launcher = Launcher.ofCheckout()
                .withVariable("BIGGAN_TUNE_JAVA_OPTS", "-Xlog:class+load=info:file=" + log)
                .withFolder(folder);
        LaunchResult result = launcher.run("inspect", shipped("demo").toString(), "--json");
        assertThat(result.exitCode()).isZero();
        assertThat(Files.readString(log))
                .contains("org.biggantune.command.inspect.InspectRun ")
                .doesNotContain("ai.djl.")
                .doesNotContain("org.biggantune.model.TorchRuntime ");
    }

    @Test
    void inspect_ofASmallFile_isQuick() throws Exception {
        run("inspect", shipped("demo").toString());
        long begun = System.nanoTime();
        run("inspect", shipped("demo").toString());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(GENEROUS);
    }

    /** Four arrays of 64 MiB each in a quarter of a megabyte, and numbers that take more than the heap. */
    @Test
    void smallHeap_largeArrays_areDescribedAndCheckedOrToldInOneLine() throws Exception {
        byte[] head = new byte[128];
        Arrays.fill(head, (byte) ' ');
        byte[] text = "\u0093NUMPY\u0001\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (209715, 80), }"
                .getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, head, 0, text.length);
        head[127] = '\n';
        Path bomb = folder.resolve("bomb.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            for (int i = 0; i < 4; i++) {
                zip.putNextEntry(new ZipEntry("a" + i + ".npy"));
                zip.write(head);
                zip.write(new byte[209_715 * 80 * Float.BYTES]);
                zip.closeEntry();
            }
        }
        Launcher small = Launcher.ofCheckout().withFolder(folder).withVariable("BIGGAN_TUNE_JAVA_OPTS", "-Xmx48m");
        for (String command : List.of("inspect", "check")) {
            LaunchResult result = small.run(command, bomb.toString());
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).contains("a3");
            assertThat(result.exitCode()).isZero();
        }
        Path latents = folder.resolve("z.npy");
        NpyFile.write(latents, NpyArray.ofFloats(new long[] {209_715, 80}, new float[209_715 * 80]));
        LaunchResult result = small.run("sample", "--class", "1", "--latents", latents.toString());
        assertThat(result.err())
                .startsWith("biggan-tune: out of memory: Java heap space; the Java heap is limited to ")
                .hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(69);
    }

    @Test
    void libtorch_ofAnotherVersion_isRefusedBeforeItIsLoaded() throws Exception {
        Files.writeString(folder.resolve("build-version"), "2.4.0\n");
        LaunchResult result = Launcher.ofCheckout()
                .withVariable("PYTORCH_LIBRARY_PATH", folder.toString())
                .withFolder(folder)
                .run("sample", "--class", "1");
        assertThat(result.err())
                .startsWith("biggan-tune: PYTORCH_LIBRARY_PATH " + folder + ": libtorch 2.4.0 found, expected 2.7.1")
                .hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(69);
    }

    @Test
    void help_ofEveryCommand_isPrinted() throws Exception {
        for (String command : new String[] {"import", "inspect", "sample", "classify", "verify"}) {
            assertThat(run(command, "--help").out()).startsWith("Usage: biggan-tune " + command);
        }
    }

    private Path tuned() {
        Path tuned = folder.resolve("tuned.pt");
        try (TorchScriptArchive archive = TorchScriptArchive.open(shipped("demo"))) {
            float[] values = archive.tensors().finiteFloats("shared.weight");
            values[128] += 0.01f;
            archive.replaceTensor(tuned, "shared.weight", values);
        }
        return tuned;
    }

    private static Path shipped(String name) {
        return Path.of("models", name + ".pt").toAbsolutePath();
    }

    private LaunchResult run(String... arguments) throws IOException, InterruptedException {
        LaunchResult result = Launcher.ofCheckout().withFolder(folder).run(arguments);
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return result;
    }
}
