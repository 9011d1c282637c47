package org.biggantune.domain;

import org.biggantune.domain.failure.InvalidOptionException;

/** The ranges of numbers that options give. */
public final class OptionRange {
    /** The most images, latents or inputs that anything is measured on: twice what an FID is usually told for. */
    public static final int MOST_SAMPLES = 100_000;

    /** The most latents of a batch; BigGAN was trained with 2,048. */
    public static final int MOST_BATCH = 65_536;

    /** The most steps of any kind. */
    public static final int MOST_STEPS = 1_000_000;

    /** The most starts of a class. */
    public static final int MOST_STARTS = 10_000;

    /** The most threads, and of parts that are worked on side by side. */
    public static final int MOST_THREADS = 1024;

    private OptionRange() {}

    /**
     * Requires a finite number above 0.
     *
     * @param option its name, for the message
     * @throws InvalidOptionException for any other
     */
    public static void positive(String option, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InvalidOptionException(option + " " + value + ": expected a number above 0");
        }
    }

    /**
     * Requires a finite number of 0 or more.
     *
     * @param option its name, for the message
     * @throws InvalidOptionException for any other
     */
    public static void notNegative(String option, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new InvalidOptionException(option + " " + value + ": expected 0 or more");
        }
    }

    /**
     * Requires a number from 0 to 1.
     *
     * @param option its name, for the message
     * @throws InvalidOptionException for any other
     */
    public static void share(String option, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidOptionException(option + " " + value + ": expected 0 to 1");
        }
    }

    /**
     * Requires a number that is neither too small nor too large: what is counted in options takes memory and time, and
     * what takes more than any machine has is better told at once.
     *
     * @param option its name, for the message
     * @throws InvalidOptionException for any other
     */
    public static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidOptionException(option + " " + value + ": expected " + least + " to " + most);
        }
    }

    /**
     * Requires an even number from 2 on that is not too large.
     *
     * @param option its name, for the message
     * @throws InvalidOptionException for any other
     */
    public static void even(String option, int value, int most) {
        if (value < 2 || value % 2 != 0 || value > most) {
            throw new InvalidOptionException(option + " " + value + ": expected an even number from 2 to " + most);
        }
    }
}
