package org.biggantune.tuning;

import java.util.Arrays;
import java.util.Optional;
import org.biggantune.domain.NoiseLayer;

/**
 * What tuning changes: an embedding and, where one is trained, the noise layer in front of the generator. The optimiser
 * and the objective see both as one array of numbers, the embedding first.
 *
 * @param embedding one number a column of the generator's matrix
 * @param noiseLayer the layer, or nothing where latents reach the generator as they are
 */
public record TunedParameters(float[] embedding, Optional<NoiseLayer> noiseLayer) {
    /** A row as a generator's file has it: no layer belongs to it. */
    public TunedParameters(float[] embedding) {
        this(embedding, Optional.empty());
    }

    /**
     * What an array of numbers stands for.
     *
     * @param numbers an embedding, followed by a layer's numbers or by nothing
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

    /** All numbers as one new array. */
    float[] numbers() {
        float[] layer = noiseLayer.map(NoiseLayer::values).orElseGet(() -> new float[0]);
        float[] numbers = Arrays.copyOf(embedding, embedding.length + layer.length);
        System.arraycopy(layer, 0, numbers, embedding.length, layer.length);
        return numbers;
    }
}
