package org.biggantune.domain;

import java.util.Arrays;

/** A matrix of class embeddings, one row per class; immutable. */
public final class EmbeddingMatrix {
    private final int rows;
    private final int columns;
    private final float[] values;

    /**
     * Creates a matrix; the values are copied.
     *
     * @param rows the number of classes
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

    /** Returns the number of classes. */
    public int rows() {
        return rows;
    }

    /** Returns the length of an embedding. */
    public int columns() {
        return columns;
    }

    /** Returns a copy of one embedding. */
    public float[] row(int index) {
        return Arrays.copyOfRange(values, index * columns, (index + 1) * columns);
    }

    /** Returns a copy of all values, row-major [rows, columns]. */
    public float[] values() {
        return values.clone();
    }

    /** Returns the mean of all embeddings. */
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

    /** Returns the Euclidean distance of two embeddings of one length, summed in double precision. */
    public static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = (double) one[i] - other[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** Returns the smallest and largest value in the matrix, to which the reference release clamps. */
    public EmbeddingBounds bounds() {
        return EmbeddingBounds.of(values);
    }
}
