package org.biggantune.domain.random;

/**
 * Counter-based random numbers: the numbers of a {@link RandomKey} depend on the key alone, so resuming needs no saved
 * state, and latents are the same on every machine and device.
 *
 * <p>Words come from {@link Philox4x32}. Its key is the seed; its counter is (class, purpose · 2<sup>24</sup> + start,
 * iteration, block), which gives every key its own counters. A key serves only one use.
 */
public final class RandomStream {
    /** The numbers in a block of {@link Philox4x32}: draws may begin at any block. */
    static final int BLOCK = 4;

    private static final int PURPOSE_SHIFT = 24;
    private static final double TO_UNIT = 0x1p-32;
    private static final long WORD = 0xFFFFFFFFL;

    private final RandomKey key;
    private int[] words = {};
    private int used;
    private int block;

    private RandomStream(RandomKey key) {
        this.key = key;
    }

    /**
     * Draws standard normal values by the Box–Muller transform r·cos φ, r·sin φ with r = √(−2 ln u), φ = 2πv, where u =
     * (w + ½)/2<sup>32</sup> and v = w′/2<sup>32</sup> for two successive words. Computed in double by {@link
     * StrictMath} and rounded once to float; no value exceeds ±6.77.
     *
     * @param key the key
     * @param count the number of values, at least 0
     * @return a new array; a longer draw from the same key begins with the shorter one
     */
    public static float[] normals(RandomKey key, int count) {
        return normals(key, 0, count);
    }

    /**
     * Draws the same values from a later one on.
     *
     * @param from the index of the first value, a multiple of {@link #BLOCK}
     */
    static float[] normals(RandomKey key, long from, int count) {
        RandomStream stream = new RandomStream(key);
        stream.block = Math.toIntExact(from / BLOCK);
        float[] normals = new float[count];
        for (int i = 0; i < count; i += 2) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log((stream.next() + 0.5) * TO_UNIT));
            double angle = 2 * Math.PI * (stream.next() * TO_UNIT);
            normals[i] = (float) (radius * StrictMath.cos(angle));
            if (i + 1 < count) {
                normals[i + 1] = (float) (radius * StrictMath.sin(angle));
            }
        }
        return normals;
    }

    /**
     * Draws a uniform random permutation of 0 … n − 1 by the Fisher–Yates shuffle from the last element down.
     *
     * @param key the key
     * @param n the number of elements, at least 0
     * @return a new array that contains each of 0 … n − 1 once
     */
    public static int[] permutation(RandomKey key, int n) {
        RandomStream stream = new RandomStream(key);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = stream.below(i + 1);
            int moved = order[i];
            order[i] = order[j];
            order[j] = moved;
        }
        return order;
    }

    /**
     * Draws independent integers uniformly from [0, bound).
     *
     * @param key the key
     * @param count the number of values, at least 0
     * @param bound above 0
     * @return a new array
     */
    public static int[] integers(RandomKey key, int count, int bound) {
        RandomStream stream = new RandomStream(key);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = stream.below(bound);
        }
        return numbers;
    }

    /** Draws an unbiased integer in [0, bound) (Lemire, "Fast random integer generation in an interval", 2019). */
    private int below(int bound) {
        long product = next() * bound;
        if ((product & WORD) < bound) {
            long rejected = (1L << Integer.SIZE) % bound;
            while ((product & WORD) < rejected) {
                product = next() * bound;
            }
        }
        return (int) (product >>> Integer.SIZE);
    }

    private long next() {
        if (used == words.length) {
            int purposeAndStart = key.purpose().code() << PURPOSE_SHIFT | key.start();
            words = Philox4x32.block(key.seed(), key.classIndex(), purposeAndStart, key.iteration(), block);
            block++;
            used = 0;
        }
        return words[used++] & WORD;
    }
}
