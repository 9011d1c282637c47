package org.biggantune.domain;

import java.util.Arrays;

/** A matrix of class embeddings, one row a class; immutable. */
public final class EmbeddingMatrix {
    private final int rows;
    private final int columns;
    private final float[] values;

    /**
     * A matrix with its own copy of the numbers.
     *
     * @param rows the count of classes
     * @param columns the length of an embedding
     * @param values row-major [rows, columns]
     */
    public EmbeddingMatrix(int rows, int columns, float[] values) {
        if (rows < 1 || columns < 1 || values.length != Math.multiplyExact(rows, columns)) {
            throw new IllegalArgumentException(values.length + " values for a " + rows + " × " + columns + " matrix");
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values.clone();
    }

    /** The count of classes. */
    public int rows() {
        return rows;
    }

    /** The length of an embedding. */
    public int columns() {
        return columns;
    }

    /** A copy of one row. */
    public float[] row(int index) {
        return Arrays.copyOfRange(values, index * columns, (index + 1) * columns);
    }

    /** A copy of all numbers, row-major. */
    public float[] values() {
        return values.clone();
    }

    /** The mean of all rows. */
    public float[] mean() {
        double[] sums = new double[columns];
        for (int i = 0; i < values.length; i++) {
            sums[i % columns] += values[i];
        }
        float[] mean = new float[columns];
        for (int i = 0; i < columns; i++) {
            mean[i] = (float) (sums[i] / rows);
        }
        return mean;
    }

    /** The least and the greatest number in the matrix, which the reference clamps to. */
    public EmbeddingBounds bounds() {
        return EmbeddingBounds.of(values);
    }
}
