package org.biggantune.metric;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which generated images lie in real images' balls and which real ones in generated images' balls, counted for all images
 * and without each group of {@link GroupJackknife}. A mask has the bit of a group set where an image lies in a ball although
 * the group is left out.
 */
final class BallMembership {
    private static final int GROUPS = GroupJackknife.GROUPS;

    private final int realCount;
    private final int generatedCount;

    /** For each generated image the real balls that it lies in. */
    private final AtomicIntegerArray hits;

    /** For each generated image the groups of real images without which it still lies in a real ball. */
    private final AtomicIntegerArray realWithout;

    /** For each group of real images how often generated images lie in the balls without it. */
    private final AtomicLongArray hitsWithoutReal = new AtomicLongArray(GROUPS);

    private final boolean[] recalled;
    private final boolean[] covered;

    /** For each real image the groups of generated images without which it still lies in one of their balls. */
    private final int[] recalledWithoutGenerated;

    /** For each real image the groups of generated images without which its ball still has one. */
    private final int[] coveredWithoutGenerated;

    /** For each real image the other groups of real images without which its ball has a generated image. */
    private final int[] coveredWithoutReal;

    private BallMembership(int realCount, int generatedCount) {
        this.realCount = realCount;
        this.generatedCount = generatedCount;
        this.hits = new AtomicIntegerArray(generatedCount);
        this.realWithout = new AtomicIntegerArray(generatedCount);
        this.recalled = new boolean[realCount];
        this.covered = new boolean[realCount];
        this.recalledWithoutGenerated = new int[realCount];
        this.coveredWithoutGenerated = new int[realCount];
        this.coveredWithoutReal = new int[realCount];
    }

    /**
     * Compares every real image with every generated one.
     *
     * @param threads the number of threads to use; the result does not depend on it
     */
    static BallMembership count(
            Features real, NeighbourBalls realBalls, Features generated, NeighbourBalls balls, int threads) {
        BallMembership members = new BallMembership(real.count(), generated.count());
        boolean grouped = realBalls.isGrouped() && balls.isGrouped();
        double[] reach = grouped ? balls.greatest() : balls.radii();
        double[] realReach = grouped ? realBalls.greatest() : realBalls.radii();
        for (Features.Block some : real.blocks()) {
            for (Features.Block others : generated.blocks()) {
                ParallelFor.each(some.count(), threads, at -> {
                    int i = some.from() + at;
                    for (int j = others.from(); j < others.from() + others.count(); j++) {
                        double distance = some.squaredDistance(at, others, j - others.from());
                        if (distance < reach[j]) {
                            members.recalled[i] |= distance < balls.radii()[j];
                            members.recalledWithoutGenerated[i] |= grouped ? mask(balls.without()[j], j, distance) : 0;
                        }
                        if (distance < realReach[i]) {
                            members.inRealBall(i, j, distance < realBalls.radii()[i]);
                            members.inRealBallWithout(
                                    i, j, grouped ? mask(realBalls.without()[i], i, distance) : 0);
                        }
                    }
                });
            }
        }
        return members;
    }

    /** The groups without which a ball around an image has what is at a distance; never the image's own. */
    private static int mask(double[] radii, int image, double distance) {
        int mask = 0;
        for (int group = 0; group < GROUPS; group++) {
            mask |= group != GroupJackknife.group(image) && distance < radii[group] ? 1 << group : 0;
        }
        return mask;
    }

    private void inRealBall(int i, int j, boolean inside) {
        if (inside) {
            covered[i] = true;
            coveredWithoutGenerated[i] |= ~(1 << GroupJackknife.group(j));
            hits.incrementAndGet(j);
        }
    }

    private void inRealBallWithout(int i, int j, int mask) {
        coveredWithoutReal[i] |= mask;
        realWithout.accumulateAndGet(j, mask, (old, more) -> old | more);
        for (int group = 0; group < GROUPS; group++) {
            if ((mask & 1 << group) != 0) {
                hitsWithoutReal.incrementAndGet(group);
            }
        }
    }

    double precision() {
        return share(generatedCount, j -> hits.get(j) > 0);
    }

    double precisionWithoutGenerated(int group) {
        return share(generatedCount, group, j -> hits.get(j) > 0);
    }

    double precisionWithoutReal(int group) {
        return share(generatedCount, j -> (realWithout.get(j) & 1 << group) != 0);
    }

    double recall() {
        return share(realCount, i -> recalled[i]);
    }

    double recallWithoutGenerated(int group) {
        return share(realCount, i -> (recalledWithoutGenerated[i] & 1 << group) != 0);
    }

    double recallWithoutReal(int group) {
        return share(realCount, group, i -> recalled[i]);
    }

    double coverage() {
        return share(realCount, i -> covered[i]);
    }

    double coverageWithoutGenerated(int group) {
        return share(realCount, i -> (coveredWithoutGenerated[i] & 1 << group) != 0);
    }

    double coverageWithoutReal(int group) {
        return share(realCount, group, i -> (coveredWithoutReal[i] & 1 << group) != 0);
    }

    /** Returns how many real balls have a generated image on average, over the neighbours that span a ball. */
    double density(int neighbours) {
        double all = IntStream.range(0, generatedCount).mapToLong(hits::get).sum();
        return all / neighbours / generatedCount;
    }

    double densityWithoutGenerated(int group, int neighbours) {
        double left = IntStream.range(0, generatedCount)
                .filter(j -> GroupJackknife.group(j) != group)
                .mapToLong(hits::get)
                .sum();
        return left / neighbours / GroupJackknife.left(generatedCount, group);
    }

    double densityWithoutReal(int group, int neighbours) {
        return (double) hitsWithoutReal.get(group) / neighbours / generatedCount;
    }

    private static double share(int count, IntPredicate counts) {
        return (double) IntStream.range(0, count).filter(counts).count() / count;
    }

    /** The share of those that are not in a group. */
    private static double share(int count, int group, IntPredicate counts) {
        return (double) IntStream.range(0, count)
                        .filter(image -> GroupJackknife.group(image) != group)
                        .filter(counts)
                        .count()
                / GroupJackknife.left(count, group);
    }
}
