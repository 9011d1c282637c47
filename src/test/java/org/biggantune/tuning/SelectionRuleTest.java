package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.junit.jupiter.api.Test;

class SelectionRuleTest {
    private static final SelectionRule RULE = new SelectionRule(0.8);
    private static final SampleScores ORIGINAL = scores(0.5, 0.4, 1);

    @Test
    void choose_severalBetter_takesTheMostProbable() {
        assertThat(winner(ORIGINAL, scores(0.6, 0.5, 1), scores(0.6, 0.7, 1), scores(1, 0.6, 1)))
                .hasValue(1);
    }

    @Test
    void choose_atATie_takesTheEarlier() {
        assertThat(winner(ORIGINAL, scores(0.6, 0.3, 1), scores(0.6, 0.7, 1), scores(0.9, 0.7, 2)))
                .hasValue(1);
    }

    @Test
    void choose_nothingBetter_keepsTheOriginal() {
        assertThat(winner(ORIGINAL)).isEmpty();
        assertThat(winner(ORIGINAL, ORIGINAL)).isEmpty();
        assertThat(winner(ORIGINAL, scores(0.9, 0.39, 1))).isEmpty();
    }

    @Test
    void choose_moreProbableButLessOftenRight_isRefused() {
        assertThat(winner(ORIGINAL, scores(0.49, 0.9, 1))).isEmpty();
        assertThat(winner(ORIGINAL, scores(0.5, 0.9, 1))).hasValue(0);
    }

    @Test
    void choose_diversityLost_isRefused() {
        assertThat(winner(ORIGINAL, scores(1, 0.9, 0.79))).isEmpty();
        assertThat(winner(ORIGINAL, scores(1, 0.9, 0.8))).hasValue(0);
    }

    @Test
    void choose_numbersThatAreNone_areRefused() {
        assertThat(winner(ORIGINAL, scores(1, Double.NaN, 1), scores(1, 0.9, Double.NaN)))
                .isEmpty();
    }

    @Test
    void choose_withAJudge_asksForItsConsent() {
        SampleScores original = judged(0.5, 0.4, 0.6, 0.5);
        SampleScores fooled = judged(1, 0.99, 0.6, 0.49);
        SampleScores lessOften = judged(1, 0.99, 0.59, 0.6);
        SampleScores honest = judged(0.6, 0.5, 0.6, 0.51);
        assertThat(winner(original, fooled, lessOften)).isEmpty();
        assertThat(winner(original, fooled, honest, lessOften)).hasValue(1);
    }

    @Test
    void choose_withAJudge_ranksByTheMeanOfBoth() {
        SampleScores original = judged(0.5, 0.4, 0.6, 0.5);
        assertThat(winner(original, judged(1, 0.95, 1, 0.6), judged(1, 0.8, 1, 0.8), judged(1, 0.6, 1, 0.9)))
                .hasValue(1);
    }

    private static Optional<Integer> winner(SampleScores original, SampleScores... candidates) {
        List<Candidate> list = Arrays.stream(candidates)
                .map(scores -> new Candidate(0, 1, new float[1], scores))
                .toList();
        return RULE.choose(original, list).map(list::indexOf);
    }

    private static SampleScores scores(double top1, double probability, double diversity) {
        return new SampleScores(new ClassifierScore(top1, probability), Optional.empty(), diversity);
    }

    private static SampleScores judged(double top1, double probability, double judgeTop1, double judgeProbability) {
        return new SampleScores(
                new ClassifierScore(top1, probability),
                Optional.of(new ClassifierScore(judgeTop1, judgeProbability)),
                1);
    }
}
