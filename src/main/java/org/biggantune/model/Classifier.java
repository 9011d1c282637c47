package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.biggantune.domain.ClassifierMetadata;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.CorruptInputException;

/** A frozen classifier on a device: normalised images in, logits out. The caller closes it. */
public final class Classifier implements AutoCloseable {
    private final Path file;
    private final ClassifierMetadata metadata;
    private final TorchProgram program;
    private final LongAdder seen = new LongAdder();

    private Classifier(Path file, ClassifierMetadata metadata, TorchProgram program) {
        this.file = file;
        this.metadata = metadata;
        this.program = program;
    }

    /** Reads, checks and loads a classifier; see {@link Generator#open(Path, Optional, TorchRuntime)}. */
    public static Classifier open(Path file, Optional<Precision> precision, TorchRuntime runtime) {
        return open(ModelFile.classifier(file, precision, runtime.isTrusting()), runtime);
    }

    /** Loads a classifier that was already read; see {@link Generator#open(ModelFile.GeneratorFile, TorchRuntime)}. */
    public static Classifier open(ModelFile.ClassifierFile file, TorchRuntime runtime) {
        return new Classifier(file.file().path(), file.metadata(), TorchProgram.open(file.file(), runtime));
    }

    /** Returns the path of the archive. */
    public Path file() {
        return file;
    }

    /** Returns the metadata of the archive. */
    public ClassifierMetadata metadata() {
        return metadata;
    }

    /**
     * Runs the classifier.
     *
     * @param input [n, 3, s, s], already resized and normalised
     * @return logits [n, labels], in the scope of {@code input}
     * @throws CorruptInputException if the program returns logits of another shape or type
     */
    public NDArray logits(NDArray input) {
        return checked(program.run(input), input);
    }

    private NDArray checked(NDArray logits, NDArray input) {
        long count = input.getShape().get(0);
        seen.add(count);
        Shape expected = new Shape(count, metadata.labels().size());
        if (!logits.getShape().equals(expected) || logits.getDataType() != DataType.FLOAT32) {
            throw new CorruptInputException(file + ": the program returns logits " + logits.getShape() + " of "
                    + logits.getDataType() + ", expected " + expected
                    + " of float32 by its labels; import the checkpoint again");
        }
        return logits;
    }

    /** Returns the number of images classified since it was opened, by all threads. */
    public long seen() {
        return seen.sum();
    }

    /**
     * Logits and a feature map from one pass.
     *
     * @param logits [n, labels]
     * @param features [n, c, h, w]
     */
    public record Output(NDArray logits, NDArray features) {}

    /**
     * Returns the logits and a feature map, the output of a layer before global pooling, in one pass.
     *
     * @param input [n, 3, s, s], already resized and normalised
     * @param layer a layer as resolved by {@link #featureMap}
     * @return both in the scope of {@code input}; gradients flow through both
     */
    public Output answer(NDArray input, String layer) {
        NDList both = program.call("forward_with_" + layer, 2, input);
        return new Output(checked(both.get(0), input), both.get(1));
    }

    /** Resolves a user's choice of layer; see {@link ModelFile#featureMap}. */
    public String featureMap(String choice) {
        return ModelFile.featureMap(file, metadata, choice);
    }

    /**
     * Classifies images in the Java heap, a batch at a time, which bounds native memory.
     *
     * @param runtime the device that this classifier was opened on
     * @param input row-major [count, 3, size, size], already resized and normalised
     * @param count the number of inputs
     * @param size their height and width in pixels
     * @return row-major logits [count, labels]
     */
    public float[] logits(TorchRuntime runtime, float[] input, int count, int size) {
        int labels = metadata.labels().size();
        int perInput = input.length / count;
        float[] logits = new float[Math.multiplyExact(count, labels)];
        int batch = runtime.batchSize().classified(size);
        for (int from = 0; from < count; from += batch) {
            int to = Math.min(count, from + batch);
            try (NDManager scope = runtime.newScope()) {
                float[] numbers = Arrays.copyOfRange(input, from * perInput, to * perInput);
                float[] found = logits(scope.create(numbers, new Shape(to - from, 3, size, size)))
                        .toFloatArray();
                System.arraycopy(found, 0, logits, from * labels, found.length);
            }
        }
        return logits;
    }

    /** Enables or disables gradients of the weights; see {@link Generator#freeze}. */
    public void freeze(boolean frozen) {
        program.freeze(frozen);
    }

    @Override
    public void close() {
        program.close();
    }
}
