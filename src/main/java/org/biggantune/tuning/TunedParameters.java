package org.biggantune.tuning;

import java.util.Arrays;
import java.util.Optional;
import org.biggantune.domain.NoiseLayer;

/**
 * The parameters that tuning changes: an embedding and, if one is trained, the noise layer before the generator.
 * Optimiser and objective treat both as one array, the embedding first.
 *
 * @param embedding the class embedding, [embedding size]
 * @param noiseLayer the noise layer, if one is trained
 */
public record TunedParameters(float[] embedding, Optional<NoiseLayer> noiseLayer) {
    /** Creates parameters without a noise layer. */
    public TunedParameters(float[] embedding) {
        this(embedding, Optional.empty());
    }

    /**
     * Splits an array into embedding and noise layer.
     *
     * @param numbers an embedding, optionally followed by a noise layer
     * @param embeddingSize the length of an embedding
     * @param latentSize the latent size
     */
    static TunedParameters of(float[] numbers, int embeddingSize, int latentSize) {
        if (numbers.length == embeddingSize) {
            return new TunedParameters(numbers.clone());
        }
        float[] layer = Arrays.copyOfRange(numbers, embeddingSize, numbers.length);
        return new TunedParameters(
                Arrays.copyOf(numbers, embeddingSize), Optional.of(new NoiseLayer(latentSize, layer)));
    }

    /** Returns the squared distance from parameters with the same numbers of values. */
    double squaredDistance(TunedParameters from) {
        float[] to = numbers();
        float[] start = from.numbers();
        double squares = 0;
        for (int i = 0; i < to.length; i++) {
            double moved = to[i] - start[i];
            squares += moved * moved;
        }
        return squares;
    }

    /** Returns all parameters in one new array. */
    float[] numbers() {
        float[] layer = noiseLayer.map(NoiseLayer::values).orElseGet(() -> new float[0]);
        float[] numbers = Arrays.copyOf(embedding, embedding.length + layer.length);
        System.arraycopy(layer, 0, numbers, embedding.length, layer.length);
        return numbers;
    }
}
