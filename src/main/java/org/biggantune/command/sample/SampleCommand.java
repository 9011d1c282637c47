package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.biggantune.cli.ConfigOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.LoggingOptions;
import org.biggantune.cli.ModelDeviceOptions;
import org.biggantune.cli.PrecisionOptions;
import org.biggantune.cli.TerminalProgress;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sample}: draws images of classes. */
@Command(
        name = "sample",
        header = "Draw images of classes or embeddings",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Draws images of classes, or of embeddings from a file. A seed gives the same latents for every"
                + " class, so that classes can be compared; several classes get one row each.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune sample --class shirt --seeds 0-15 --out shirt.png",
            "  biggan-tune sample --class shirt,coat --seeds 0-7 --truncation 0.5",
            "  biggan-tune sample --run runs/improve-shirt-001 --out tuned.png",
            "  biggan-tune sample --embedding embedding.npy --seeds 0-99 --out images/",
            "  biggan-tune sample --latents z.npy --embedding y.npy --raw images.npy"
        })
public final class SampleCommand implements Callable<Integer> {
    private final InstallDir home;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--generator",
            paramLabel = "NAME|FILE",
            description = "The generator: a shipped model or a file (default: ${DEFAULT-VALUE}).")
    private String generator;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description =
                    "Draw the tuned rows of a run, of --class or all, through the generator that it tuned and, where"
                            + " they have one, their noise layers.")
    private Path run;

    @Option(
            names = "--class",
            split = "\n", // items of a YAML list
            hideParamSyntax = true,
            paramLabel = "CLASS",
            description =
                    "What to draw: an index (508), a list (3,7,10-12), a name (\"great grey owl\"), @FILE or all.")
    private List<String> classes;

    @Option(
            names = "--embedding",
            paramLabel = "FILE",
            description = "Draw these embeddings in place of a class: an array [n, embedding size], or one row for all"
                    + " images, as .npy, .npz or safetensors. Rows that are recorded to belong to another generator are"
                    + " refused.")
    private Path embedding;

    @Option(
            names = "--force",
            fallbackValue = "true",
            description = "Draw the rows of --embedding with another generator than they were tuned on.")
    private boolean force;

    @Option(
            names = "--seeds",
            paramLabel = "LIST",
            description = "One image a seed, as in 0,1,4-6 (default: ${DEFAULT-VALUE}).")
    private String seeds;

    @Option(
            names = "--latents",
            paramLabel = "FILE",
            description =
                    "Use these latents in place of seeds: an array [n, latent size] as .npy, .npz or safetensors.")
    private Path latents;

    @Option(
            names = "--noise-layer",
            paramLabel = "FILE",
            description =
                    "Send latents through this layer first: a .npy array [d, d + 1], W and b; none: no layer, auto:"
                            + " the noise-layer.npy beside the file of --embedding, if there is one (default: ${DEFAULT-VALUE}).")
    private String noiseLayer;

    @Option(
            names = "--truncation",
            paramLabel = "FACTOR",
            description = "Draw latents from the normal distribution truncated to [-2, 2], times this factor, above 0"
                    + " and up to 2, as DeepMind's models are sampled (default: the generator's own, or not truncated,"
                    + " N(0, 1)).")
    private Double truncation;

    @Option(
            names = "--out",
            paramLabel = "FILE|DIR",
            description = "A .png file for one contact sheet, or a folder for a file an image (default:"
                    + " samples/CLASS.png). Existing pictures are replaced.")
    private Path out;

    @Option(
            names = "--grid",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "With a folder: write the contact sheet grid.png too, or not (default: ${DEFAULT-VALUE}).")
    private boolean grid;

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Write the images' numbers as a float32 .npy array [n, 3, r, r] in [-1, 1]; without --out"
                    + " nothing else is written.")
    private Path raw;

    @Mixin
    private PrecisionOptions precision;

    @Mixin
    private ModelDeviceOptions device;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli knows it; its values are read elsewhere.
    private ConfigOptions config;

    @Mixin
    private LoggingOptions logging;

    public SampleCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        if (latents != null && spec.commandLine().getParseResult().hasMatchedOption("--seeds")) {
            throw new InvalidOptionException("--seeds and --latents exclude each other; give one of them");
        }
        SampleRequest request = new SampleRequest(
                home,
                generator,
                Optional.ofNullable(run),
                classes == null ? List.of() : classes,
                Optional.ofNullable(embedding),
                force,
                seeds,
                Optional.ofNullable(latents),
                noiseLayer,
                truncation == null ? OptionalDouble.empty() : OptionalDouble.of(truncation),
                Optional.ofNullable(out),
                Optional.ofNullable(raw),
                grid,
                precision.precision(),
                device.device(),
                device.threads());
        SampleRun sampling =
                new SampleRun(request, TerminalProgress.on(spec.commandLine().getErr(), logging.quiet()));
        sampling.execute().forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return ExitCode.DONE.code();
    }
}
