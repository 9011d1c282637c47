package org.biggantune.model;

import java.util.function.Consumer;

/** Draws images into the Java heap, a batch at a time. Borrows its generator. */
public final class ImageSampler {
    private final BatchLoop loop;
    private final Generator generator;

    /**
     * Creates a sampler over a borrowed generator.
     *
     * @param loop runs the batches
     * @param generator draws the images
     */
    public ImageSampler(BatchLoop loop, Generator generator) {
        this.loop = loop;
        this.generator = generator;
    }

    /**
     * Draws images and passes them on a batch at a time, so that they need not all be kept in memory.
     *
     * @param latents row-major [n, latent size]
     * @param embeddings row-major [n, embedding size], or one embedding for all
     * @param taker receives each batch, row-major [b, 3, r, r] in [−1, 1], in order
     */
    public void each(float[] latents, float[] embeddings, Consumer<float[]> taker) {
        loop.each(
                latents.length / generator.metadata().latentSize(),
                loop.batchSize().drawn(generator.metadata().resolution()),
                (scope, from, to) ->
                        generator.images(scope, latents, embeddings, from, to).toFloatArray(),
                taker);
    }
}
