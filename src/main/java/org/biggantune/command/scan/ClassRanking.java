package org.biggantune.command.scan;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Puts classes in order, the worst first: collapsed ones by their diversity beside other classes, then the others by
 * the classifier's probability.
 *
 * <p>A class's relative diversity is its mean distance over the median of all other classes' means; it is what {@code
 * improve} compares with {@code --collapsed-below} ({@link org.biggantune.tuning.RelativeDiversity}), with all classes
 * in place of some.
 */
final class ClassRanking {
    /** With fewer other classes it is not known what is usual; as in {@code tuning.EmbeddingDiversity}. */
    static final int LEAST_OTHERS = 7;

    private final Map<Integer, Double> distances = new TreeMap<>();
    private final double[] sorted;
    private final double below;

    /**
     * A ranking.
     *
     * @param measured all classes that say what is usual
     * @param below of what share of the usual diversity a class has less when it is collapsed
     */
    ClassRanking(Collection<ClassFinding> measured, double below) {
        measured.forEach(one -> distances.put(one.label().index(), one.distance()));
        this.sorted = distances.values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        this.below = below;
    }

    /** Ranked classes. */
    List<RankedClass> of(Collection<ClassFinding> asked, String generator) {
        return asked.stream()
                .map(one -> new RankedClass(one, relative(one), isCollapsed(one), generator))
                .sorted(Comparator.comparing((RankedClass one) -> !one.collapsed())
                        .thenComparingDouble(one -> one.collapsed()
                                ? one.relativeDiversity().orElseThrow()
                                : one.finding().probability())
                        .thenComparingDouble(one -> one.finding().top1())
                        .thenComparingInt(one -> one.finding().label().index()))
                .toList();
    }

    /** A class's diversity beside the others'; empty where there are too few of these, or they do not vary. */
    OptionalDouble relative(ClassFinding one) {
        double usual = usual(one.label().index());
        return usual > 0 ? OptionalDouble.of(one.distance() / usual) : OptionalDouble.empty();
    }

    private boolean isCollapsed(ClassFinding one) {
        OptionalDouble relative = relative(one);
        return relative.isPresent() && relative.getAsDouble() < below;
    }

    /** Whether a class is nearer to the threshold than its error allows to tell. */
    boolean isUnclear(ClassFinding one, double errors) {
        double usual = usual(one.label().index());
        return usual > 0 && Math.abs(one.distance() / usual - below) <= errors * one.error() / usual;
    }

    /** The median of the other classes' distances; 0 where there are too few. */
    private double usual(int index) {
        Double own = distances.get(index);
        int others = sorted.length - (own == null ? 0 : 1);
        if (others < LEAST_OTHERS) {
            return 0;
        }
        int place = own == null ? sorted.length : Arrays.binarySearch(sorted, own);
        return (other((others - 1) / 2, place) + other(others / 2, place)) / 2;
    }

    /** The number at a place among all but one. */
    private double other(int at, int left) {
        return sorted[at < left ? at : at + 1];
    }
}
