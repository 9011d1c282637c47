package org.biggantune.domain;

import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.domain.failure.SettingsConflictException;

/** Checks of options that belong together, so that a user is told everything that is wrong and not the first of it. */
public final class OptionCheck {
    private OptionCheck() {}

    /**
     * Runs all checks.
     *
     * @param checks each throws an {@link InvalidOptionException} or a {@link SettingsConflictException}, which may carry
     *     others as suppressed ones, or returns
     * @throws BigganTuneException the first that was thrown, with all others as suppressed ones
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

    /** Keeps what a failure carries in the order in which it was found. */
    private static void join(BigganTuneException first, BigganTuneException next) {
        first.addSuppressed(next);
        for (Throwable carried : next.getSuppressed()) {
            first.addSuppressed(carried);
        }
    }
}
