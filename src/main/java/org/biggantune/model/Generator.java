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
 * A frozen generator on a device: latents and class embeddings in, images out. Several threads may draw; those of a
 * third-party program wait for each other. The caller closes it.
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
     * Reads, checks and loads a generator in a precision.
     *
     * @param file the archive
     * @param precision what to run it in; empty: what its file is in
     * @param runtime the device
     * @throws org.biggantune.domain.failure.BigganTuneException if it is missing, damaged, not a generator, or cannot run in that
     *     precision
     */
    public static Generator open(Path file, Optional<Precision> precision, TorchRuntime runtime) {
        return open(ModelFile.generator(file, precision, runtime.isTrusting()), runtime);
    }

    /**
     * Loads a generator that was read before.
     *
     * @throws org.biggantune.domain.failure.SettingsConflictException if its file has changed since
     */
    public static Generator open(ModelFile.GeneratorFile file, TorchRuntime runtime) {
        TorchProgram program = TorchProgram.open(file.file(), runtime);
        program.callOneAtATime(file.metadata().external());
        return new Generator(file.file().path(), file, program);
    }

    /** What is known of it. */
    public GeneratorMetadata metadata() {
        return metadata;
    }

    /** Its class embeddings, as they stand in the file. */
    public EmbeddingMatrix embeddings() {
        return embeddings;
    }

    /**
     * Draws images.
     *
     * @param latents z [n, latent size]
     * @param embedding y [n, embedding size], or [1, embedding size] for one class; gradients flow to it where it asks
     * @return images [n, 3, r, r] in [−1, 1], in the scope of {@code latents}
     * @throws CorruptInputException if the program draws images of another shape
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
            throw new CorruptInputException(file + ": the program draws images " + images.getShape() + " of "
                    + images.getDataType() + ", by its metadata they are " + expected
                    + " of float32; import the checkpoint again");
        }
        return images;
    }

    /**
     * Draws some successive samples of numbers in the Java heap.
     *
     * @param latents row-major [n, latent size]
     * @param embeddings row-major [n, embedding size], or one row for all
     * @param from the first sample
     * @param to the sample after the last
     * @return images [to − from, 3, r, r] in [−1, 1], in the scope
     */
    public NDArray images(NDManager scope, float[] latents, float[] embeddings, int from, int to) {
        int size = metadata.embeddingSize();
        float[] rows = embeddings.length == size ? embeddings : Arrays.copyOfRange(embeddings, from * size, to * size);
        return images(latents(scope, latents, from, to), scope.create(rows, new Shape(rows.length / size, size)));
    }

    /** How many images it has drawn since it was opened, for all threads together. */
    public long drawn() {
        return drawn.sum();
    }

    /** The latents of some successive samples, a tensor [to − from, latent size] in a scope. */
    public NDArray latents(NDManager scope, float[] values, int from, int to) {
        int size = metadata.latentSize();
        return latents(scope, Arrays.copyOfRange(values, from * size, to * size));
    }

    /** A tensor of latents [count, latent size] in a scope. */
    public NDArray latents(NDManager scope, float[] values) {
        return scope.create(values, new Shape(values.length / metadata.latentSize(), metadata.latentSize()));
    }

    /**
     * Lets gradients flow into all weights, as the reference code does, or freezes them again. Only for measuring what
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
