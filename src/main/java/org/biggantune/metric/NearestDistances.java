package org.biggantune.metric;

import java.util.Arrays;

/**
 * The least distances from one vector to the vectors of a set, kept apart by group of {@link GroupJackknife}: enough of them
 * for the k-th nearest neighbour in the whole set and in the set without any one group. Not thread-safe.
 */
final class NearestDistances {
    private static final int GROUPS = GroupJackknife.GROUPS;

    private final int kept;

    /** For each group the least distances, ascending; infinite where there are fewer. */
    private final double[] least;

    /** @param neighbours k, at least 1 */
    NearestDistances(int neighbours) {
        this.kept = neighbours + 1;
        this.least = new double[GROUPS * kept];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
    }

    /** Returns how many numbers one object keeps in memory. */
    static int size(int neighbours) {
        return Math.multiplyExact(GROUPS, neighbours + 1);
    }

    /** Adds the distance to an image's vector; that of a vector to itself is 0. */
    void add(int image, double distance) {
        int begin = GroupJackknife.group(image) * kept;
        int at = begin + kept - 1;
        if (distance < least[at]) {
            for (; at > begin && least[at - 1] > distance; at--) {
                least[at] = least[at - 1];
            }
            least[at] = distance;
        }
    }

    /** Returns all kept distances, ascending: element k is the distance of the k-th neighbour, element 0 the vector's own. */
    double[] sorted() {
        double[] all = least.clone();
        Arrays.sort(all);
        return all;
    }

    /**
     * Returns the distance of the k-th neighbour in the set without a group, which is not the vector's own.
     *
     * @param sorted a result of {@link #sorted}
     */
    double without(int group, double[] sorted) {
        int next = group * kept;
        int end = next + kept;
        int left = kept;
        for (double distance : sorted) {
            if (next < end && least[next] == distance) {
                next++;
            } else if (--left == 0) {
                return distance;
            }
        }
        throw new IllegalStateException("fewer than " + kept + " vectors without group " + group);
    }
}
