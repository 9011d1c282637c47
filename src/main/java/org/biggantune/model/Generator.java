package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.GeneratorMetadata;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.CorruptInputException;

/**
 * A frozen generator on a device: latents and class embeddings in, images out. Several threads may draw at the same
 * time; calls of a third-party program are serialised. The caller closes it.
 */
public final class Generator implements AutoCloseable {
    private final Path file;
    private final GeneratorMetadata metadata;
    private final EmbeddingMatrix embeddings;
    private final TorchProgram program;
    private final LongAdder drawn = new LongAdder();

    private Generator(Path file, ModelFile.GeneratorFile content, TorchProgram program) {
        this.file = file;
        this.metadata = content.metadata();
        this.embeddings = content.embeddings();
        this.program = program;
    }

    /**
     * Reads, checks and loads a generator.
     *
     * @param file the archive
     * @param precision the precision to run in; empty for that of the file
     * @param runtime the device
     * @throws org.biggantune.domain.failure.BigganTuneException if it is missing, damaged, not a generator, or cannot
     *     run in that precision
     */
    public static Generator open(Path file, Optional<Precision> precision, TorchRuntime runtime) {
        return open(ModelFile.generator(file, precision, runtime.isTrusting()), runtime);
    }

    /**
     * Loads a generator that was already read.
     *
     * @throws org.biggantune.domain.failure.SettingsConflictException if the file has changed since then
     */
    public static Generator open(ModelFile.GeneratorFile file, TorchRuntime runtime) {
        TorchProgram program = TorchProgram.open(file.file(), runtime);
        program.serialiseCalls(file.metadata().external());
        return new Generator(file.file().path(), file, program);
    }

    /** Returns the metadata of the archive. */
    public GeneratorMetadata metadata() {
        return metadata;
    }

    /** Returns the class embeddings as stored in the file, [classes, embedding size]. */
    public EmbeddingMatrix embeddings() {
        return embeddings;
    }

    /**
     * Draws images.
     *
     * @param latents z [n, latent size]
     * @param embedding y [n, embedding size], or [1, embedding size] for one class; gradients flow to it if it requires
     *     them
     * @return images [n, 3, r, r] in [−1, 1], in the scope of {@code latents}
     * @throws CorruptInputException if the program returns images of another shape or type
     */
    public NDArray images(NDArray latents, NDArray embedding) {
        long count = latents.getShape().get(0);
        NDArray y = embedding.getShape().get(0) == count
                ? embedding
                : embedding.broadcast(new Shape(count, metadata.embeddingSize()));
        NDArray images = program.run(latents, y);
        drawn.add(count);
        Shape expected = new Shape(count, 3, metadata.resolution(), metadata.resolution());
        if (!images.getShape().equals(expected) || images.getDataType() != DataType.FLOAT32) {
            throw new CorruptInputException(file + ": the program returns images " + images.getShape() + " of "
                    + images.getDataType() + ", expected " + expected
                    + " of float32 by its metadata; import the checkpoint again");
        }
        return images;
    }

    /**
     * Draws a range of samples from latents and embeddings in the Java heap.
     *
     * @param latents row-major [n, latent size]
     * @param embeddings row-major [n, embedding size], or one embedding for all
     * @param from the first sample
     * @param to one past the last sample
     * @return images [to − from, 3, r, r] in [−1, 1], in the scope
     */
    public NDArray images(NDManager scope, float[] latents, float[] embeddings, int from, int to) {
        int size = metadata.embeddingSize();
        float[] rows = embeddings.length == size ? embeddings : Arrays.copyOfRange(embeddings, from * size, to * size);
        return images(latents(scope, latents, from, to), scope.create(rows, new Shape(rows.length / size, size)));
    }

    /** Returns the number of images drawn since it was opened, by all threads. */
    public long drawn() {
        return drawn.sum();
    }

    /** Copies the latents of a range of samples to the device, [to − from, latent size]. */
    public NDArray latents(NDManager scope, float[] values, int from, int to) {
        int size = metadata.latentSize();
        return latents(scope, Arrays.copyOfRange(values, from * size, to * size));
    }

    /** Copies latents to the device, [count, latent size]. */
    public NDArray latents(NDManager scope, float[] values) {
        return scope.create(values, new Shape(values.length / metadata.latentSize(), metadata.latentSize()));
    }

    /**
     * Enables gradients of all weights, as in the reference code, or disables them again. Only for measuring what
     * freezing saves.
     */
    public void freeze(boolean frozen) {
        program.freeze(frozen);
    }

    @Override
    public void close() {
        program.close();
    }
}
