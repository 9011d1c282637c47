package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.cli.ClassOptions;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.image.PictureFormat;
import org.biggantune.io.MessageText;
import org.biggantune.runfolder.NoiseLayerFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code sample} is asked to do. */
final class SampleOptions {
    private static final double GREATEST_TRUNCATION = 2;
    private static final String AUTO = "auto";
    private static final String SEEDS = "--seeds";
    private static final String INTERPOLATE = "--interpolate";
    private static final String FORMAT = "--format";
    private static final int MOST_STEPS = 10_000;

    final InstallDir home;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator: a shipped model or a file (default: ${DEFAULT-VALUE}).")
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

    @Option(
            names = SEEDS,
            paramLabel = "LIST",
            description = "One image a seed, as in 0,1,4-6 (default: ${DEFAULT-VALUE}).")
    String seeds;

    @Option(
            names = "--latents",
            paramLabel = "FILE",
            description =
                    "Use these latents in place of seeds: an array [n, latent size] as .npy, .npz or safetensors.")
    Optional<Path> latents;

    @Option(
            names = "--noise-layer",
            paramLabel = "FILE",
            description =
                    "Send latents through this layer first: a .npy array [d, d + 1], W and b; none: no layer, auto:"
                            + " the noise-layer.npy beside the file of --embedding, if there is one (default: ${DEFAULT-VALUE}).")
    private String noiseLayer;

    @Option(
            names = "--truncation",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "FACTOR",
            description = "Draw latents from the normal distribution truncated to [-2, 2], times this factor, above 0"
                    + " and up to 2, as DeepMind's models are sampled (default: the generator's own, or not truncated,"
                    + " N(0, 1)). Several with commas between them, as in 0.2,0.5,1: a row of the same seeds for each.")
    private List<Double> truncation = List.of();

    @Option(
            names = INTERPOLATE,
            paramLabel = "N",
            description = "Go from each class to the next, or with --run from a class's embedding before tuning to that"
                    + " after it, or from each row of --embedding to the next, in N rows, both ends counted; 0: only the"
                    + " classes themselves (default: ${DEFAULT-VALUE}).")
    int interpolate;

    @Option(
            names = "--out",
            paramLabel = "FILE|DIR",
            description =
                    "A .png or .jpg file for one contact sheet, a .gif file for an animation of several rows, or a"
                            + " folder for a file an image (default: samples/CLASS.png). Existing pictures are replaced.")
    Optional<Path> out;

    @Option(
            names = FORMAT,
            paramLabel = "png|jpg",
            description = "With a folder: what its pictures are (default: ${DEFAULT-VALUE}).")
    private String format;

    @Option(
            names = "--grid",
            negatable = true,
            fallbackValue = "true",
            description =
                    "With a folder: write the contact sheet grid.png or grid.jpg too, or not (default: ${DEFAULT-VALUE}).")
    boolean grid;

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Write the images' numbers as a float32 .npy array [n, 3, r, r] in [-1, 1]; without --out"
                    + " nothing else is written.")
    Optional<Path> raw;

    @Mixin
    ComputeOptions compute;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    SampleOptions(InstallDir home) {
        this.home = home;
    }

    /** The factors of truncated latents, each once; empty: the generator's own. */
    List<Double> truncations() {
        return truncation.stream().distinct().toList();
    }

    /** How a folder's pictures are written. */
    PictureFormat format() {
        return switch (format) {
            case "png" -> PictureFormat.PNG;
            case "jpg" -> PictureFormat.JPEG;
            default ->
                throw new InvalidOptionException(FORMAT + " " + MessageText.quoted(format) + ": expected png or jpg");
        };
    }

    /** Whether a row of a run goes with the noise layer that was trained with it, and an embedding with the one beside it. */
    boolean ownNoiseLayer() {
        return noiseLayer.equals(AUTO);
    }

    /** The file of the noise layer that latents pass, if they pass one that is not a run's. */
    Optional<Path> noiseLayer() {
        return switch (noiseLayer) {
            case "none" -> Optional.empty();
            case AUTO -> embedding.flatMap(NoiseLayerFile::beside);
            default -> Optional.of(PathOption.parse("--noise-layer", noiseLayer));
        };
    }

    /** Refuses what can be refused without files, all of it at once. */
    void check() {
        OptionCheck.all(
                this::checkWhat,
                this::checkTruncation,
                this::checkInterpolation,
                this::checkLatents,
                this::format,
                compute::check);
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

    private void checkTruncation() {
        for (double factor : truncation) {
            if (!(factor > 0 && factor <= GREATEST_TRUNCATION)) {
                throw new InvalidOptionException("--truncation " + factor + ": expected a number above 0 and up to 2");
            }
        }
        if (!truncation.isEmpty() && latents.isPresent()) {
            throw new InvalidOptionException("--truncation has no effect on --latents; leave one of them out");
        }
    }

    private void checkInterpolation() {
        if (interpolate != 0 && (interpolate < 2 || interpolate > MOST_STEPS)) {
            throw new InvalidOptionException(INTERPOLATE + " " + interpolate + ": expected 0 or a number from 2 to "
                    + MOST_STEPS + ", both ends counted");
        }
        if (interpolate > 0 && truncations().size() > 1) {
            throw new InvalidOptionException(
                    INTERPOLATE + " and several values of --truncation exclude each other; give one of them");
        }
    }

    private void checkLatents() {
        if (latents.isPresent() && command.commandLine().getParseResult().hasMatchedOption(SEEDS)) {
            throw new InvalidOptionException("--seeds and --latents exclude each other; give one of them");
        }
    }
}
