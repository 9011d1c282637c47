package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.Launcher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged tool as a user starts it, from the checkout and from the unpacked distribution. */
final class LauncherIT {
    @TempDir
    static Path shelf;

    private static Path unpacked;

    @TempDir
    Path folder;

    @BeforeAll
    static void unpack() throws Exception {
        Path archive = Launcher.distribution();
        Path target = Files.createDirectory(shelf.resolve("some folder"));
        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "-C", target.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> roots = Files.list(target)) {
            unpacked = roots.findFirst().orElseThrow();
        }
    }

    @Test
    void help_fromCheckout_printsUsageAlone() throws Exception {
        LaunchResult result = Launcher.ofCheckout().run("--help");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("Usage: biggan-tune");
        assertThat(result.exitCode()).isZero();
        assertThat(archives(Path.of("target")))
                .isNotEmpty()
                .allSatisfy(archive -> assertThat(archive).isNotEmptyFile());
    }

    @Test
    void version_fromCheckout_isPrinted() throws Exception {
        LaunchResult result = Launcher.ofCheckout().run("--version");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).containsPattern("\\b0\\.1\\.0\\b");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void paths_beyondAscii_areReadWhereTheLocaleIsAscii_andPrintedInIt() throws Exception {
        // By the shell's own hands: a Java in such a locale could not even name them.
        Process copy = new ProcessBuilder(
                        "bash", "-c", "cp models/demo.pt \"$1\"/$'d\\xc3\\xabmo.pt'", "bash", folder.toString())
                .start();
        assertThat(copy.waitFor()).isZero();
        Path script = Files.writeString(folder.resolve("start"), """
                exec "$1" inspect "$2"/$'d\\xc3\\xabmo.pt'
                """);
        Launcher checkout = Launcher.ofCheckout();
        ProcessBuilder builder =
                new ProcessBuilder("bash", script.toString(), checkout.program().toString(), folder.toString());
        builder.environment().putAll(checkout.environment());
        builder.environment().put("LC_ALL", "C");
        Process inspect = builder.start();
        byte[] out = inspect.getInputStream().readAllBytes();
        assertThat(new String(out, StandardCharsets.UTF_8))
                .as(new String(inspect.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("/d?mo.pt\n")
                .matches(Pattern.compile("\\p{ASCII}*"));
        assertThat(inspect.waitFor()).isZero();
    }

    @Test
    void home_ofAUserWhomTheSystemDoesNotKnow_isThatOfTheEnvironment() throws Exception {
        // What Java takes for the home of such a user.
        LaunchResult result = Launcher.ofCheckout()
                .withFolder(folder)
                .withVariable("HOME", folder.toString())
                .withVariable("DJL_CACHE_DIR", "")
                .withVariable("BIGGAN_TUNE_JAVA_OPTS", "-Duser.home=?")
                .run("doctor", "--device", "cpu");
        assertThat(result.out()).containsPattern("(?m)^cache +" + Pattern.quote(folder + "/.djl.ai/pytorch "));
        assertThat(folder.resolve("?")).doesNotExist();
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void option_unknown_exitsWithUsageError() throws Exception {
        LaunchResult result = Launcher.ofCheckout().run("--no-such-option");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("--no-such-option");
    }

    @Test
    void launcher_throughSymbolicLinksAndElsewhere_findsItsHome() throws Exception {
        Launcher checkout = Launcher.ofCheckout();
        Path first = Files.createSymbolicLink(folder.resolve("first"), checkout.program());
        Path second = Files.createSymbolicLink(folder.resolve("second"), first.getFileName());
        LaunchResult result = Launcher.of(second).withFolder(folder).run("--version");
        Files.delete(second);
        Files.delete(first); // else JUnit warns about a link that leaves the folder
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void distribution_unpacked_holdsWhatItRunsWith() {
        assertThat(unpacked).hasFileName("biggan-tune-0.1.0");
        assertThat(unpacked.resolve("bin/biggan-tune")).isExecutable();
        assertThat(unpacked.resolve("lib/biggan-tune-0.1.0.jar")).isRegularFile();
        assertThat(unpacked.resolve("LICENSE")).isRegularFile();
        assertThat(unpacked.resolve("share/bash-completion/completions/biggan-tune"))
                .isNotEmptyFile();
        assertThat(unpacked.resolve("share/zsh/site-functions/_biggan-tune")).isNotEmptyFile();
        assertThat(unpacked.resolve("share/fish/vendor_completions.d/biggan-tune.fish"))
                .isNotEmptyFile();
        assertThat(unpacked.resolve("share/man/man1/biggan-tune-improve.1"))
                .content()
                .startsWith(".TH \"BIGGAN-TUNE-IMPROVE\" 1 \"\" \"biggan-tune 0.1.0\"")
                .contains("(default: 0.05)");
        assertThat(unpacked.resolve("pom.xml")).doesNotExist();
    }

    @Test
    void distribution_startedTwice_keepsAClassArchiveBesideItsJars() throws Exception {
        for (int start = 0; start < 2; start++) {
            LaunchResult result = ofDistribution().withFolder(folder).run("--version");
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).contains("0.1.0");
            assertThat(result.exitCode()).isZero();
        }
        assertThat(archives(unpacked.resolve("lib")))
                .singleElement()
                .satisfies(archive -> assertThat(archive).isNotEmptyFile());
        // The build has listed what tuning loads, so the archive holds DJL's classes though none of these starts needed
        // them.
        assertThat(Files.readAllLines(unpacked.resolve("lib/classes.lst")))
                .anyMatch(line -> line.startsWith("ai/djl/ndarray/NDArray"))
                .anyMatch(line -> line.startsWith("org/biggantune/tuning/ClassTuner"));
    }

    @Test
    void distribution_thatIsReadOnly_keepsItsClassArchiveInTheCache() throws Exception {
        Path lib = unpacked.resolve("lib");
        assumeThat(System.getProperty("user.name")).isNotEqualTo("root"); // who may write everywhere
        for (Path archive : archives(lib)) {
            Files.delete(archive);
        }
        Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            ofDistribution().withVariable("XDG_CACHE_HOME", folder.toString()).run("--version");
            assertThat(archives(folder.resolve("biggan-tune"))).hasSize(1);
        } finally {
            Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void doctor_fromDistribution_triesTheCpu() throws Exception {
        LaunchResult result = ofDistribution().withFolder(folder).run("doctor", "--device", "cpu", "--try");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).containsPattern("(?m)^trial {2,}PyTorch 2\\.7\\.1 on cpu, ");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void distribution_withoutACacheFolder_runsAllTheSame() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        LaunchResult result = ofDistribution()
                .withVariable("XDG_CACHE_HOME", file.resolve("cache").toString())
                .run("--version");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void distribution_withDamagedClassArchive_runsAllTheSame() throws Exception {
        Launcher launcher = ofDistribution();
        launcher.run("--version");
        for (Path archive : archives(unpacked.resolve("lib"))) {
            Files.delete(archive); // it is read-only
            Files.writeString(archive, "no class archive");
        }
        LaunchResult result = launcher.run("--version");
        for (Path archive : archives(unpacked.resolve("lib"))) {
            Files.delete(archive); // for the other tests
        }
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("biggan-tune").doesNotContain("cds");
        assertThat(result.exitCode()).isZero();
    }

    private static Launcher ofDistribution() {
        return Launcher.of(unpacked.resolve("bin/biggan-tune"));
    }

    private static List<Path> archives(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }
}
