package org.biggantune.domain;

import java.util.Optional;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * The interval to which every number of a class embedding is clamped before the generator sees it.
 *
 * @param low smallest allowed value, finite
 * @param high largest allowed value, finite and above {@code low}
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
     * The bounds of a matrix: its smallest and largest value.
     *
     * @param values all values of the generator's class embeddings, finite and not all equal
     * @return the tightest bounds that change none of them
     */
    public static EmbeddingBounds of(float[] values) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new EmbeddingBounds(low, high);
    }

    /**
     * The bounds that a text names: {@code LOW,HIGH}, or {@code auto} for those of the generator's own embeddings.
     *
     * @return empty for {@code auto}
     * @throws InvalidOptionException if it is neither
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
     * The tightest bounds that hold these and all values of a matrix.
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
     * A value moved to the nearest bound where it lies outside.
     *
     * @param value any number; NaN stays NaN
     * @return the clamped value
     */
    public float clamp(float value) {
        return Math.max(low, Math.min(high, value));
    }
}
