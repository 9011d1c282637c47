package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.biggantune.support.Comparisons;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final SampleScores SCORES =
            new SampleScores(new ClassifierScore(0.5, 0.5, 1), Optional.empty(), 0.5);

    private final List<Candidate> candidates = new ArrayList<>();

    private void add(int start, double share, double... losses) {
        for (double loss : losses) {
            candidates.add(new Candidate(
                    start,
                    candidates.size() + 1,
                    share,
                    new float[1],
                    Optional.empty(),
                    loss,
                    SCORES,
                    Comparisons.same(SCORES, 1)));
        }
    }

    @Test
    void exhausted_soManyInARowWithoutABetterOne_isTrue() {
        Patience two = new Patience(2);
        assertThat(two.exhausted(0, candidates)).isFalse();
        add(0, 1, 3, 2, 2.5);
        assertThat(two.exhausted(0, candidates)).isFalse();
        add(0, 1, 2);
        assertThat(two.exhausted(0, candidates)).as("equal is not better").isTrue();
    }

    @Test
    void exhausted_aBetterOneBetween_beginsTheCountAgain() {
        add(0, 1, 3, 4, 2, 5);
        assertThat(new Patience(2).exhausted(0, candidates)).isFalse();
        add(0, 1, 2.5);
        assertThat(new Patience(2).exhausted(0, candidates)).isTrue();
        assertThat(new Patience(3).exhausted(0, candidates)).isFalse();
    }

    @Test
    void exhausted_otherStartsAndTheWalkBack_doNotCount() {
        add(0, 1, 1, 2, 3);
        add(1, 1, 5);
        add(1, 0.9, 6, 7, 8);
        assertThat(new Patience(2).exhausted(0, candidates)).isTrue();
        assertThat(new Patience(2).exhausted(1, candidates)).isFalse();
    }

    @Test
    void exhausted_patienceOfZero_isNever() {
        add(0, 1, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(new Patience(0).exhausted(0, candidates)).isFalse();
    }
}
