package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Option;

/** What a tuning run leaves, where, and how it is told. */
final class RunOptions {
    private static final int MOST_IMAGES = 1024;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run's folder (default: a new one in runs/). A folder of the same settings is continued.")
    Optional<Path> out;

    @Option(
            names = "--write-generator",
            paramLabel = "FILE",
            description =
                    "Also write the generator with the tuned embeddings in place. A file that is there already is refused,"
                            + " unless this run wrote it.")
    Optional<Path> writeGenerator;

    @Option(
            names = "--force",
            fallbackValue = "true",
            description =
                    "Let --write-generator replace a file that is there already, and --initial-file hold embeddings of another"
                            + " generator.")
    boolean force;

    @Option(
            names = "--grid",
            paramLabel = "N",
            description = "Images in each picture; 0: no pictures (default: ${DEFAULT-VALUE}).")
    int grid;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            description = "Steps between two saved states; a run that was stopped or killed goes on from the last one"
                    + " (default: ${DEFAULT-VALUE}).")
    int checkpointEvery;

    @Option(
            names = "--save-every",
            paramLabel = "STEPS",
            description = "Steps between two pictures of the embedding under way, with the embedding as .npy beside"
                    + " each; 0: none (default: ${DEFAULT-VALUE}).")
    int saveEvery;

    @Option(
            names = "--tensorboard",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Write what TensorBoard shows into the run's folder, below tensorboard/: numbers of every step,"
                            + " measures and samples of every candidate (default: ${DEFAULT-VALUE}).")
    boolean tensorboard;

    @Option(
            names = "--report",
            negatable = true,
            fallbackValue = "true",
            description =
                    "Write the page report.html into the run's folder at the end, or not (default: ${DEFAULT-VALUE}).")
    boolean report;

    /** Refuses what is out of its range, all of it at once. */
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
