package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.settings.TuningSettings;

/**
 * What {@code improve} is asked to do.
 *
 * @param home where shipped models lie
 * @param classes expressions that select classes
 * @param generator a model's name or file
 * @param classifier a model's name or file
 * @param judge a model's name or file, if there is to be a judge
 * @param tuning how to tune
 * @param out the run's folder, if the user names one
 * @param writeGenerator where to write the generator with tuned rows, if wanted
 * @param force whether that file may replace another one
 * @param grid images in a picture, 0 for no pictures
 * @param checkpointEvery steps between two states from which a stopped run goes on
 * @param saveEvery steps between two pictures of an embedding under way, 0 for none
 * @param precision what models compute in; empty: each as it was imported
 * @param device where to run
 * @param threads threads of one operation
 */
public record ImproveRequest(
        InstallDir home,
        List<String> classes,
        String generator,
        String classifier,
        Optional<String> judge,
        TuningSettings tuning,
        Optional<Path> out,
        Optional<Path> writeGenerator,
        boolean force,
        int grid,
        int checkpointEvery,
        int saveEvery,
        Optional<Precision> precision,
        DeviceChoice device,
        OptionalInt threads) {
    private static final int MOST_IMAGES = 1024;

    /** Copies the expressions and checks the numbers. */
    public ImproveRequest {
        classes = List.copyOf(classes);
        OptionRange.within("--checkpoint-every", checkpointEvery, 1, OptionRange.MOST_STEPS);
        OptionRange.within("--save-every", saveEvery, 0, OptionRange.MOST_STEPS);
        if (grid < 0 || grid > MOST_IMAGES) {
            throw new InvalidOptionException("--grid " + grid + ": expected 0 (no pictures) to " + MOST_IMAGES);
        }
        if (tuning.noiseLayer() && writeGenerator.isPresent()) {
            throw new SettingsConflictException("--write-generator " + writeGenerator.get() + " with --noise-layer: the"
                    + " file has no place for the classes' layers, and without them the tuned rows draw other images;"
                    + " leave one of them out");
        }
    }
}
