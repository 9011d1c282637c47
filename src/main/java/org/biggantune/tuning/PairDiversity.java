package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The reward for diversity: over pairs of samples the distance of their features divided by the distance of their
 * latents, ‖φᵢ − φⱼ‖₂ / ‖zᵢ − zⱼ‖₂ (Li et al., ACCV 2020). Distances are as {@code torch.nn.functional.pairwise_distance}:
 * ‖x − y + 1e-6‖₂.
 */
final class PairDiversity {
    private static final float DISTANCE_EPSILON = 1e-6f;

    private PairDiversity() {}

    /**
     * The ratio of each pair.
     *
     * @param features [batch, …], gradients flow through them
     * @param latents [batch, latent size]
     * @param pairs indices [n][2]
     * @return [n], in the scope of {@code features}
     */
    static NDArray ratios(NDArray features, NDArray latents, int[][] pairs) {
        int batch = Math.toIntExact(latents.getShape().get(0));
        NDManager scope = features.getManager();
        // Row (0 … 1 … −1 … 0) picks xᵢ − xⱼ exactly, and backward is one product.
        float[][] picks = new float[pairs.length][batch];
        for (int p = 0; p < pairs.length; p++) {
            picks[p][pairs[p][0]] = 1;
            picks[p][pairs[p][1]] = -1;
        }
        NDArray differences = scope.create(picks);
        return distance(differences.matMul(features.reshape(batch, -1))).div(distance(differences.matMul(latents)));
    }

    private static NDArray distance(NDArray differences) {
        return differences.add(DISTANCE_EPSILON).square().sum(new int[] {1}).sqrt();
    }
}
