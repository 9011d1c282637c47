package org.biggantune.domain.random;

/**
 * The counter-based generator Philox4x32-10: a bijection of 128-bit counters under a 64-bit key.
 *
 * <p>Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 3.3. One round maps
 * the counter (c0, c1, c2, c3) to (hi(M1·c2) ⊕ c1 ⊕ k0, lo(M1·c2), hi(M0·c0) ⊕ c3 ⊕ k1, lo(M0·c0)); between rounds the
 * Weyl constants are added to the key. All words are unsigned 32-bit numbers stored as {@code int}.
 */
final class Philox4x32 {
    private static final int ROUNDS = 10;
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final long WORD = 0xFFFFFFFFL;

    private Philox4x32() {}

    /**
     * Returns the four random words of a counter.
     *
     * @param key the key, low word first: k0 is its low half
     * @param c0 first word of the counter
     * @param c1 second word of the counter
     * @param c2 third word of the counter
     * @param c3 fourth word of the counter
     * @return a new array of four words
     */
    static int[] block(long key, int c0, int c1, int c2, int c3) {
        int[] c = {c0, c1, c2, c3};
        int k0 = (int) key;
        int k1 = (int) (key >>> Integer.SIZE);
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = M0 * (c[0] & WORD);
            long p1 = M1 * (c[2] & WORD);
            c[0] = (int) (p1 >>> Integer.SIZE) ^ c[1] ^ k0;
            c[1] = (int) p1;
            c[2] = (int) (p0 >>> Integer.SIZE) ^ c[3] ^ k1;
            c[3] = (int) p0;
            k0 += W0;
            k1 += W1;
        }
        return c;
    }
}
