package org.biggantune.tuning;

import java.util.Arrays;
import org.biggantune.domain.failure.DivergedException;

/**
 * The result of one evaluation of the objective.
 *
 * @param loss the total loss
 * @param crossEntropy its first term, the mean of −log probability of the target label
 * @param diversity the rewarded mean (or sum) of distance ratios, before its weight; 0 if diversity is off
 * @param proximity ‖c − c₀‖², before its weight, over c and the noise layer if one is trained
 * @param probability the batch's mean probability of the target label
 * @param gradient of the loss with respect to the embedding, followed by that of the noise layer if one is trained
 */
public record StepMetrics(
        double loss, double crossEntropy, double diversity, double proximity, double probability, float[] gradient) {
    /** The values before the gradient in {@link #of}. */
    private static final int TERMS = 5;

    /** Reads loss, cross-entropy, diversity, probability, proximity and gradient, in this order. */
    static StepMetrics of(float[] numbers) {
        return new StepMetrics(
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[4],
                numbers[3],
                Arrays.copyOfRange(numbers, TERMS, numbers.length));
    }

    /** Returns the Euclidean norm of the gradient. */
    public double gradientNorm() {
        double squares = 0;
        for (float g : gradient) {
            squares += (double) g * g;
        }
        return Math.sqrt(squares);
    }

    /**
     * Requires a finite loss and gradient.
     *
     * @param failure the beginning of the message, such as {@code tuning diverged at step 7}
     * @throws DivergedException if one is not
     */
    void requireFinite(String failure) {
        if (!Double.isFinite(loss) || !Double.isFinite(gradientNorm())) {
            throw new DivergedException(failure + ": loss " + loss + ", gradient norm " + gradientNorm()
                    + "; try a smaller --learning-rate");
        }
    }
}
