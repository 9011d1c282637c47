package org.biggantune.tuning;

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
public record StepOutcome(
        double loss, double crossEntropy, double diversity, double proximity, double probability, float[] gradient) {
    /** The gradient's Euclidean norm. */
    public double gradientNorm() {
        double squares = 0;
        for (float g : gradient) {
            squares += (double) g * g;
        }
        return Math.sqrt(squares);
    }
}
