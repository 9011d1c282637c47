package org.biggantune.command.report;

import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.model.ModelFile;

/** The original class embeddings of a generator. */
final class OriginalClasses {
    /** The maximum number of rows for the median distance; more would hardly change it. */
    private static final int MOST_ROWS = 1000;

    private final EmbeddingMatrix matrix;
    private final List<String> names;
    private final double usual;

    OriginalClasses(ModelFile.GeneratorFile generator) {
        this.matrix = generator.embeddings();
        this.names = generator.metadata().classNames();
        this.usual = usual(matrix);
    }

    int count() {
        return matrix.rows();
    }

    /** Returns the length of an embedding. */
    int size() {
        return matrix.columns();
    }

    float[] row(int index) {
        return matrix.row(index);
    }

    /** Returns the index and name of a class. */
    String name(int index) {
        return (index + " " + (index < names.size() ? names.get(index) : "")).strip();
    }

    /** Returns the median distance from an embedding to its nearest neighbour. */
    double usualDistance() {
        return usual;
    }

    private static double usual(EmbeddingMatrix matrix) {
        int rows = Math.min(matrix.rows(), MOST_ROWS);
        float[][] all = IntStream.range(0, rows).mapToObj(matrix::row).toArray(float[][]::new);
        double[] least = IntStream.range(0, rows)
                .mapToDouble(one -> IntStream.range(0, rows)
                        .filter(other -> other != one)
                        .mapToDouble(other -> EmbeddingMatrix.distance(all[one], all[other]))
                        .min()
                        .orElse(0))
                .sorted()
                .toArray();
        return (least[(rows - 1) / 2] + least[rows / 2]) / 2;
    }
}
