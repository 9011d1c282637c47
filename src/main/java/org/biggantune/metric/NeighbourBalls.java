package org.biggantune.metric;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Balls around the vectors of a set that reach to each one's k-th nearest neighbour in the set, also without each group of
 * {@link GroupJackknife}.
 *
 * @param radii squared, one for each vector
 * @param without squared radii in the set without a group: [vector][group]; without a vector's own group it is not defined.
 *     Empty if the set is too small
 */
@SuppressWarnings("ArrayRecordComponent") // shared by the classes of a comparison, never compared
record NeighbourBalls(double[] radii, double[][] without) {
    private static final int GROUPS = GroupJackknife.GROUPS;

    /** The most distances kept at once: 8 MiB. */
    private static final int MOST_KEPT = 1 << 20;

    /**
     * Measures the balls.
     *
     * @param features more vectors than neighbours
     * @param neighbours k, at least 1
     * @param threads the number of threads to use; the result does not depend on it
     */
    static NeighbourBalls of(Features features, int neighbours, int threads) {
        int count = features.count();
        if (neighbours < 1 || count <= neighbours) {
            throw new IllegalArgumentException(neighbours + " neighbours among " + count + " vectors");
        }
        boolean grouped = GroupJackknife.isPossible(count, neighbours + 1);
        double[] radii = new double[count];
        double[][] without = new double[grouped ? count : 0][];
        int most = Math.max(1, MOST_KEPT / NearestDistances.size(neighbours));
        for (Features.Block own : features.blocks(Math.min(most, features.standardBlock()))) {
            NearestDistances[] nearest = nearest(own, features, neighbours, threads);
            ParallelFor.each(own.count(), threads, i -> {
                double[] sorted = nearest[i].sorted();
                radii[own.from() + i] = sorted[neighbours];
                if (grouped) {
                    int group = GroupJackknife.group(own.from() + i);
                    without[own.from() + i] = IntStream.range(0, GROUPS)
                            .mapToDouble(left -> left == group ? sorted[neighbours] : nearest[i].without(left, sorted))
                            .toArray();
                }
            });
        }
        return new NeighbourBalls(radii, without);
    }

    private static NearestDistances[] nearest(Features.Block own, Features all, int neighbours, int threads) {
        NearestDistances[] nearest = Stream.generate(() -> new NearestDistances(neighbours))
                .limit(own.count())
                .toArray(NearestDistances[]::new);
        for (Features.Block other : all.blocks()) {
            ParallelFor.each(own.count(), threads, i -> {
                for (int j = 0; j < other.count(); j++) {
                    boolean same = own.from() + i == other.from() + j;
                    nearest[i].add(other.from() + j, same ? 0 : own.squaredDistance(i, other, j));
                }
            });
        }
        return nearest;
    }

    boolean isGrouped() {
        return without.length > 0;
    }

    /** The greatest of a vector's radii: what lies farther away is in none of its balls. */
    double[] greatest() {
        return Arrays.stream(without)
                .mapToDouble(row -> Arrays.stream(row).max().orElseThrow())
                .toArray();
    }
}
