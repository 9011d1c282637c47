package org.biggantune.command.scan;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Ranks classes, worst first: collapsed ones by relative diversity, then the others by the classifier's probability.
 *
 * <p>The relative diversity of a class is its mean distance divided by the median of those of all other classes. {@code
 * improve} compares the same with {@code --collapsed-below} ({@link org.biggantune.tuning.RelativeDiversity}), but uses only
 * some of the other classes.
 */
final class ClassRanking {
    /** The smallest number of other classes for a median; as in {@code tuning.EmbeddingDiversity}. */
    static final int LEAST_OTHERS = 7;

    private final Map<Integer, Double> distances = new TreeMap<>();
    private final double[] sorted;
    private final double below;

    /**
     * Creates a ranking.
     *
     * @param measured the classes for the median
     * @param below the relative diversity below which a class is collapsed
     */
    ClassRanking(Collection<ClassFinding> measured, double below) {
        measured.forEach(one -> distances.put(one.label().index(), one.distance()));
        this.sorted = distances.values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        this.below = below;
    }

    /** Ranks classes. */
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

    /** Returns the relative diversity of a class; empty if there are too few other classes, or they do not vary. */
    OptionalDouble relative(ClassFinding one) {
        double usual = usual(one.label().index());
        return usual > 0 ? OptionalDouble.of(one.distance() / usual) : OptionalDouble.empty();
    }

    private boolean isCollapsed(ClassFinding one) {
        OptionalDouble relative = relative(one);
        return relative.isPresent() && relative.getAsDouble() < below;
    }

    /** Returns whether a class is within so many standard errors of the threshold. */
    boolean isUnclear(ClassFinding one, double errors) {
        double usual = usual(one.label().index());
        return usual > 0 && Math.abs(one.distance() / usual - below) <= errors * one.error() / usual;
    }

    /** Returns the median of the other classes' distances; 0 if there are too few. */
    private double usual(int index) {
        Double own = distances.get(index);
        int others = sorted.length - (own == null ? 0 : 1);
        if (others < LEAST_OTHERS) {
            return 0;
        }
        int place = own == null ? sorted.length : Arrays.binarySearch(sorted, own);
        return (other((others - 1) / 2, place) + other(others / 2, place)) / 2;
    }

    /** Returns the element at a position in the sorted distances without one of them. */
    private double other(int at, int left) {
        return sorted[at < left ? at : at + 1];
    }
}
