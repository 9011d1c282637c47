package org.biggantune.domain.settings;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;
import org.biggantune.domain.failure.SettingsConflictException;

/**
 * The initial embeddings of the starts of a class. The defaults are in {@code configs/default.yaml}.
 *
 * @param initial the kind of initial embedding
 * @param noise the standard deviation of the normal noise added to each, at least 0
 * @param starts the number of starts, at least 1; noise is required if they would all be the same
 * @param rankingSamples the images per embedding for {@link InitialEmbedding#TOP}, at least 1
 * @param file the file of {@link InitialEmbedding#FILE}; empty for all other kinds
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
                    "--initial file without --initial-file: give the .npy file with the initial embeddings");
        }
        if (initial != InitialEmbedding.FILE && file.isPresent()) {
            throw new SettingsConflictException("--initial-file " + file.get() + " with --initial " + initial.label()
                    + ": the file would not be read; give --initial file or --initial-file none");
        }
    }

    /**
     * Requires that all starts differ.
     *
     * @param available the number of different initial embeddings
     * @param what the source of the embeddings, for the message
     * @throws SettingsConflictException if there are fewer embeddings than starts and no noise
     */
    public void requireDifferent(int available, String what) {
        if (starts > available && noise == 0) {
            throw new SettingsConflictException("--starts " + starts + " with --initial-noise 0: " + what + " has only "
                    + available + (available == 1 ? " embedding" : " embeddings")
                    + " to start at; give noise above 0 or at most " + available + " starts");
        }
    }
}
