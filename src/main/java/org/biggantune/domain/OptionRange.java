package org.biggantune.domain;

import org.biggantune.domain.failure.InvalidOptionException;

/** Checks the ranges of numeric options. */
public final class OptionRange {
    /** The limit of images, latents or inputs to measure on: twice the usual 50,000 of an FID. */
    public static final int MOST_SAMPLES = 100_000;

    /** The limit of latents in a batch; BigGAN was trained with 2,048. */
    public static final int MOST_BATCH = 65_536;

    /** The limit of steps of any kind. */
    public static final int MOST_STEPS = 1_000_000;

    /** The limit of starts of a class. */
    public static final int MOST_STARTS = 10_000;

    /** The limit of threads and of parts processed in parallel. */
    public static final int MOST_THREADS = 1024;

    private OptionRange() {}

    /**
     * Requires a finite number above 0.
     *
     * @param option the option's name, for the message
     * @throws InvalidOptionException for any other value
     */
    public static void positive(String option, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InvalidOptionException(option + " " + value + ": expected a number above 0");
        }
    }

    /**
     * Requires a finite number of 0 or more.
     *
     * @param option the option's name, for the message
     * @throws InvalidOptionException for any other value
     */
    public static void notNegative(String option, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new InvalidOptionException(option + " " + value + ": expected 0 or more");
        }
    }

    /**
     * Requires a number from 0 to 1.
     *
     * @param option the option's name, for the message
     * @throws InvalidOptionException for any other value
     */
    public static void share(String option, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidOptionException(option + " " + value + ": expected 0 to 1");
        }
    }

    /**
     * Requires an integer within a range. Upper limits reject counts that would exceed any machine's memory or time.
     *
     * @param option the option's name, for the message
     * @throws InvalidOptionException for any other value
     */
    public static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidOptionException(option + " " + value + ": expected " + least + " to " + most);
        }
    }

    /**
     * Requires an even number from 2 to a limit.
     *
     * @param option the option's name, for the message
     * @throws InvalidOptionException for any other value
     */
    public static void even(String option, int value, int most) {
        if (value < 2 || value % 2 != 0 || value > most) {
            throw new InvalidOptionException(option + " " + value + ": expected an even number from 2 to " + most);
        }
    }
}
