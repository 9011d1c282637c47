package org.biggantune.model;

import java.util.function.Consumer;

/** Draws images into the Java heap, a batch at a time. Borrows its generator. */
public final class ImageSampler {
    /** Pixels in a batch, so that native memory does not grow with the count of images. */
    private static final long BATCH_PIXELS = 1L << 18;

    private final BatchLoop loop;
    private final Generator generator;

    /**
     * A sampler over a borrowed generator.
     *
     * @param loop who goes through the batches
     * @param generator whose images
     */
    public ImageSampler(BatchLoop loop, Generator generator) {
        this.loop = loop;
        this.generator = generator;
    }

    /**
     * Draws images and hands over a batch at a time, so that not all have to be kept.
     *
     * @param latents row-major [n, latent size]
     * @param embeddings row-major [n, embedding size], or one row for all
     * @param taker is given row-major [b, 3, r, r] in [−1, 1], in order
     */
    public void each(float[] latents, float[] embeddings, Consumer<float[]> taker) {
        int resolution = generator.metadata().resolution();
        loop.each(
                latents.length / generator.metadata().latentSize(),
                (int) Math.max(1, BATCH_PIXELS / ((long) resolution * resolution)),
                (scope, from, to) ->
                        generator.images(scope, latents, embeddings, from, to).toFloatArray(),
                taker);
    }
}
