package org.biggantune.command.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where the library for WebP cannot be used: one line says so before anything is drawn. Each in a process of its own. */
@EnabledOnOs(OS.LINUX)
final class WebPLibraryTest {
    private static final Path UNSHARE = Path.of("/usr/bin/unshare");
    private static final int NO_MOUNT = 99;

    /** Mounts a folder from which nothing may run. */
    private static final String NO_EXECUTION =
            "mount -t tmpfs -o noexec tmpfs \"$0\" || exit " + NO_MOUNT + "; \"$@\"; code=$?; ls -A \"$0\"; exit $code";

    @TempDir
    private Path folder;

    private Path temporary;

    @BeforeEach
    void makeFolder() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
    }

    @Test
    void sample_asWebP_leavesNothingInTheTemporaryFolder() throws Exception {
        assertThat(outcome(0, tool())).isEqualTo(folder.resolve("a.webp") + ": 1 image of 7 \"bag\"");
        assertThat(folder.resolve("a.webp")).isNotEmptyFile();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void sample_onAMachineThatTheLibraryIsNotBuiltFor_saysSo() throws Exception {
        assertThat(outcome(69, tool("-Dos.arch=sparc")))
                .isEqualTo("WebP: its library has no build for Linux on sparc; use PNG files");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void sample_withoutSpaceForTheLibrary_saysWhere() throws Exception {
        assertThat(outcome(74, shell("ulimit -f 200; exec \"$@\"", "sh")))
                .matches(
                        temporary + "/biggan-tune-webp\\d+/libwebp-imageio.so: the library for WebP cannot be unpacked:"
                                + " .*File too large; free space there, or give another folder with -Djava.io.tmpdir in"
                                + " BIGGAN_TUNE_JAVA_OPTS");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void sample_whereNothingMayRun_saysWhatToGive() throws Exception {
        assumeTrue(Files.isExecutable(UNSHARE), "no unshare: a folder without execution is not tested");
        List<String> command = new ArrayList<>(List.of(UNSHARE.toString(), "-rm"));
        command.addAll(shell(NO_EXECUTION, temporary.toString()));
        Process process = start(command);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(
                process.waitFor() != NO_MOUNT && !out.contains("unshare failed"),
                "no mount namespace can be made here: a folder without execution is not tested");
        assertThat(process.exitValue()).as(out).isEqualTo(69);
        assertThat(out)
                .startsWith("biggan-tune: " + temporary + "/biggan-tune-webp")
                .contains(
                        "cannot be loaded: failed to map segment",
                        "with -Djava.io.tmpdir in BIGGAN_TUNE_JAVA_OPTS, or use PNG files")
                .hasLineCount(1);
    }

    /** Returns the only line of a command that ends with an exit code. */
    private static String outcome(int exitCode, List<String> command) throws Exception {
        Process process = start(command);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isEqualTo(exitCode);
        assertThat(out.lines().count()).as(out).isLessThanOrEqualTo(1);
        return out.strip().replaceFirst("^biggan-tune: ", "");
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private List<String> shell(String script, String name) {
        return Stream.concat(Stream.of("sh", "-c", script, name), tool().stream())
                .toList();
    }

    private List<String> tool(String... options) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
        for (String name : List.of("biggantune.home", "ai.djl.offline")) {
            if (System.getProperty(name) != null) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.biggantune.Main"));
        command.addAll(List.of("sample", "--class", "bag", "--seeds", "0", "--threads", "1", "-q"));
        command.addAll(List.of("--out", folder.resolve("a.webp").toString()));
        return command;
    }
}
