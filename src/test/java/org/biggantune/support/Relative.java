package org.biggantune.support;

/** Distances between arrays of numbers. */
public final class Relative {
    private Relative() {}

    /** ‖found − expected‖₂ / ‖expected‖₂. */
    public static double distance(float[] found, float[] expected) {
        requireSameLength(found, expected);
        double difference = 0;
        double size = 0;
        for (int i = 0; i < found.length; i++) {
            difference += Math.pow((double) found[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / size);
    }

    /** The greatest absolute difference; infinite where a number is NaN. */
    public static double maxDifference(float[] found, float[] expected) {
        requireSameLength(found, expected);
        double greatest = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs((double) found[i] - expected[i]);
            greatest = Math.max(greatest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return greatest;
    }

    private static void requireSameLength(float[] found, float[] expected) {
        if (found.length != expected.length) {
            throw new AssertionError(found.length + " numbers found, " + expected.length + " expected");
        }
    }
}
