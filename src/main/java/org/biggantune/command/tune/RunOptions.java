package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Option;

/** The options for the output of a tuning run. */
final class RunOptions {
    private static final int MOST_IMAGES = 1024;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run's folder (default: a new one in runs/). A run with the same settings is resumed.")
    Optional<Path> out;

    @Option(
            names = "--write-generator",
            paramLabel = "FILE",
            description =
                    "Also write the generator with the tuned embeddings. An existing file is refused, unless this run"
                            + " wrote it.")
    Optional<Path> writeGenerator;

    @Option(
            names = "--force",
            fallbackValue = "true",
            description =
                    "Let --write-generator replace an existing file, and accept an --initial-file of another generator.")
    boolean force;

    @Option(
            names = "--grid",
            paramLabel = "N",
            description = "Images in each picture; 0: no pictures (default: ${DEFAULT-VALUE}).")
    int grid;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            description = "Steps between two saved states; a run that was stopped or killed resumes from the last one"
                    + " (default: ${DEFAULT-VALUE}).")
    int checkpointEvery;

    @Option(
            names = "--save-every",
            paramLabel = "STEPS",
            description = "Steps between two pictures of the embedding during tuning, each with the embedding as .npy;"
                    + " 0: none (default: ${DEFAULT-VALUE}).")
    int saveEvery;

    @Option(
            names = "--tensorboard",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Write TensorBoard logs into the run's folder, below tensorboard/: the loss terms of every step, the"
                            + " metrics and samples of every candidate (default: ${DEFAULT-VALUE}).")
    boolean tensorboard;

    @Option(
            names = "--report",
            negatable = true,
            fallbackValue = "true",
            description = "Write report.html into the run's folder at the end (default: ${DEFAULT-VALUE}).")
    boolean report;

    /** Checks all values and reports every invalid one. */
    void check() {
        OptionCheck.all(
                () -> OptionRange.within("--checkpoint-every", checkpointEvery, 1, OptionRange.MOST_STEPS),
                () -> OptionRange.within("--save-every", saveEvery, 0, OptionRange.MOST_STEPS),
                this::checkGrid);
    }

    private void checkGrid() {
        if (grid < 0 || grid > MOST_IMAGES) {
            throw new InvalidOptionException("--grid " + grid + ": expected 0 (no pictures) to " + MOST_IMAGES);
        }
    }
}
