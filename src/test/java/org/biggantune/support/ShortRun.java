package org.biggantune.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs of {@code improve} with a few steps of the demo generator, in the tests' process, and what becomes of their folders. */
public final class ShortRun {
    /** The steps of a class; state and pictures are written at every second one. */
    public static final int STEPS = 8;

    private static final int BROKEN_AT = 6;

    private ShortRun() {}

    /** Tunes classes into a folder. */
    public static ToolRun improve(Path out, String classes, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("improve", "--class", classes, "--out", out));
        arguments.addAll(List.of("--iterations", STEPS, "--steps-per-latents", 1, "--evaluate-every", 4));
        arguments.addAll(List.of("--validation-samples", 12, "--test-samples", 8, "--batch", 4, "--grid", 1));
        arguments.addAll(List.of("--collapsed-below", 0, "--threads", 1, "--checkpoint-every", 2, "--save-every", 2));
        arguments.addAll(List.of(options));
        return ToolRun.of(arguments.toArray());
    }

    /** The same, which has to end well. */
    public static ToolRun improved(Path out, String classes, Object... options) {
        ToolRun run = improve(out, classes, options);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    /**
     * Has the tuning of a class break off in its midst, where its state is a step older than its lines.
     *
     * @param out the folder of a run that has finished another class
     * @param classes those of the command
     * @param folder that of the class that breaks off
     */
    public static void breakOff(Path out, String classes, String folder, Object... options) throws IOException {
        Path obstacle = out.resolve("classes").resolve(folder).resolve("steps/00-000000" + BROKEN_AT + ".png");
        Files.createDirectories(obstacle);
        assertThat(improve(out, classes, options).exitCode()).isEqualTo(73);
        Files.delete(obstacle);
        assertThat(out.resolve("classes").resolve(folder).resolve("state.bin")).isNotEmptyFile();
    }

    /** Copies a run's folder. */
    public static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return to;
    }

    /** All files of a folder, by their names in it, that every run of the same settings leaves alike. */
    public static List<Path> alike(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !List.of(
                                    "run.json", "run.log", "result.json", "merge.json", "merge.csv", "report.html")
                            .contains(file.getFileName().toString()))
                    .filter(file -> !file.getFileName().toString().matches("\\.claim-.*|shard-.*\\.log"))
                    .map(out::relativize)
                    .sorted()
                    .toList();
        }
    }

    /** Requires two runs to have left the same. */
    public static void assertSameBytes(Path found, Path expected) throws IOException {
        assertThat(alike(found)).isEqualTo(alike(expected));
        for (Path file : alike(expected)) {
            assertThat(found.resolve(file)).hasSameBinaryContentAs(expected.resolve(file));
        }
    }
}
