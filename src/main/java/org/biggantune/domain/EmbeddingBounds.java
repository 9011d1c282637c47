package org.biggantune.domain;

import java.util.Optional;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * The interval to which every value of a class embedding is clamped before the generator receives it.
 *
 * @param low the smallest allowed value, finite
 * @param high the largest allowed value, finite and above {@code low}
 */
public record EmbeddingBounds(float low, float high) {
    /** Checks the order of the bounds. */
    public EmbeddingBounds {
        if (!Float.isFinite(low) || !Float.isFinite(high) || low >= high) {
            throw new InvalidOptionException(
                    "embedding bounds " + low + " and " + high + ": expected two finite numbers, the lower one first");
        }
    }

    /**
     * Returns the smallest and largest value of a matrix.
     *
     * @param values all values of the generator's class embeddings, finite and not all equal
     * @return the tightest bounds that change none of them
     */
    static EmbeddingBounds of(float[] values) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new EmbeddingBounds(low, high);
    }

    /**
     * Parses {@code LOW,HIGH}, or {@code auto} for the bounds of the generator's own embeddings.
     *
     * @return empty for {@code auto}
     * @throws InvalidOptionException for any other text
     */
    public static Optional<EmbeddingBounds> parse(String text) {
        if (text.equals("auto")) {
            return Optional.empty();
        }
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 2) {
                return Optional.of(
                        new EmbeddingBounds(Float.parseFloat(parts[0].strip()), Float.parseFloat(parts[1].strip())));
            }
            throw new NumberFormatException();
        } catch (NumberFormatException | InvalidOptionException e) {
            throw new InvalidOptionException(
                    "--clamp " + text + ": expected auto or two numbers LOW,HIGH, the lower one first", e);
        }
    }

    /**
     * Returns the tightest bounds that contain these bounds and all values of a matrix.
     *
     * @param values finite numbers
     */
    public EmbeddingBounds including(float[] values) {
        float least = low;
        float greatest = high;
        for (float value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        return new EmbeddingBounds(least, greatest);
    }

    /**
     * Clamps a value to the bounds.
     *
     * @param value any number; NaN stays NaN
     * @return the clamped value
     */
    public float clamp(float value) {
        return Math.max(low, Math.min(high, value));
    }
}
