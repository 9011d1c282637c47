package org.biggantune.archive.pickle;

/**
 * Limits for reading a pickle; a stream that exceeds one is rejected as corrupt.
 *
 * @param maxBytes the length of one pickle stream in bytes
 * @param maxValues the number of values pushed, copied or visited
 * @param maxMemo the number of memo entries
 * @param maxText the length of one string or byte string in bytes
 * @param maxDepth the nesting depth of containers and objects
 */
public record PickleLimits(long maxBytes, long maxValues, int maxMemo, int maxText, int maxDepth) {
    /**
     * The limits used everywhere: 64 MiB, two million values, one million memo entries, 1 MiB of text, 256 levels. The
     * pickle of a network with five hundred tensors has 60 kB and nests four levels.
     */
    public static final PickleLimits DEFAULT = new PickleLimits(64L << 20, 2_000_000, 1_000_000, 1 << 20, 256);

    /** Checks that every bound is positive. */
    public PickleLimits {
        if (maxBytes < 1 || maxValues < 1 || maxMemo < 1 || maxText < 1 || maxDepth < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }
}
