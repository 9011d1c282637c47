package org.biggantune.command.report;

import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.domain.EmbeddingMatrix;
import org.biggantune.model.ModelFile;

/** A generator's own class embeddings, as tuning found them. */
final class OriginalClasses {
    /** More rows than this say no more about what is usual. */
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

    /** The length of an embedding. */
    int size() {
        return matrix.columns();
    }

    float[] row(int index) {
        return matrix.row(index);
    }

    /** Index and name of a class. */
    String name(int index) {
        return (index + " " + (index < names.size() ? names.get(index) : "")).strip();
    }

    /** The median distance of an embedding to the one nearest to it. */
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
