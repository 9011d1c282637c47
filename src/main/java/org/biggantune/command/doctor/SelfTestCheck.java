package org.biggantune.command.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * The comparison of one quantity with its recorded values.
 *
 * @param mode the mode of computation
 * @param quantity the quantity
 * @param deviation ‖found − recorded‖₂ / ‖recorded‖₂; infinite if a number is not finite or the counts differ
 * @param tolerance the largest deviation that passes
 */
record SelfTestCheck(String mode, String quantity, double deviation, double tolerance) {
    /** Compares results with the recorded ones. */
    static SelfTestCheck of(SelfTestMode mode, String quantity, float[] found, float[] recorded) {
        return new SelfTestCheck(mode.label(), quantity, deviation(found, recorded), mode.tolerance(quantity));
    }

    /** Reads a check from its JSON form. */
    static SelfTestCheck of(JsonNode node) {
        return new SelfTestCheck(
                node.path("mode").asText(),
                node.path("quantity").asText(),
                node.path("deviation").asDouble(Double.POSITIVE_INFINITY),
                node.path("tolerance").asDouble());
    }

    private static double deviation(float[] found, float[] recorded) {
        if (found.length != recorded.length) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = 0;
        double size = 0;
        for (int i = 0; i < found.length; i++) {
            difference += Math.pow((double) found[i] - recorded[i], 2);
            size += Math.pow(recorded[i], 2);
        }
        double deviation = Math.sqrt(difference / size);
        return Double.isFinite(deviation) ? deviation : Double.POSITIVE_INFINITY;
    }

    /** Returns whether the deviation is within the tolerance. */
    boolean passed() {
        return deviation <= tolerance;
    }

    /** Returns the check's name, such as {@code bf16 images}. */
    String name() {
        return mode + " " + quantity;
    }

    /** Returns the deviation and the tolerance as text. */
    String text() {
        return String.format(Locale.ROOT, "%.1e off, at most %.1e", deviation, tolerance);
    }
}
