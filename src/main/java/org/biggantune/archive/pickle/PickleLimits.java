package org.biggantune.archive.pickle;

/**
 * The bounds within which a pickle is read; a stream that exceeds one is refused as corrupt.
 *
 * @param maxBytes length of one pickle stream in bytes
 * @param maxValues number of values pushed, copied or visited
 * @param maxMemo number of memo entries
 * @param maxText length of one string or byte string in bytes
 * @param maxDepth nesting of containers and objects
 */
public record PickleLimits(long maxBytes, long maxValues, int maxMemo, int maxText, int maxDepth) {
    /**
     * The limits in force everywhere: 64 MiB, two million values, one million memo entries, 1 MiB of text, 256 levels.
     * The pickle of a network with five hundred tensors has 60 kB and nests four levels.
     */
    public static final PickleLimits DEFAULT = new PickleLimits(64L << 20, 2_000_000, 1_000_000, 1 << 20, 256);

    /** Checks that every bound is positive. */
    public PickleLimits {
        if (maxBytes < 1 || maxValues < 1 || maxMemo < 1 || maxText < 1 || maxDepth < 1) {
            throw new IllegalArgumentException("every limit must be at least 1");
        }
    }
}
