package org.biggantune.tuning;

import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingMatrix;

/**
 * The class to tune, the embedding to beat, and the initial embeddings that the settings alone do not determine.
 *
 * @param target the class; selects the label and the latents
 * @param original the original embedding, [embedding size]
 * @param anchor the proximity weight λ of a class that must stay near its original embedding; such a class starts
 *     there, whatever the settings
 * @param given the initial embeddings for {@code top} and {@code file}; start i uses row i modulo the number of rows
 * @param level the level of real images at which a healthy class stops; empty to take the least loss
 */
public record TuningSubject(
        ClassLabel target,
        float[] original,
        OptionalDouble anchor,
        Optional<EmbeddingMatrix> given,
        Optional<RealLevel> level) {
    /** Copies the original and checks the size of the given embeddings. */
    public TuningSubject {
        original = original.clone();
        int columns = original.length;
        if (given.isPresent() && given.get().columns() != columns) {
            throw new IllegalArgumentException(
                    "initial embeddings of size " + given.get().columns() + ", expected " + columns);
        }
    }

    @Override
    public float[] original() {
        return original.clone();
    }
}
