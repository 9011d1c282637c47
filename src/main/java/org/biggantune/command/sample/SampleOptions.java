package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.cli.ClassOptions;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.command.models.ModelCatalog;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code sample} is asked to do. */
final class SampleOptions {
    private static final String INTERPOLATE = "--interpolate";
    private static final int MOST_STEPS = 10_000;

    final InstallDir home;

    @Option(names = "--generator", paramLabel = "NAME|FILE", description = ModelCatalog.GENERATOR)
    String generator;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description =
                    "Draw the tuned rows of a run, of --class or all, through the generator that it tuned and, where"
                            + " they have one, their noise layers.")
    Optional<Path> run;

    @Mixin
    ClassOptions classes;

    @Option(
            names = "--embedding",
            paramLabel = "FILE",
            description = "Draw these embeddings in place of a class: an array [n, embedding size], or one row for all"
                    + " images, as .npy, .npz or safetensors. Rows that are recorded to belong to another generator are"
                    + " refused.")
    Optional<Path> embedding;

    @Option(
            names = "--force",
            fallbackValue = "true",
            description = "Draw the rows of --embedding with another generator than they were tuned on.")
    boolean force;

    @Mixin
    SampleLatentOptions latents;

    @Option(
            names = INTERPOLATE,
            paramLabel = "N",
            description = "Go from each class to the next, or with --run from a class's embedding before tuning to that"
                    + " after it, or from each row of --embedding to the next, in N rows, both ends counted; 0: only the"
                    + " classes themselves (default: ${DEFAULT-VALUE}).")
    int interpolate;

    @Mixin
    SampleOutputOptions output;

    @Mixin
    ComputeOptions compute;

    SampleOptions(InstallDir home) {
        this.home = home;
    }

    /** Refuses what can be refused without files, all of it at once. */
    void check() {
        OptionCheck.all(this::checkWhat, latents::check, this::checkInterpolation, output::format, compute::check);
    }

    private void checkWhat() {
        boolean none = classes.expressions().isEmpty();
        if (none && embedding.isEmpty() && run.isEmpty()) {
            throw new InvalidOptionException(
                    "what to sample is missing; give --class, --run, or --embedding with a file of its own");
        }
        if (embedding.isPresent() && !(none && run.isEmpty())) {
            throw new InvalidOptionException(
                    (run.isPresent() ? "--run" : "--class") + " and --embedding exclude each other; give one of them");
        }
    }

    private void checkInterpolation() {
        if (interpolate != 0 && (interpolate < 2 || interpolate > MOST_STEPS)) {
            throw new InvalidOptionException(INTERPOLATE + " " + interpolate + ": expected 0 or a number from 2 to "
                    + MOST_STEPS + ", both ends counted");
        }
        if (interpolate > 0 && latents.truncations().size() > 1) {
            throw new InvalidOptionException(
                    INTERPOLATE + " and several values of --truncation exclude each other; give one of them");
        }
    }
}
