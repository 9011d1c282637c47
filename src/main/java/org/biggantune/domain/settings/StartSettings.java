package org.biggantune.domain.settings;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * Where the tunings of a class start. The defaults are in {@code configs/default.yaml}.
 *
 * @param initial which embeddings
 * @param noise standard deviation of the normal noise added to each of them, at least 0
 * @param starts how many tunings, at least 1; where all begin at one place they need noise to differ
 * @param rankingSamples images of each row on which the rows are compared, at least 1
 * @param file the rows of {@link InitialEmbedding#FILE}, and only of it
 */
public record StartSettings(
        InitialEmbedding initial, double noise, int starts, int rankingSamples, Optional<Path> file) {
    /** Checks every range. */
    public StartSettings {
        OptionCheck.all(
                () -> OptionRange.notNegative("--initial-noise", noise),
                () -> OptionRange.within("--starts", starts, 1, OptionRange.MOST_STARTS),
                () -> OptionRange.within("--ranking-samples", rankingSamples, 1, OptionRange.MOST_SAMPLES),
                () -> requireDistinct(initial, noise, starts),
                () -> requireFile(initial, file));
    }

    private static void requireDistinct(InitialEmbedding initial, double noise, int starts) {
        if (starts > 1 && noise == 0 && initial.single()) {
            throw new SettingsConflictException("--starts " + starts
                    + " with --initial-noise 0: all starts would be the same; give noise above 0 or one start");
        }
    }

    private static void requireFile(InitialEmbedding initial, Optional<Path> file) {
        if (initial == InitialEmbedding.FILE && file.isEmpty()) {
            throw new SettingsConflictException(
                    "--initial file without --initial-file: say which .npy file holds the rows to start at");
        }
        if (initial != InitialEmbedding.FILE && file.isPresent()) {
            throw new SettingsConflictException("--initial-file " + file.get() + " with --initial " + initial.label()
                    + ": the file would not be read; give --initial file or --initial-file none");
        }
    }

    /**
     * Requires that no two starts are the same.
     *
     * @param places how many different embeddings there are to start at
     * @param what they are, for the message
     * @throws SettingsConflictException if there are fewer than starts, and no noise
     */
    public void requireDifferent(int places, String what) {
        if (starts > places && noise == 0) {
            throw new SettingsConflictException("--starts " + starts + " with --initial-noise 0: " + what + " has only "
                    + places + (places == 1 ? " row" : " rows")
                    + " to start at; give noise above 0 or as many starts as rows at most");
        }
    }
}
