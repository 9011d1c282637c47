package org.biggantune.metric;

import java.util.stream.IntStream;
import org.biggantune.io.ScratchFloats;

/**
 * Feature vectors of images, one per image. They are in a file and read block by block, so that memory does not depend on the
 * number of images. Valid and thread-safe as long as nothing is appended to the file and it is open.
 */
public final class Features {
    /** The most numbers of a standard block: 8 MiB. A comparison of two sets has a block of each in memory. */
    private static final int BLOCK = 1 << 21;

    private final ScratchFloats file;
    private final int count;
    private final int size;

    /** The first vector is vector {@code first} of the file, the next one lies {@code step} vectors further. */
    private final int first;

    private final int step;

    /**
     * Wraps all vectors in a file.
     *
     * @param file row-major [count, size], at least one vector; borrowed
     * @param size the length of a vector, at least 1
     */
    public Features(ScratchFloats file, int size) {
        this(file, Math.toIntExact(file.size() / size), size, 0, 1);
        if (count < 1 || (long) count * size != file.size()) {
            throw new IllegalArgumentException(file.size() + " numbers for vectors of " + size);
        }
    }

    private Features(ScratchFloats file, int count, int size, int first, int step) {
        this.file = file;
        this.count = count;
        this.size = size;
        this.first = first;
        this.step = step;
    }

    /**
     * Some successive vectors in memory.
     *
     * @param from the index of the first one in the whole set
     * @param count their number
     * @param size the length of a vector
     * @param values row-major [count, size]; nobody may modify it
     */
    @SuppressWarnings("ArrayRecordComponent") // read by the measures, never compared
    public record Block(int from, int count, int size, float[] values) {
        /** Returns the inner product of two vectors, by their indices in their blocks, summed in double precision. */
        double product(int index, Block other, int otherIndex) {
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
        double squaredDistance(int index, Block other, int otherIndex) {
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
    }

    /** Returns the number of images, at least 1. */
    public int count() {
        return count;
    }

    /** Returns the length of a vector, at least 1. */
    public int size() {
        return size;
    }

    /** Returns every other vector, starting at {@code start}, 0 or 1. */
    Features everyOther(int start) {
        return new Features(file, (count - start + 1) / 2, size, first + step * start, 2 * step);
    }

    /** Returns all vectors in order, in blocks of a size that suits comparisons of all with all. */
    public Iterable<Block> blocks() {
        return blocks(standardBlock());
    }

    /** Returns the number of vectors in a standard block. */
    int standardBlock() {
        return Math.max(1, BLOCK / size);
    }

    /**
     * Returns all vectors in order, in blocks. Each is read when the iteration reaches it.
     *
     * @param most the number of vectors in a block, at least 1; the last one may have fewer
     */
    Iterable<Block> blocks(int most) {
        return () -> IntStream.rangeClosed(0, (count - 1) / most)
                .mapToObj(i -> block(i * most, Math.min(count - i * most, most)))
                .iterator();
    }

    private Block block(int from, int length) {
        float[] values = new float[Math.multiplyExact(length, size)];
        if (step == 1) {
            file.read((long) (first + from) * size, values, 0, values.length);
        } else {
            for (int i = 0; i < length; i++) {
                file.read((first + (long) step * (from + i)) * size, values, i * size, size);
            }
        }
        return new Block(from, length, size, values);
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
