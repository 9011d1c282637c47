package org.biggantune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PairedComparisonTest {
    private static final SampleScores UNJUDGED = new SampleScores(new ClassifierScore(1, 0.5, 0), Optional.empty(), 2);

    /** Ends and standard errors by scipy.stats.bootstrap, method percentile, 200,000 resamples. */
    @ParameterizedTest
    @CsvSource({
        "128, 1,    0.0296570,  0.0101533, 0.0490741, 0.0099465",
        "128, 0.95, 0.0548296,  0.0351622, 0.0744111, 0.0100273",
        "20,  1,    0.0258352, -0.0177568, 0.0694545, 0.0221807",
        "20,  0.95, 0.0513826,  0.0079813, 0.0947637, 0.0220994",
    })
    void above_recordedDifferences_hasTheIntervalThatScipyFinds(
            int pairs, double share, double mean, double low, double high, double error) {
        ConfidenceInterval found = comparison(pairs, 3).above(Measure.PAIR_DIVERSITY, share);
        assertThat(found.mean()).isCloseTo(mean, within(1e-6));
        // 2,000 resamples leave an end uncertain by some 0.06 standard errors.
        assertThat(found.low()).isCloseTo(low, within(0.2 * error));
        assertThat(found.high()).isCloseTo(high, within(0.2 * error));
    }

    /** By scipy.stats.bootstrap, method percentile, 200,000 resamples, of the same recorded values. */
    @ParameterizedTest
    @CsvSource({
        "128, false, 0.5034520, 0.4545726, 0.5520872, 0.0249874",
        "128, true,  0.5331090, 0.4798768, 0.5851994, 0.0269105",
        "20,  false, 0.5109485, 0.3886328, 0.6331926, 0.0625807",
        "20,  true,  0.5367837, 0.4100173, 0.6613693, 0.0642620",
    })
    void beforeAndAfter_recordedValues_haveTheIntervalsThatScipyFinds(
            int pairs, boolean after, double mean, double low, double high, double error) {
        PairedComparison comparison = comparison(pairs, 3);
        ConfidenceInterval found =
                (after ? comparison.intervals().after() : comparison.intervals().before()).get(Measure.PAIR_DIVERSITY);
        assertThat(found.mean()).isCloseTo(mean, within(1e-6));
        assertThat(found.low()).isCloseTo(low, within(0.2 * error));
        assertThat(found.high()).isCloseTo(high, within(0.2 * error));
    }

    @Test
    void change_sameSeed_isTheSame() {
        ConfidenceInterval first = change(30, 3);
        assertThat(change(30, 3)).isEqualTo(first);
        assertThat(change(30, 4)).isNotEqualTo(first);
    }

    @Test
    void change_everyMeasure_isItsOwn() {
        PairedComparison comparison = new PairedComparison(
                samples(List.of(pair(0, 0.1, 0.5, 0.2, 0.3))), samples(List.of(pair(0.5, 0.2, 1, 0.6, 0.8))), 0, 0);
        assertThat(Arrays.stream(Measure.values())
                        .mapToDouble(measure ->
                                comparison.intervals().change().get(measure).mean())
                        .toArray())
                .containsExactly(new double[] {0.5, 0.1, 0.5, 0.4, 0.5}, within(1e-12));
    }

    @Test
    void change_fewerThanSixPairs_isNotBounded() {
        assertThat(change(5, 0).isBounded()).isFalse();
        assertThat(change(6, 0).isBounded()).isTrue();
    }

    @Test
    void intervals_ofChanges_areThoseOfAllThatIsAboveTheFirst() {
        PairedComparison comparison = comparison(20, 3);
        ComparisonIntervals intervals = comparison.intervals();
        for (Measure measure : Measure.values()) {
            assertThat(intervals.change().get(measure)).isEqualTo(comparison.above(measure, 1));
            assertThat(intervals.after().get(measure)).isEqualTo(comparison.above(measure, 0));
        }
    }

    @Test
    void intervals_withoutAJudge_haveNoneOfIts() {
        MeasuredSamples samples = new MeasuredSamples(UNJUDGED, Collections.nCopies(6, UNJUDGED));
        ComparisonIntervals intervals = new PairedComparison(samples, samples, 0, 0).intervals();
        assertThat(List.of(intervals.before(), intervals.after(), intervals.change()))
                .allSatisfy(found -> assertThat(found)
                        .containsOnlyKeys(
                                Measure.CLASSIFIER_TOP1, Measure.CLASSIFIER_PROBABILITY, Measure.PAIR_DIVERSITY));
    }

    private static ConfidenceInterval change(int pairs, long seed) {
        return comparison(pairs, seed).intervals().change().get(Measure.PAIR_DIVERSITY);
    }

    @Test
    void comparison_ofUnequalCounts_isRefused() {
        SampleScores pair = pair(0, 0, 0, 0, 0);
        assertThatThrownBy(() -> new PairedComparison(samples(List.of(pair)), samples(List.of(pair, pair)), 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Pairs whose probability and distance are the recorded ones. */
    private static PairedComparison comparison(int count, long seed) {
        IntToDoubleFunction before = i -> 0.5 + 0.4 * Math.sin(1.7 * i);
        IntToDoubleFunction after = i -> before.applyAsDouble(i) + 0.03 + 0.2 * Math.pow(Math.sin(2.9 * i + 0.3), 3);
        return new PairedComparison(samples(count, before), samples(count, after), seed, 0);
    }

    private static MeasuredSamples samples(int count, IntToDoubleFunction values) {
        return samples(IntStream.range(0, count)
                .mapToDouble(values)
                .mapToObj(value -> pair(0, value, 0, value, value))
                .toList());
    }

    private static MeasuredSamples samples(List<SampleScores> pairs) {
        double[] mean = Arrays.stream(Measure.values())
                .mapToDouble(measure ->
                        pairs.stream().mapToDouble(measure::of).average().orElseThrow())
                .toArray();
        return new MeasuredSamples(pair(mean[0], mean[1], mean[2], mean[3], mean[4]), pairs);
    }

    private static SampleScores pair(
            double top1, double probability, double judgeTop1, double judgeProbability, double diversity) {
        return new SampleScores(
                new ClassifierScore(top1, probability, 0),
                Optional.of(new ClassifierScore(judgeTop1, judgeProbability, 0)),
                diversity);
    }
}
