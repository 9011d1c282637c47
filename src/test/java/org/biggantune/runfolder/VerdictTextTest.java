package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.Measure;
import org.biggantune.tuning.Assessment;
import org.biggantune.tuning.Gain;
import org.biggantune.tuning.Refusal;
import org.biggantune.tuning.Requirement;
import org.biggantune.tuning.Verdict;
import org.junit.jupiter.api.Test;

final class VerdictTextTest {
    private static final Requirement FLOOR = new Requirement(Measure.PAIR_DIVERSITY, false, 0.95, 0);
    private static final Requirement RISE = new Requirement(Measure.JUDGE_PROBABILITY, true, 1, 0);
    private static final Requirement HOLD = new Requirement(Measure.JUDGE_TOP1, false, 1, 0);
    private static final Gain TRIPLED = new Gain(Measure.CLASSIFIER_PROBABILITY, 0.00102, 0.0031);

    @Test
    void reason_aFloor_isNamedWithWhatRoseNevertheless() {
        Refusal refusal =
                new Refusal(FLOOR, Refusal.Reason.BELOW_LIMIT, 0.3528, 0.2841, 0.95 * 0.3528, Optional.empty());
        assertThat(text(Verdict.KEPT, refusal, TRIPLED))
                .isEqualTo("pair diversity 0.284 is below its floor 0.335 (0.95 of the original's), though classifier"
                        + " probability rose 0.0010 → 0.0031");
    }

    @Test
    void reason_onTheTestLatents_saysSoWithTheInterval() {
        Refusal chance =
                new Refusal(RISE, Refusal.Reason.MAYBE_CHANCE, 0.009, 0.010, 0.019, interval(0.001, -0.0004, 0.0025));
        assertThat(text(Verdict.KEPT, chance, TRIPLED))
                .isEqualTo("on the test latents judge probability rose 0.0090 → 0.010, but that may be chance"
                        + " (95 % interval of the change: -0.00040 to +0.0025)");
        Refusal small = new Refusal(RISE, Refusal.Reason.TOO_SMALL, 0.938, 0.942, 0.948, interval(0.004, 0.001, 0.006));
        assertThat(text(Verdict.KEPT, small))
                .isEqualTo("on the test latents judge probability rose 0.938 → 0.942, by less than 0.010");
        Refusal worse =
                new Refusal(HOLD, Refusal.Reason.BELOW_LIMIT, 0.957, 0.914, 0.947, interval(-0.043, -0.07, -0.02));
        assertThat(text(Verdict.WORSE, worse))
                .isEqualTo("on the test latents judge top-1 fell 0.957 → 0.914"
                        + " (95 % interval of the change: -0.070 to -0.020)");
    }

    @Test
    void reason_aFallThatNoDigitShows_isNoRise() {
        Refusal fall =
                new Refusal(RISE, Refusal.Reason.NOT_HIGHER, 0.9612, 0.9611, 0.9712, interval(-0.0001, -0.1, 0.1));
        assertThat(text(Verdict.KEPT, fall))
                .isEqualTo("on the test latents judge probability did not rise (0.961 → 0.961)");
    }

    @Test
    void reason_tooFewTestLatents_saysHowManyAreNeeded() {
        Refusal few = new Refusal(
                RISE,
                Refusal.Reason.MAYBE_CHANCE,
                0.5,
                0.75,
                0.51,
                interval(0.25, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        assertThat(text(Verdict.KEPT, few))
                .isEqualTo("on the test latents judge probability rose 0.500 → 0.750, but with so few latents that"
                        + " may be chance; give --test-samples 12 or more");
    }

    @Test
    void reason_anImprovement_isWhatRose() {
        Assessment assessment = new Assessment(
                Verdict.IMPROVED,
                Optional.empty(),
                List.of(),
                List.of(TRIPLED, new Gain(Measure.JUDGE_PROBABILITY, 0.634, 0.756)),
                Optional.empty());
        assertThat(VerdictText.reason(assessment))
                .isEqualTo("classifier probability rose 0.0010 → 0.0031, judge probability rose 0.634 → 0.756");
    }

    private static String text(Verdict verdict, Refusal refusal, Gain... gains) {
        return VerdictText.reason(
                new Assessment(verdict, Optional.empty(), List.of(refusal), List.of(gains), Optional.empty()));
    }

    private static Optional<ConfidenceInterval> interval(double mean, double low, double high) {
        return Optional.of(new ConfidenceInterval(mean, low, high));
    }
}
