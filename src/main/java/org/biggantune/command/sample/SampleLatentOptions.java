package org.biggantune.command.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.PathOption;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.runfolder.NoiseLayerFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options for the latents that images are drawn from. */
final class SampleLatentOptions {
    private static final double GREATEST_TRUNCATION = 2;
    private static final String AUTO = "auto";
    private static final String SEEDS = "--seeds";

    @Option(
            names = SEEDS,
            paramLabel = "LIST",
            description = "One image per seed, as in 0,1,4-6 (default: ${DEFAULT-VALUE}).")
    String seeds;

    @Option(
            names = "--latents",
            paramLabel = "FILE",
            description = "Use these latents instead of seeds: an array [n, latent size] as .npy, .npz or safetensors.")
    Optional<Path> file;

    @Option(
            names = "--noise-layer",
            paramLabel = "FILE",
            description =
                    "Apply this linear layer to the latents: a .npy array [d, d + 1], W and b; none: no layer; auto:"
                            + " the noise-layer.npy in the folder of --embedding, if any (default: ${DEFAULT-VALUE}).")
    private String noiseLayer;

    @Option(
            names = "--truncation",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "FACTOR",
            description = "Draw latents from the normal distribution truncated to [-2, 2] and multiply them by this"
                    + " factor, above 0 and up to 2, as for DeepMind's models (default: the generator's own, else N(0, 1)"
                    + " without truncation). Several factors, as in 0.2,0.5,1, give a row each, with the same seeds.")
    private List<Double> truncation = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Returns the distinct truncation factors; empty for the generator's own. */
    List<Double> truncations() {
        return truncation.stream().distinct().toList();
    }

    /** Returns whether each embedding is used with the noise layer trained with it. */
    boolean ownNoiseLayer() {
        return noiseLayer.equals(AUTO);
    }

    /**
     * Returns the file of the noise layer, if there is one other than those of a run.
     *
     * @param embedding the file of {@code --embedding}
     */
    Optional<Path> noiseLayer(Optional<Path> embedding) {
        return switch (noiseLayer) {
            case "none" -> Optional.empty();
            case AUTO -> embedding.flatMap(NoiseLayerFile::beside);
            default -> Optional.of(PathOption.parse("--noise-layer", noiseLayer));
        };
    }

    /** Checks everything that can be checked without files and reports every error. */
    void check() {
        OptionCheck.all(this::checkTruncation, this::checkSeeds);
    }

    private void checkTruncation() {
        for (double factor : truncation) {
            if (!(factor > 0 && factor <= GREATEST_TRUNCATION)) {
                throw new InvalidOptionException("--truncation " + factor + ": expected a number above 0 and up to 2");
            }
        }
        if (!truncation.isEmpty() && file.isPresent()) {
            throw new InvalidOptionException("--truncation has no effect on --latents; leave one of them out");
        }
    }

    private void checkSeeds() {
        if (file.isPresent() && command.commandLine().getParseResult().hasMatchedOption(SEEDS)) {
            throw new InvalidOptionException("--seeds and --latents are mutually exclusive; give one of them");
        }
    }
}
