package org.biggantune.domain;

import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;

/** Runs related option checks and reports all failures, not only the first. */
public final class OptionCheck {
    private OptionCheck() {}

    /**
     * Runs all checks.
     *
     * @param checks each returns or throws an {@link InvalidOptionException} or a {@link SettingsConflictException},
     *     possibly with suppressed ones
     * @throws BigganTuneException the first failure, with all others as suppressed exceptions
     */
    public static void all(Runnable... checks) {
        BigganTuneException first = null;
        for (Runnable check : checks) {
            try {
                check.run();
            } catch (InvalidOptionException | SettingsConflictException e) {
                if (first == null) {
                    first = e;
                } else {
                    join(first, e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Adds a failure and its suppressed ones, in order. */
    private static void join(BigganTuneException first, BigganTuneException next) {
        first.addSuppressed(next);
        for (Throwable suppressed : next.getSuppressed()) {
            first.addSuppressed(suppressed);
        }
    }
}
