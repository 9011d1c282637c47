package org.biggantune.tuning;

/**
 * Adam as {@code torch.optim.Adam} computes it in float32: L2 weight decay is added to the gradient, ε to the
 * bias-corrected root. (Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, with its β₁ 0.9, β₂ 0.999
 * and ε 1e-8.) Holds the moments of one embedding; not thread-safe.
 */
public final class Adam {
    /** Decay of the mean gradient. */
    static final double BETA1 = 0.9;

    /** Decay of the mean squared gradient. */
    static final double BETA2 = 0.999;

    /** Added to the root of the mean squared gradient. */
    static final double EPSILON = 1e-8;

    private final double learningRate;
    private final double weightDecay;
    private final float[] mean;
    private final float[] square;
    private int step;

    /**
     * An optimiser.
     *
     * @param moments its memory, zero for a fresh one
     * @param learningRate the step size
     * @param weightDecay the factor of the L2 pull towards zero
     */
    public Adam(Moments moments, double learningRate, double weightDecay) {
        this.mean = moments.mean().clone();
        this.square = moments.square().clone();
        this.step = moments.steps();
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
    }

    /** A fresh optimiser of so many numbers. */
    public Adam(int size, double learningRate, double weightDecay) {
        this(Moments.zero(size), learningRate, weightDecay);
    }

    /** A copy of its memory. */
    public Moments moments() {
        return new Moments(mean, square, step);
    }

    /**
     * Takes a step.
     *
     * @param values changed in place
     * @param gradient of the loss, without decay; not changed
     * @param factor the share of the step size to take, from the schedule
     */
    public void step(float[] values, float[] gradient, double factor) {
        step++;
        double stepSize = factor * learningRate / (1 - Math.pow(BETA1, step));
        double rootCorrection = Math.sqrt(1 - Math.pow(BETA2, step));
        float keep = (float) BETA2;
        for (int i = 0; i < values.length; i++) {
            float g = gradient[i] + (float) weightDecay * values[i];
            mean[i] += (g - mean[i]) * (float) (1 - BETA1);
            square[i] = square[i] * keep + g * g * (float) (1 - BETA2);
            float denominator = (float) (Math.sqrt(square[i]) / rootCorrection) + (float) EPSILON;
            values[i] -= (float) stepSize * (mean[i] / denominator);
        }
    }
}
