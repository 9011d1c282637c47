package org.biggantune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.support.LaunchResult;
import org.biggantune.support.Launcher;
import org.biggantune.support.RealPictures;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full costs nothing but time: one line names the file, what was there stays, and the same command goes on
 * to the same bytes once there is space. The disk is a small memory file system in a mount namespace of the run's own,
 * where the system allows that; a limit on the size of files works everywhere.
 */
@EnabledOnOs(OS.LINUX)
final class FullDiskIT {
    private static final int CANNOT_CREATE = 73;
    private static final int CANNOT_WRITE = 74;
    private static final int NO_DISK = 99;

    /** Mounts a disk of so many KiB, puts into it what earlier runs left, runs, and keeps what is on it then. */
    private static final String ON_SMALL_DISK = "disk=$1 kept=$2 size=$3; shift 3;"
            + " mount -t tmpfs -o size=${size}k tmpfs \"$disk\" || exit " + NO_DISK + ";"
            + " cp -a \"$kept/.\" \"$disk/\"; \"$@\"; code=$?;"
            + " rm -rf \"$kept\" && mkdir \"$kept\" && cp -a \"$disk/.\" \"$kept/\"; exit $code";

    /** Sees a folder as on a node that mounts it read-only, and runs. */
    private static final String READ_ONLY = "folder=$1; shift; mount --bind \"$folder\" \"$folder\""
            + " && mount -o remount,ro,bind \"$folder\" || exit " + NO_DISK + "; exec \"$@\"";

    @TempDir
    static Path folder;

    private static Path undisturbed;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        undisturbed = folder.resolve("undisturbed");
        LaunchResult result = Launcher.ofCheckout().run(improve(undisturbed));
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    @Test
    void improve_onADiskThatGrows_endsWithTheSameBytes() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Optional<List<String>> namespace = namespace(disk);
        assumeTrue(namespace.isPresent(), "no mount namespace can be made here: a really full disk is not tested");
        int failures = 0;
        for (int size : new int[] {4, 20, 28, 40, 52, 64, 80, 1024}) {
            List<String> command = new ArrayList<>(namespace.get());
            command.addAll(List.of("sh", "-c", ON_SMALL_DISK, "sh", disk.toString(), kept.toString()));
            command.add(Integer.toString(size));
            command.addAll(tool(improve(disk.resolve("run"))));
            LaunchResult result = run(command);
            if (result.exitCode() == 0) {
                break;
            }
            assertFailed(result, disk.resolve("run"), kept.resolve("run"));
            failures++;
        }
        assertThat(failures).isGreaterThan(3);
        assertSameBytes(kept.resolve("run"));
    }

    @Test
    void improve_underALimitOnFiles_endsWithTheSameBytes() throws Exception {
        Path out = folder.resolve("limited");
        int failures = 0;
        for (int blocks : new int[] {1, 4, 6, 9, 2048}) {
            LaunchResult result = run(limited(blocks, improve(out)));
            if (result.exitCode() == 0) {
                break;
            }
            assertFailed(result, out, out);
            failures++;
        }
        assertThat(failures).isGreaterThan(2);
        assertSameBytes(out);
    }

    /** One node cannot write, or not all; the others finish, and it says why it does not. */
    @Test
    void shards_oneOnADiskItCannotWrite_loseNothingAndEndWithTheSameBytes() throws Exception {
        Path out = folder.resolve("shared");
        assertThat(Launcher.ofCheckout().run(improve(out, "--shard=1/2")).exitCode())
                .isZero();
        String[] shard = improve(out, "--shard=0/2");
        Optional<List<String>> namespace = namespace(Files.createDirectories(folder.resolve("mount")));
        if (namespace.isPresent()) {
            List<String> command = new ArrayList<>(namespace.get());
            command.addAll(List.of("sh", "-c", READ_ONLY, "sh", out.toString()));
            command.addAll(tool(shard));
            LaunchResult result = run(command);
            assertFailed(result, out, out);
            assertThat(result.exitCode()).isEqualTo(CANNOT_CREATE);
        } else {
            System.err.println("SKIPPED: a read-only file system: no mount namespace can be made here");
        }
        assertFailed(run(limited(6, shard)), out, out);
        LaunchResult status = Launcher.ofCheckout().run("status", out.toString());
        assertThat(status.out())
                .contains("1 done, 0 running, 1 failed, 0 waiting")
                .contains("5 shirt: failed: " + out.resolve("classes/0005-shirt"));
        LaunchResult partial = Launcher.ofCheckout().run("merge", out.toString());
        assertThat(partial.exitCode()).isEqualTo(75);
        assertThat(partial.out()).contains("Failed: 5 \"shirt\": " + out, "1 of 2 classes merged");
        assertThat(Launcher.ofCheckout().run(shard).exitCode()).isZero();
        assertThat(Launcher.ofCheckout().run("merge", out.toString()).exitCode())
                .isZero();
        assertSameBytes(out);
    }

    @Test
    void sample_underALimitOnFiles_keepsTheEarlierPicture() throws Exception {
        Path picture = folder.resolve("shirt.png");
        String[] command = {"sample", "--class", "shirt", "--threads", "1", "--out", picture.toString()};
        assertThat(Launcher.ofCheckout().run(command).exitCode()).isZero();
        byte[] earlier = Files.readAllBytes(picture);
        command[2] = "coat";
        LaunchResult result = run(limited(2, command));
        assertFailed(result, picture, folder);
        assertThat(picture).hasBinaryContent(earlier);
    }

    /** The features of the images lie in a temporary file, here of more than 64 KiB. */
    @Test
    void evaluate_underALimitOnFiles_namesTheTemporaryFolder() throws Exception {
        Path real = folder.resolve("real");
        RealPictures.write(real, "shirt", 4, 28);
        String[] command = {
            "evaluate", "--class", "shirt", "--real", real.toString(), "--samples", "400", "--cache", "none", "-q"
        };
        LaunchResult result = run(limited(128, command));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(CANNOT_WRITE);
        assertThat(result.err())
                .contains(": writing a temporary file failed: ", "TMPDIR")
                .hasLineCount(1);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void output_toAFullDevice_isAFailure() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no /dev/full here");
        LaunchResult result = run(shell("exec \"$@\" > /dev/full", tool("improve", "--print-config")));
        assertThat(result.err())
                .startsWith("biggan-tune: standard output: writing failed: ")
                .hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(CANNOT_WRITE);
    }

    @Test
    void output_toAReaderThatLeft_isAQuietFailure() throws Exception {
        LaunchResult result = run(shell(
                "(\"$@\"; echo code $? >&2) | true",
                Stream.concat(Stream.of("sh", "-c", "sleep 1; exec \"$@\"", "sh"), tool("improve", "--help").stream())
                        .toList()));
        assertThat(result.err()).isEqualTo("code " + CANNOT_WRITE + "\n");
    }

    /** One line that names a file of the run, and no file half written. */
    private static void assertFailed(LaunchResult result, Path named, Path kept) throws IOException {
        assertThat(result.exitCode()).as(result.err()).isIn(CANNOT_CREATE, CANNOT_WRITE);
        assertThat(result.err()).startsWith("biggan-tune: " + named).hasLineCount(1);
        assertThat(result.out()).isEmpty();
        if (Files.notExists(kept)) {
            return;
        }
        try (Stream<Path> files = Files.walk(kept)) {
            for (Path file : files.toList()) {
                assertThat(file.toString()).doesNotEndWith(".tmp");
                if (file.toString().endsWith(".json")) {
                    new ObjectMapper().readTree(file.toFile());
                }
            }
        }
        Path events = kept.resolve("events.jsonl");
        if (Files.exists(events)) {
            assertThat(Files.readString(events)).matches("(?s)|.*\n");
        }
    }

    private static void assertSameBytes(Path out) {
        for (String file : List.of(
                "events.jsonl",
                "embeddings.npy",
                "classes/0005-shirt/embedding.npy",
                "classes/0005-shirt/before-after.png",
                "classes/0003-coat/embedding.npy",
                "classes/0003-coat/after.png")) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(undisturbed.resolve(file));
        }
        assertThat(out.resolve("classes/0005-shirt/state.bin")).doesNotExist();
    }

    /** The command that gives a process mounts of its own, if there is one. */
    private static Optional<List<String>> namespace(Path disk) throws IOException, InterruptedException {
        for (String option : List.of("-m", "-rm")) {
            List<String> command = List.of("unshare", option);
            List<String> trial = new ArrayList<>(command);
            trial.addAll(List.of("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", disk.toString()));
            if (Files.isExecutable(Path.of("/usr/bin/unshare")) && run(trial).exitCode() == 0) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /** A command whose files may have so many blocks of 512 bytes. */
    private static List<String> limited(int blocks, String... arguments) {
        return shell("ulimit -f " + blocks + "; exec \"$@\"", tool(arguments));
    }

    private static List<String> shell(String script, List<String> command) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        all.addAll(command);
        return all;
    }

    private static List<String> tool(String... arguments) {
        return Launcher.ofCheckout().builder(arguments).command();
    }

    private static LaunchResult run(List<String> command) throws IOException, InterruptedException {
        Launcher launcher = Launcher.of(Path.of(command.get(0))).withLimit(Duration.ofMinutes(2));
        return launcher.run(command.subList(1, command.size()).toArray(String[]::new));
    }

    private static String[] improve(Path out, String... options) {
        List<String> command = new ArrayList<>(List.of("improve", "-q", "--class", "shirt,coat", "--threads", "1"));
        command.addAll(List.of("--out", out.toString(), "--grid", "4", "--iterations", "9", "--evaluate-every", "3"));
        command.addAll(List.of("--batch", "4", "--validation-samples", "8", "--test-samples", "8"));
        command.addAll(List.of("--checkpoint-every", "2", "--collapsed-below", "0", "--initial-noise", "0.05"));
        command.addAll(List.of(options));
        return command.toArray(String[]::new);
    }
}
