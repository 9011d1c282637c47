package org.biggantune.domain;

/** The ranges of numbers that options give. */
public final class OptionRange {
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
     * Requires a number that is not too small.
     *
     * @param option its name, for the message
     * @throws InvalidOptionException for a smaller one
     */
    public static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new InvalidOptionException(option + " " + value + ": expected " + least + " or more");
        }
    }

    /**
     * Requires an even number of 2 or more.
     *
     * @param option its name, for the message
     * @throws InvalidOptionException for any other
     */
    public static void even(String option, int value) {
        if (value < 2 || value % 2 != 0) {
            throw new InvalidOptionException(option + " " + value + ": expected an even number of 2 or more");
        }
    }
}
