package org.biggantune.metric;

/**
 * What a classifier sees in images, a vector for each. The array is neither copied nor guarded.
 *
 * @param count the images, at least 1
 * @param size the numbers of a vector, at least 1
 * @param values row-major [count, size]
 */
@SuppressWarnings("ArrayRecordComponent") // read by the measures, never compared
public record Features(int count, int size, float[] values) {
    /** Checks that the sizes are those of the array. */
    public Features {
        if (count < 1 || size < 1 || values.length != Math.multiplyExact(count, size)) {
            throw new IllegalArgumentException(values.length + " numbers for " + count + " vectors of " + size);
        }
    }

    /** The inner product of two vectors, summed in double precision. */
    double product(int index, Features other, int otherIndex) {
        int a = index * size;
        int b = otherIndex * size;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += (double) values[a + i] * other.values[b + i];
        }
        return sum;
    }

    /** The squared Euclidean distance of two vectors, summed in double precision. */
    double squaredDistance(int index, Features other, int otherIndex) {
        int a = index * size;
        int b = otherIndex * size;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double difference = (double) values[a + i] - other.values[b + i];
            sum += difference * difference;
        }
        return sum;
    }

    /**
     * Requires vectors that can be compared with these.
     *
     * @throws IllegalArgumentException if they are of another length
     */
    void requireSize(Features other) {
        if (other.size != size) {
            throw new IllegalArgumentException("vectors of " + size + " and of " + other.size + " numbers");
        }
    }
}
