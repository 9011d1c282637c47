package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.Consumer;

/** Draws images into the Java heap, a batch at a time. Lends its generator. */
public final class ImageSampler {
    /** Pixels in a batch, so that native memory does not grow with the count of images. */
    private static final long BATCH_PIXELS = 1L << 18;

    private final BatchLoop loop;
    private final Generator generator;

    /**
     * A sampler over a lent generator.
     *
     * @param loop who goes through the batches
     * @param generator whose images
     */
    public ImageSampler(BatchLoop loop, Generator generator) {
        this.loop = loop;
        this.generator = generator;
    }

    /**
     * Draws images.
     *
     * @param latents row-major [n, latent size]
     * @param embeddings row-major [n, embedding size], or one row for all
     * @return row-major [n, 3, r, r] in [−1, 1]
     */
    public float[] images(float[] latents, float[] embeddings) {
        int perImage =
                3 * generator.metadata().resolution() * generator.metadata().resolution();
        int count = latents.length / generator.metadata().latentSize();
        float[] images = new float[Math.multiplyExact(count, perImage)];
        int[] filled = {0};
        each(latents, embeddings, drawn -> {
            System.arraycopy(drawn, 0, images, filled[0], drawn.length);
            filled[0] += drawn.length;
        });
        return images;
    }

    /**
     * Draws images and hands over a batch at a time, so that not all have to be kept; like {@link #images}.
     *
     * @param taker is given row-major [b, 3, r, r] in [−1, 1], in order
     */
    public void each(float[] latents, float[] embeddings, Consumer<float[]> taker) {
        int latentSize = generator.metadata().latentSize();
        int embeddingSize = generator.metadata().embeddingSize();
        int resolution = generator.metadata().resolution();
        int count = latents.length / latentSize;
        boolean shared = embeddings.length == embeddingSize;
        int batch = (int) Math.max(1, BATCH_PIXELS / ((long) resolution * resolution));
        loop.each(
                count,
                batch,
                (scope, from, to) -> {
                    NDArray z =
                            generator.latents(scope, Arrays.copyOfRange(latents, from * latentSize, to * latentSize));
                    float[] rows = shared
                            ? embeddings
                            : Arrays.copyOfRange(embeddings, from * embeddingSize, to * embeddingSize);
                    NDArray y = scope.create(rows, new Shape(rows.length / embeddingSize, embeddingSize));
                    return generator.images(z, y).toFloatArray();
                },
                taker);
    }
}
