package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.domain.settings.StartSettings;
import picocli.CommandLine.Option;

/** Where tuning starts, and how often; every default is in {@code configs/default.yaml}. */
final class StartOptions {
    /** The value that stands for no file. */
    private static final String NONE = "none";

    @Option(
            names = "--initial",
            paramLabel = "KIND",
            description =
                    "Where tuning starts: ${COMPLETION-CANDIDATES}. target: the class's own embedding; mean: the mean"
                            + " of all; top: those that the classifier already takes for the class most, the best one"
                            + " first; random: any, chosen at random; gaussian: standard normal numbers, which need"
                            + " --weight-decay to come back into the range; file: those of --initial-file"
                            + " (default: ${DEFAULT-VALUE}).")
    private InitialEmbedding initial;

    @Option(
            names = "--initial-file",
            paramLabel = "FILE",
            description = "For --initial file: a .npy array [k, D] or [D] of float32 or float64, D the length of an"
                    + " embedding. Start i begins at row i, counted round (default: ${DEFAULT-VALUE}).")
    private Path initialFile;

    @Option(
            names = "--initial-noise",
            paramLabel = "STD",
            description = "Standard deviation of noise on the starting embedding, 0 or more"
                    + " (default: ${DEFAULT-VALUE}).")
    private double initialNoise;

    @Option(
            names = "--starts",
            paramLabel = "N",
            description = "Tunings with other beginnings or other noise, 1 or more; the best counts"
                    + " (default: ${DEFAULT-VALUE}).")
    private int starts;

    @Option(
            names = "--ranking-samples",
            paramLabel = "N",
            description = "Images of each of the generator's classes on which their embeddings are compared, to find"
                    + " those nearest to a class, 1 or more (default: ${DEFAULT-VALUE}).")
    private int rankingSamples;

    StartSettings settings() {
        Optional<Path> file =
                Optional.ofNullable(initialFile).filter(path -> !path.toString().equals(NONE));
        return new StartSettings(initial, initialNoise, starts, rankingSamples, file);
    }
}
