package org.biggantune.metric;

/**
 * A classifier's feature vectors of images, one per image. The array is not copied; nobody may modify it.
 *
 * @param count the number of images, at least 1
 * @param size the length of a vector, at least 1
 * @param values row-major [count, size]
 */
@SuppressWarnings("ArrayRecordComponent") // read by the measures, never compared
public record Features(int count, int size, float[] values) {
    /** Checks that the sizes match the array. */
    public Features {
        if (count < 1 || size < 1 || values.length != Math.multiplyExact(count, size)) {
            throw new IllegalArgumentException(values.length + " numbers for " + count + " vectors of " + size);
        }
    }

    /** Returns every other vector, starting at {@code first}, 0 or 1. */
    Features everyOther(int first) {
        int half = (count - first + 1) / 2;
        float[] found = new float[half * size];
        for (int i = 0; i < half; i++) {
            System.arraycopy(values, (2 * i + first) * size, found, i * size, size);
        }
        return new Features(half, size, found);
    }

    /** Returns the inner product of two vectors, summed in double precision. */
    double product(int index, Features other, int otherIndex) {
        float[] theirs = other.values;
        int a = index * size;
        int b = otherIndex * size;
        // Four independent sums: a single one would serialise the additions.
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < size; i += 4) {
            first += (double) values[a + i] * theirs[b + i];
            second += (double) values[a + i + 1] * theirs[b + i + 1];
            third += (double) values[a + i + 2] * theirs[b + i + 2];
            fourth += (double) values[a + i + 3] * theirs[b + i + 3];
        }
        for (; i < size; i++) {
            first += (double) values[a + i] * theirs[b + i];
        }
        return first + second + (third + fourth);
    }

    /** Returns the squared Euclidean distance between two vectors, summed in double precision. */
    double squaredDistance(int index, Features other, int otherIndex) {
        float[] theirs = other.values;
        int a = index * size;
        int b = otherIndex * size;
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < size; i += 4) {
            first += square((double) values[a + i] - theirs[b + i]);
            second += square((double) values[a + i + 1] - theirs[b + i + 1]);
            third += square((double) values[a + i + 2] - theirs[b + i + 2]);
            fourth += square((double) values[a + i + 3] - theirs[b + i + 3]);
        }
        for (; i < size; i++) {
            first += square((double) values[a + i] - theirs[b + i]);
        }
        return first + second + (third + fourth);
    }

    private static double square(double number) {
        return number * number;
    }

    /**
     * Requires the other vectors to have the same length.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    void requireSize(Features other) {
        if (other.size != size) {
            throw new IllegalArgumentException("vectors of " + size + " and of " + other.size + " numbers");
        }
    }
}
