package org.biggantune.command.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.domain.ClassLabel;
import org.junit.jupiter.api.Test;

final class ClassRankingTest {
    private static final double BELOW = 0.5;

    /** Of nine classes with distances 1 to 9 the other eight's median is 5.5 for those below 5 and 4.5 above it, 5 for 5. */
    @Test
    void relative_isOverTheMedianOfAllOthers() {
        List<ClassFinding> nine =
                IntStream.rangeClosed(1, 9).mapToObj(i -> finding(i, 1, 1, i)).toList();
        ClassRanking ranking = new ClassRanking(nine, BELOW);
        assertThat(ranking.relative(nine.get(0))).hasValue(1 / 5.5);
        assertThat(ranking.relative(nine.get(4))).hasValue(5 / 5.0);
        assertThat(ranking.relative(nine.get(8))).hasValue(9 / 4.5);
    }

    @Test
    void relative_ofTooFewClasses_isUnknownAndNoneCollapsed() {
        List<ClassFinding> seven = IntStream.range(0, 7)
                .mapToObj(i -> finding(i, 1, 1, i == 0 ? 0.01 : 1))
                .toList();
        assertThat(new ClassRanking(seven, BELOW).of(seven, "g"))
                .allSatisfy(one -> assertThat(one.collapsed()).isFalse())
                .allSatisfy(one -> assertThat(one.relativeDiversity()).isEmpty());
    }

    @Test
    void order_isCollapsedThenTheLeastProbable() {
        List<ClassFinding> classes = new ArrayList<>(usual(8));
        classes.add(finding(8, 0.05, 0.02, 1));
        classes.add(finding(9, 1, 0.99, 0.4));
        classes.add(finding(10, 1, 0.99, 0.3));
        classes.add(finding(11, 0.7, 0.6, 1));
        classes.add(finding(12, 1, 0.97, 0.7));
        List<RankedClass> ranked = new ClassRanking(classes, BELOW).of(classes, "my generator.pt");
        assertThat(ranked.stream().limit(4).map(one -> one.finding().label().index()))
                .containsExactly(10, 9, 8, 11);
        assertThat(ranked.stream().limit(4).map(RankedClass::state))
                .containsExactly("collapsed", "collapsed", "wrong", "weak");
        assertThat(ranked.get(2).suggestion())
                .contains("biggan-tune improve --generator 'my generator.pt' --class 8 --initial top --starts 3");
        assertThat(ranked.get(3).suggestion()).contains("biggan-tune improve --generator 'my generator.pt' --class 11");
        assertThat(ranked.stream().filter(one -> one.finding().label().index() == 12))
                .allSatisfy(one -> assertThat(one.suggestion().orElseThrow()).startsWith("biggan-tune diversify "));
        assertThat(ranked.stream().filter(one -> one.finding().label().index() < 8))
                .hasSize(8)
                .allSatisfy(one -> assertThat(one.suggestion()).isEmpty());
    }

    @Test
    void unclear_isWhatItsErrorReachesOverTheThreshold() {
        List<ClassFinding> classes = usual(8);
        ClassRanking ranking = new ClassRanking(classes, BELOW);
        assertThat(ranking.isUnclear(new ClassFinding(label(20), 1, 1, "x", 0.6, 0.04, 64), 3))
                .isTrue();
        assertThat(ranking.isUnclear(new ClassFinding(label(20), 1, 1, "x", 0.6, 0.03, 64), 3))
                .isFalse();
    }

    private static List<ClassFinding> usual(int count) {
        return IntStream.range(0, count).mapToObj(i -> finding(i, 1, 0.95, 1)).toList();
    }

    private static ClassFinding finding(int index, double top1, double probability, double distance) {
        return new ClassFinding(label(index), top1, probability, "other", distance, 0.01, 64);
    }

    private static ClassLabel label(int index) {
        return new ClassLabel(index, "class " + index);
    }
}
