package org.biggantune.tuning;

import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingMatrix;

/**
 * What is tuned: a class, the row that its embedding has to beat, and the rows to start at where settings alone do not
 * say them.
 *
 * @param target the class by whose label and with whose latents
 * @param original the row, one number a column of the generator's matrix
 * @param anchor for a class that is to stay near its row: it starts there, whatever the settings say, and this is its λ
 * @param given for the initial embeddings {@code top} and {@code file}: start i begins at row i, counted round
 */
public record TuningSubject(
        ClassLabel target, float[] original, OptionalDouble anchor, Optional<EmbeddingMatrix> given) {
    /** Copies the row and checks the width of the others. */
    public TuningSubject {
        original = original.clone();
        int columns = original.length;
        if (given.isPresent() && given.get().columns() != columns) {
            throw new IllegalArgumentException(
                    "rows of " + given.get().columns() + " numbers to start at, expected " + columns);
        }
    }

    @Override
    public float[] original() {
        return original.clone();
    }
}
