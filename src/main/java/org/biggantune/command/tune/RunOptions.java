package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.cli.ComputeOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.settings.TuningSettings;
import picocli.CommandLine.Option;

/** What a tuning run leaves, where, and how it is told. */
final class RunOptions {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run's folder (default: a new one in runs/). A folder of the same settings is continued.")
    private Path out;

    @Option(
            names = "--write-generator",
            paramLabel = "FILE",
            description =
                    "Also write the generator with the tuned rows in place. A file that is there already is refused,"
                            + " unless this run wrote it.")
    private Path writeGenerator;

    @Option(
            names = "--force",
            fallbackValue = "true",
            description =
                    "Let --write-generator replace a file that is there already, and --initial-file hold rows of another"
                            + " generator.")
    private boolean force;

    @Option(
            names = "--grid",
            paramLabel = "N",
            description = "Images in each picture; 0: no pictures (default: ${DEFAULT-VALUE}).")
    private int grid;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            description = "Steps between two saved states; a run that was stopped or killed goes on from the last one"
                    + " (default: ${DEFAULT-VALUE}).")
    private int checkpointEvery;

    @Option(
            names = "--save-every",
            paramLabel = "STEPS",
            description = "Steps between two pictures of the embedding under way, with the embedding as .npy beside"
                    + " each; 0: none (default: ${DEFAULT-VALUE}).")
    private int saveEvery;

    ImproveRequest request(
            InstallDir home, List<String> classes, ModelOptions models, TuningSettings tuning, ComputeOptions compute) {
        return new ImproveRequest(
                home,
                classes,
                models.generator(),
                models.classifier(),
                models.judge(),
                tuning,
                Optional.ofNullable(out),
                Optional.ofNullable(writeGenerator),
                force,
                grid,
                checkpointEvery,
                saveEvery,
                compute.precision(),
                compute.device(),
                compute.threads());
    }
}
