package org.biggantune.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.Measure;
import org.biggantune.metric.SampleScores;
import org.biggantune.support.Comparisons;
import org.junit.jupiter.api.Test;

class SelectionRuleTest {
    private static final SampleScores ORIGINAL = scores(0.5, 0.4, 2, 1);

    @Test
    void choose_severalBetter_takesTheLeastLoss() {
        assertThat(winner(ORIGINAL, scores(0.6, 0.5, 1, 1), scores(0.6, 0.6, 0.4, 1), scores(1, 0.7, 0.5, 1)))
                .hasValue(1);
    }

    @Test
    void choose_atATie_takesTheEarlier() {
        assertThat(winner(ORIGINAL, scores(0.6, 0.5, 1, 1), scores(0.6, 0.7, 0.5, 1), scores(0.9, 0.8, 0.5, 2)))
                .hasValue(1);
    }

    @Test
    void choose_collapsed_wantsDiversityAndAllowsALittleTop1() {
        SampleScores original = scores(1, 0.9, 0.1, 0.2);
        SampleScores asBefore = scores(1, 0.99, -1, 0.2);
        SampleScores wide = scores(0.95, 0.8, 0.3, 0.3);
        SampleScores broken = scores(0.94, 0.8, 0.2, 0.9);
        SelectionRule rule = SelectionRule.collapsed(original, 0.05);
        assertThat(winner(rule, asBefore, broken)).isEmpty();
        assertThat(winner(rule, asBefore, broken, wide)).hasValue(2);
        assertThat(winner(SelectionRule.healthy(original, 0.9), wide)).isEmpty();
    }

    @Test
    void choose_collapsedWithAJudge_boundsItsTop1Too() {
        SelectionRule rule = SelectionRule.collapsed(judged(0.9, 1, 0.9, 0.2), 0.05);
        assertThat(winner(rule, judged(0.9, 0.94, 0.9, 0.3))).isEmpty();
        assertThat(winner(rule, judged(0.9, 0.95, 0.1, 0.3))).hasValue(0);
    }

    @Test
    void choose_diverse_takesTheLeastLossAboveTheFloor() {
        SelectionRule rule = SelectionRule.diverse(scores(0.9, 0.8, 0.5, 1), 0.75);
        SampleScores surer = scores(1, 0.99, 0, 0.99);
        SampleScores wide = scores(0.5, 0.6, 3, 1.2);
        SampleScores wider = scores(0.9, 0.7, 2, 1.3);
        SampleScores broken = scores(0.9, 0.59, 0.1, 2);
        assertThat(winner(rule, surer, broken)).isEmpty();
        assertThat(winner(rule, surer, wide, wider, broken)).hasValue(2);
    }

    @Test
    void choose_diverseWithAJudge_holdsItsProbabilityToo() {
        SelectionRule rule = SelectionRule.diverse(judged(0.9, 1, 0.8, 1), 0.75);
        assertThat(winner(rule, judged(0.9, 1, 0.59, 1.5))).isEmpty();
        assertThat(winner(rule, judged(0.9, 0.5, 0.61, 1.5))).hasValue(0);
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
    void refusals_ofACandidate_nameEveryRuleWithItsLimit() {
        SelectionRule rule = SelectionRule.healthy(judged(0.4, 0.6, 0.5, 1), 0.95);
        assertThat(rule.refusals(judged(0.5, 0.6, 0.51, 0.95))).isEmpty();
        List<Refusal> refusals = rule.refusals(judged(0.5, 0.55, 0.5, 0.9));
        assertThat(refusals)
                .extracting(Refusal::measure)
                .containsExactly(Measure.PAIR_DIVERSITY, Measure.JUDGE_PROBABILITY, Measure.JUDGE_TOP1);
        assertThat(refusals).extracting(Refusal::limit).containsExactly(0.95, 0.5, 0.6);
        assertThat(refusals).extracting(Refusal::found).containsExactly(0.9, 0.5, 0.55);
        assertThat(rule.gains(judged(0.5, 0.55, 0.5, 0.9)))
                .containsExactly(new Gain(Measure.CLASSIFIER_PROBABILITY, 0.4, 0.5));
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

    @Test
    void choose_upToALevel_takesTheLeastMovementThatReachesIt() {
        SelectionRule rule = SelectionRule.healthy(ORIGINAL, 0.8)
                .upTo(new RealLevel(Measure.CLASSIFIER_PROBABILITY, 0.6), new float[] {1, 1});
        Candidate end = moved(0.9, 0.1, 3, 4);
        Candidate nearer = moved(0.6, 0.5, 1, 2);
        Candidate nearest = moved(0.59, 0.4, 1, 1.5f);
        Candidate backwards = moved(0.7, 0.3, -1, 1);
        assertThat(rule.choose(List.of(end, backwards, nearer, nearest))).hasValue(nearer);
        assertThat(rule.choose(List.of(nearest, end))).hasValue(end);
        assertThat(rule.choose(List.of(moved(0.55, 0.7, 1, 1), nearest, moved(0.5, 0.6, 2, 2))))
                .as("none reaches it: the least loss")
                .hasValue(nearest);
    }

    @Test
    void choose_upToALevel_stillAsksForTheRequirements() {
        SelectionRule rule = SelectionRule.healthy(judged(0.4, 0.6, 0.5), 0.8)
                .upTo(new RealLevel(Measure.JUDGE_PROBABILITY, 0.6), new float[1]);
        assertThat(winner(rule, judged(0.39, 1, 0.9), judged(0.5, 0.59, 0.9), judged(0.6, 0.7, 0.6)))
                .hasValue(2);
        assertThat(winner(rule, judged(0.39, 1, 0.9))).isEmpty();
        assertThat(rule.originalReachesLevel()).isFalse();
        assertThat(SelectionRule.healthy(judged(0.4, 0.6, 0.6), 0.8).originalReachesLevel())
                .isFalse();
        assertThat(SelectionRule.healthy(judged(0.4, 0.6, 0.6), 0.8)
                        .upTo(new RealLevel(Measure.JUDGE_PROBABILITY, 0.6), new float[1])
                        .originalReachesLevel())
                .isTrue();
    }

    @Test
    void choose_upToALevelWithNoiseLayers_countsTheirMovementToo() {
        SelectionRule rule = SelectionRule.healthy(ORIGINAL, 0.8)
                .upTo(new RealLevel(Measure.CLASSIFIER_PROBABILITY, 0.6), new float[1]);
        Candidate far = layered(0.5f, new float[] {3, 0});
        Candidate near = layered(1, new float[] {1.5f, 0});
        assertThat(rule.choose(List.of(far, near))).hasValue(near);
    }

    private static Candidate layered(float at, float[] layer) {
        return moved(0.7, 0.5, Optional.of(new NoiseLayer(1, layer)), at);
    }

    private static Candidate moved(double probability, double loss, float... to) {
        return moved(probability, loss, Optional.empty(), to);
    }

    private static Candidate moved(double probability, double loss, Optional<NoiseLayer> layer, float... to) {
        SampleScores scores = scores(1, probability, loss, 1);
        return new Candidate(0, 1, 1, to, layer, loss, scores, Comparisons.same(scores, 1));
    }

    private static Optional<Integer> winner(SampleScores original, SampleScores... scores) {
        return winner(SelectionRule.healthy(original, 0.8), scores);
    }

    /** The place of the winner; a candidate's loss is its cross-entropy. */
    private static Optional<Integer> winner(SelectionRule rule, SampleScores... scores) {
        List<Candidate> candidates = Arrays.stream(scores)
                .map(score -> new Candidate(
                        0,
                        1,
                        1,
                        new float[1],
                        Optional.empty(),
                        score.classifier().crossEntropy(),
                        score,
                        Comparisons.same(score, 1)))
                .toList();
        return rule.choose(candidates).map(candidates::indexOf);
    }

    private static SampleScores scores(double top1, double probability, double crossEntropy, double diversity) {
        return new SampleScores(new ClassifierScore(top1, probability, crossEntropy), Optional.empty(), diversity);
    }

    private static SampleScores judged(double probability, double judgeTop1, double judgeProbability) {
        return judged(probability, judgeTop1, judgeProbability, 1);
    }

    /** Scores whose cross-entropy falls as the classifier's probability rises. */
    private static SampleScores judged(
            double probability, double judgeTop1, double judgeProbability, double diversity) {
        return new SampleScores(
                new ClassifierScore(1, probability, -Math.log(probability)),
                Optional.of(new ClassifierScore(judgeTop1, judgeProbability, 1)),
                diversity);
    }
}
