package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.domain.settings.StartSettings;
import picocli.CommandLine.Option;

/** The options for starting points; the defaults are in {@code configs/default.yaml}. */
final class StartOptions {
    /** The option's value for no file. */
    private static final String NONE = "none";

    @Option(
            names = "--initial",
            paramLabel = "KIND",
            description =
                    "Where tuning starts: ${COMPLETION-CANDIDATES}. target: the embedding of the class; mean: the mean"
                            + " of all embeddings; top: the embeddings with the highest probability for the class, best"
                            + " first; random: embeddings chosen at random; gaussian: standard normal numbers, which"
                            + " need --weight-decay to return into the range; file: those of --initial-file"
                            + " (default: ${DEFAULT-VALUE}).")
    private InitialEmbedding initial;

    @Option(
            names = "--initial-file",
            paramLabel = "FILE",
            description = "For --initial file: a .npy array [k, D] or [D] of float32 or float64, where D is the length"
                    + " of an embedding. Start i uses row i modulo k (default: ${DEFAULT-VALUE}).")
    private Path initialFile;

    @Option(
            names = "--initial-noise",
            paramLabel = "STD",
            description =
                    "Standard deviation of the noise added to the starting embedding" + " (default: ${DEFAULT-VALUE}).")
    private double initialNoise;

    @Option(
            names = "--starts",
            paramLabel = "N",
            description = "Independent starts with different embeddings or noise; the best result is kept"
                    + " (default: ${DEFAULT-VALUE}).")
    private int starts;

    @Option(
            names = "--ranking-samples",
            paramLabel = "N",
            description = "Samples of each of the generator's classes for ranking their embeddings by the probability"
                    + " for a class (default: ${DEFAULT-VALUE}).")
    private int rankingSamples;

    StartSettings settings() {
        Optional<Path> file =
                Optional.ofNullable(initialFile).filter(path -> !path.toString().equals(NONE));
        return new StartSettings(initial, initialNoise, starts, rankingSamples, file);
    }
}
