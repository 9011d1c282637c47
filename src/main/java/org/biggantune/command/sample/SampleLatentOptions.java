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

/** The latents that images are drawn from. */
final class SampleLatentOptions {
    private static final double GREATEST_TRUNCATION = 2;
    private static final String AUTO = "auto";
    private static final String SEEDS = "--seeds";

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
    Optional<Path> file;

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

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The factors of truncated latents, each once; empty: the generator's own. */
    List<Double> truncations() {
        return truncation.stream().distinct().toList();
    }

    /** Whether a row of a run goes with the noise layer that was trained with it, and an embedding with the one beside it. */
    boolean ownNoiseLayer() {
        return noiseLayer.equals(AUTO);
    }

    /**
     * The file of the noise layer that latents pass, if they pass one that is not a run's.
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

    /** Refuses what can be refused without files, all of it at once. */
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
            throw new InvalidOptionException("--seeds and --latents exclude each other; give one of them");
        }
    }
}
