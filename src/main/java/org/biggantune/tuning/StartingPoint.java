package org.biggantune.tuning;

import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.random.RandomKey;
import org.biggantune.domain.random.RandomStream;
import org.biggantune.domain.random.StreamPurpose;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.domain.settings.TuningSettings;

/**
 * Computes the initial embedding of each start, with noise that differs between starts. The result is reproducible from
 * the settings.
 */
final class StartingPoint {
    /** Iteration indices of the streams of {@link StreamPurpose#INITIAL}. */
    private static final int NOISE = 0;

    private static final int ROWS = 1;
    private static final int GAUSSIAN = 2;

    private StartingPoint() {}

    /**
     * Returns the initial embedding of a start. It is not clamped; as in the reference release, the loss clamps it.
     *
     * @param matrix the generator's embeddings
     * @param subject the class, its original embedding, and the given embeddings if the kind needs them
     * @param start the index of the start, from 0
     * @param settings kind, noise and seed
     * @return a new array
     */
    static float[] of(EmbeddingMatrix matrix, TuningSubject subject, int start, TuningSettings settings) {
        InitialEmbedding kind = subject.anchor().isPresent()
                ? InitialEmbedding.TARGET
                : settings.start().initial();
        float[] embedding =
                switch (kind) {
                    case TARGET -> subject.original();
                    case MEAN -> matrix.mean();
                    case RANDOM -> matrix.row(randomRow(matrix.rows(), key(subject, 0, settings, ROWS), start));
                    case GAUSSIAN -> RandomStream.normals(key(subject, start, settings, GAUSSIAN), matrix.columns());
                    case TOP, FILE -> given(subject, start);
                };
        double deviation = settings.start().noise();
        if (deviation > 0) {
            float[] noise = RandomStream.normals(key(subject, start, settings, NOISE), embedding.length);
            for (int i = 0; i < embedding.length; i++) {
                embedding[i] += (float) (deviation * noise[i]);
            }
        }
        return embedding;
    }

    /** Picks a row of the matrix from a random permutation: no start repeats a row before all have been used. */
    private static int randomRow(int rows, RandomKey key, int start) {
        return RandomStream.permutation(key, rows)[start % rows];
    }

    private static float[] given(TuningSubject subject, int start) {
        EmbeddingMatrix rows = subject.given()
                .orElseThrow(() -> new IllegalArgumentException("no initial embeddings for class " + subject.target()));
        return rows.row(start % rows.rows());
    }

    private static RandomKey key(TuningSubject subject, int start, TuningSettings settings, int iteration) {
        return new RandomKey(
                settings.seed(), StreamPurpose.INITIAL, subject.target().index(), start, iteration);
    }
}
