package org.biggantune.tuning;

import java.util.Arrays;
import org.biggantune.domain.failure.DivergedException;

/**
 * What one evaluation of the objective gave.
 *
 * @param loss the whole loss
 * @param crossEntropy its first term, the mean of −log probability of the target label
 * @param diversity the rewarded mean (or sum) of distance ratios, before its weight; 0 where it is off
 * @param proximity ‖c − c₀‖², before its weight; of c and the noise layer together where one is trained
 * @param probability the batch's mean probability of the target label
 * @param gradient of the loss with respect to the embedding, followed by that of the noise layer where one is trained
 */
public record StepMetrics(
        double loss, double crossEntropy, double diversity, double proximity, double probability, float[] gradient) {
    /** The numbers in front of the gradient in {@link #of}. */
    private static final int TERMS = 5;

    /** Reads loss, cross-entropy, diversity, probability, proximity, and the gradient behind them. */
    static StepMetrics of(float[] numbers) {
        return new StepMetrics(
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[4],
                numbers[3],
                Arrays.copyOfRange(numbers, TERMS, numbers.length));
    }

    /** The gradient's Euclidean norm. */
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
     * @param failure the message's beginning, such as {@code tuning diverged at step 7}
     * @throws DivergedException if one is not
     */
    void requireFinite(String failure) {
        if (!Double.isFinite(loss) || !Double.isFinite(gradientNorm())) {
            throw new DivergedException(failure + ": loss " + loss + ", gradient norm " + gradientNorm()
                    + "; try a smaller --learning-rate");
        }
    }
}
