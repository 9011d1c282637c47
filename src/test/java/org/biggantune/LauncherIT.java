package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    }

    @Test
    void version_fromCheckout_isPrinted() throws Exception {
        LaunchResult result = Launcher.ofCheckout().run("--version");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).containsPattern("\\b0\\.1\\.0\\b");
        assertThat(result.exitCode()).isZero();
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
        assertThat(unpacked.resolve("pom.xml")).doesNotExist();
    }

    @Test
    void distribution_startedTwice_keepsAClassArchive() throws Exception {
        Launcher launcher = ofDistribution().withVariable("XDG_CACHE_HOME", folder.toString());
        for (int start = 0; start < 2; start++) {
            LaunchResult result = launcher.withFolder(folder).run("--version");
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).contains("0.1.0");
            assertThat(result.exitCode()).isZero();
        }
        assertThat(files(folder.resolve("biggan-tune")))
                .singleElement()
                .satisfies(archive -> assertThat(archive).isNotEmptyFile());
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
        Launcher launcher = ofDistribution().withVariable("XDG_CACHE_HOME", folder.toString());
        launcher.run("--version");
        for (Path archive : files(folder.resolve("biggan-tune"))) {
            Files.writeString(archive, "no class archive");
        }
        LaunchResult result = launcher.run("--version");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("biggan-tune").doesNotContain("cds");
        assertThat(result.exitCode()).isZero();
    }

    private static Launcher ofDistribution() {
        return Launcher.of(unpacked.resolve("bin/biggan-tune"));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
