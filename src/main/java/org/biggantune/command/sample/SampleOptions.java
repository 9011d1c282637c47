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

/** The options of {@code sample}. */
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
                    "Draw the tuned embeddings of a run, those of --class or all, with the run's generator and, if"
                            + " they have any, their noise layers.")
    Optional<Path> run;

    @Mixin
    ClassOptions classes;

    @Option(
            names = "--embedding",
            paramLabel = "FILE",
            description = "Draw these embeddings instead of a class: an array [n, embedding size], or one row for all"
                    + " images, as .npy, .npz or safetensors. Embeddings recorded as tuned on another generator are"
                    + " refused.")
    Optional<Path> embedding;

    @Option(
            names = "--force",
            fallbackValue = "true",
            description = "Use --embedding also with another generator than it was tuned on.")
    boolean force;

    @Mixin
    SampleLatentOptions latents;

    @Option(
            names = INTERPOLATE,
            paramLabel = "N",
            description = "Interpolate from each class to the next, with --run from the embedding before tuning to the"
                    + " one after it, or from each row of --embedding to the next, in N rows including both ends; 0: no"
                    + " interpolation (default: ${DEFAULT-VALUE}).")
    int interpolate;

    @Mixin
    SampleOutputOptions output;

    @Mixin
    ComputeOptions compute;

    SampleOptions(InstallDir home) {
        this.home = home;
    }

    /** Checks everything that can be checked without files and reports every error. */
    void check() {
        OptionCheck.all(this::checkWhat, latents::check, this::checkInterpolation, output::check, compute::check);
    }

    private void checkWhat() {
        boolean none = classes.expressions().isEmpty();
        if (none && embedding.isEmpty() && run.isEmpty()) {
            throw new InvalidOptionException("nothing to sample; give --class, --run or --embedding");
        }
        if (embedding.isPresent() && !(none && run.isEmpty())) {
            throw new InvalidOptionException((run.isPresent() ? "--run" : "--class")
                    + " and --embedding are mutually exclusive; give one of them");
        }
    }

    /** Returns the file of the noise layer, if there is one other than those of a run. */
    Optional<Path> noiseLayer() {
        return latents.noiseLayer(embedding);
    }

    private void checkInterpolation() {
        if (interpolate != 0 && (interpolate < 2 || interpolate > MOST_STEPS)) {
            throw new InvalidOptionException(INTERPOLATE + " " + interpolate + ": expected 0 or a number from 2 to "
                    + MOST_STEPS + ", including both ends");
        }
        if (interpolate > 0 && latents.truncations().size() > 1) {
            throw new InvalidOptionException(
                    INTERPOLATE + " and several values of --truncation are mutually exclusive; give one of them");
        }
    }
}
