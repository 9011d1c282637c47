package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.junit.jupiter.api.Test;

class SelectionRuleTest {
    private static final SelectionRule RULE = new SelectionRule(0.8, 0.5);
    private static final SampleScores ORIGINAL = scores(0.5, 0.4, 2, 1);

    @Test
    void choose_severalBetter_takesTheLeastCrossEntropy() {
        assertThat(winner(ORIGINAL, scores(0.6, 0.5, 1, 1), scores(0.6, 0.6, 0.4, 1), scores(1, 0.7, 0.5, 1)))
                .hasValue(1);
    }

    @Test
    void choose_movement_costsItsShare() {
        SampleScores near = scores(0.6, 0.5, 1, 1);
        SampleScores far = scores(0.9, 0.9, 0.5, 1);
        assertThat(RULE.choose(ORIGINAL, List.of(candidate(near, 1), candidate(far, 1.9))))
                .hasValueSatisfying(winner -> assertThat(winner.scores()).isEqualTo(far));
        assertThat(RULE.choose(ORIGINAL, List.of(candidate(near, 1), candidate(far, 2.1))))
                .hasValueSatisfying(winner -> assertThat(winner.scores()).isEqualTo(near));
    }

    @Test
    void choose_atATie_takesTheEarlier() {
        assertThat(winner(ORIGINAL, scores(0.6, 0.5, 1, 1), scores(0.6, 0.7, 0.5, 1), scores(0.9, 0.8, 0.5, 2)))
                .hasValue(1);
    }

    @Test
    void choose_nothingBetter_keepsTheOriginal() {
        assertThat(winner(ORIGINAL)).isEmpty();
        assertThat(winner(ORIGINAL, ORIGINAL)).isEmpty();
        assertThat(winner(ORIGINAL, scores(0.9, 0.39, 0.1, 1))).isEmpty();
    }

    @Test
    void choose_moreProbableButLessOftenRight_isRefused() {
        assertThat(winner(ORIGINAL, scores(0.49, 0.9, 0.1, 1))).isEmpty();
        assertThat(winner(ORIGINAL, scores(0.5, 0.9, 0.1, 1))).hasValue(0);
    }

    @Test
    void choose_diversityLost_isRefused() {
        assertThat(winner(ORIGINAL, scores(1, 0.9, 0.1, 0.79))).isEmpty();
        assertThat(winner(ORIGINAL, scores(1, 0.9, 0.1, 0.8))).hasValue(0);
    }

    @Test
    void choose_numbersThatAreNone_areRefused() {
        assertThat(winner(ORIGINAL, scores(1, Double.NaN, Double.NaN, 1), scores(1, 0.9, 0.1, Double.NaN)))
                .isEmpty();
    }

    @Test
    void choose_withAJudge_asksForItsConsent() {
        SampleScores original = judged(0.4, 0.6, 0.5);
        SampleScores fooled = judged(0.99, 0.6, 0.49);
        SampleScores lessOften = judged(0.99, 0.59, 0.6);
        SampleScores honest = judged(0.5, 0.6, 0.51);
        assertThat(winner(original, fooled, lessOften)).isEmpty();
        assertThat(winner(original, fooled, honest, lessOften)).hasValue(1);
    }

    private static Optional<Integer> winner(SampleScores original, SampleScores... scores) {
        List<Candidate> candidates =
                Arrays.stream(scores).map(score -> candidate(score, 1)).toList();
        return RULE.choose(original, candidates).map(candidates::indexOf);
    }

    private static Candidate candidate(SampleScores scores, double movement) {
        return new Candidate(0, 1, new float[1], movement, scores);
    }

    private static SampleScores scores(double top1, double probability, double crossEntropy, double diversity) {
        return new SampleScores(new ClassifierScore(top1, probability, crossEntropy), Optional.empty(), diversity);
    }

    /** Scores whose cross-entropy falls as the classifier's probability rises. */
    private static SampleScores judged(double probability, double judgeTop1, double judgeProbability) {
        return new SampleScores(
                new ClassifierScore(1, probability, -Math.log(probability)),
                Optional.of(new ClassifierScore(judgeTop1, judgeProbability, 1)),
                1);
    }
}
