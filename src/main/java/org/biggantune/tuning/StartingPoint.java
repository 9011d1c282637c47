package org.biggantune.tuning;

import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.domain.InitialEmbedding;
import org.biggantune.domain.LatentKey;
import org.biggantune.domain.LatentStream;
import org.biggantune.domain.Purpose;
import org.biggantune.domain.TuningSettings;

/** The embeddings at which tuning starts: the original row or the mean of all, with noise of its own for each start. */
public final class StartingPoint {
    private StartingPoint() {}

    /**
     * The initial embedding of one start.
     *
     * @param matrix the generator's embeddings
     * @param subject the class to be tuned and its original row
     * @param start which start, from 0
     * @param settings kind, noise and seed
     * @return a new array
     */
    public static float[] of(EmbeddingMatrix matrix, TuningSubject subject, int start, TuningSettings settings) {
        float[] embedding = settings.initial() == InitialEmbedding.MEAN ? matrix.mean() : subject.original();
        if (settings.initialNoise() > 0) {
            LatentKey key = new LatentKey(
                    settings.seed(), Purpose.INITIAL, subject.target().index(), start, 0);
            float[] noise = LatentStream.normals(key, embedding.length);
            for (int i = 0; i < embedding.length; i++) {
                embedding[i] += (float) (settings.initialNoise() * noise[i]);
            }
        }
        return embedding;
    }
}
