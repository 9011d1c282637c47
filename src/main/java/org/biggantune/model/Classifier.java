package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import org.biggantune.domain.ClassifierMetadata;

/** A frozen classifier on a device: normalised images in, logits out. The caller closes it. */
public final class Classifier implements AutoCloseable {
    private final Path file;
    private final ClassifierMetadata metadata;
    private final TorchProgram program;

    private Classifier(Path file, ClassifierMetadata metadata, TorchProgram program) {
        this.file = file;
        this.metadata = metadata;
        this.program = program;
    }

    /**
     * Checks and loads a classifier.
     *
     * @param file the archive
     * @param runtime the device
     * @throws org.biggantune.domain.BigganTuneException if it is missing, damaged or not a classifier
     */
    public static Classifier open(Path file, TorchRuntime runtime) {
        ClassifierMetadata metadata = ModelFile.classifier(file);
        return new Classifier(file, metadata, new TorchProgram(file, runtime));
    }

    /** The archive. */
    public Path file() {
        return file;
    }

    /** What is known of it. */
    public ClassifierMetadata metadata() {
        return metadata;
    }

    /**
     * Classifies.
     *
     * @param input [n, 3, s, s], already resized and normalised
     * @return logits [n, labels], in the scope of {@code input}
     */
    public NDArray logits(NDArray input) {
        return program.run(input);
    }

    /** Lets gradients flow into all weights, or freezes them again; see {@link Generator#freeze}. */
    public void freeze(boolean frozen) {
        program.freeze(frozen);
    }

    @Override
    public void close() {
        program.close();
    }
}
