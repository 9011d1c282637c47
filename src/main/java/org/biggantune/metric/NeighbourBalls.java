package org.biggantune.metric;

import java.util.Arrays;

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
        ParallelFor.each(count, threads, i -> {
            double[] distances = new double[count];
            for (int j = 0; j < count; j++) {
                distances[j] = i == j ? 0 : features.squaredDistance(i, features, j);
            }
            double[] sorted = distances.clone();
            // Position 0 is the vector itself.
            Arrays.sort(sorted);
            radii[i] = sorted[neighbours];
            if (grouped) {
                without[i] = withoutGroups(distances, sorted, neighbours, GroupJackknife.group(i));
            }
        });
        return new NeighbourBalls(radii, without);
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

    /** Finds the k-th neighbours among the nearest few, or among more where these are too often of one group. */
    private static double[] withoutGroups(double[] distances, double[] sorted, int neighbours, int own) {
        double[] found = new double[GROUPS];
        for (int few = 4 * neighbours + GROUPS; ; few *= 2) {
            int last = Math.min(few, sorted.length) - 1;
            int[] nearest = nearest(distances, sorted[last]);
            boolean complete = true;
            for (int group = 0; group < GROUPS; group++) {
                double radius = group == own ? sorted[neighbours] : radius(distances, nearest, neighbours, group);
                found[group] = radius;
                complete &= !Double.isNaN(radius);
            }
            if (complete) {
                return found;
            }
        }
    }

    /** Returns the indices of the distances up to a limit, from the nearest on. */
    private static int[] nearest(double[] distances, double limit) {
        int[] found = new int[distances.length];
        int count = 0;
        for (int j = 0; j < distances.length; j++) {
            if (distances[j] <= limit) {
                int at = count++;
                for (; at > 0 && distances[found[at - 1]] > distances[j]; at--) {
                    found[at] = found[at - 1];
                }
                found[at] = j;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Returns the k-th neighbour's distance without a group; NaN if there are too few vectors. */
    private static double radius(double[] distances, int[] nearest, int neighbours, int group) {
        int left = neighbours;
        for (int j : nearest) {
            if (GroupJackknife.group(j) != group && left-- == 0) {
                return distances[j];
            }
        }
        return Double.NaN;
    }
}
