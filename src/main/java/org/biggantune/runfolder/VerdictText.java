package org.biggantune.runfolder;

import java.util.Locale;
import java.util.stream.Stream;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.Measure;
import org.biggantune.metric.PairedComparison;
import org.biggantune.report.ResultTable;
import org.biggantune.report.SignificantDigits;
import org.biggantune.tuning.Assessment;
import org.biggantune.tuning.Gain;
import org.biggantune.tuning.RealLevel;
import org.biggantune.tuning.Refusal;
import org.biggantune.tuning.TuningResult;
import org.biggantune.tuning.Verdict;

/** Explains why a class's embedding was changed or kept. */
final class VerdictText {
    private static final int DECIMALS = 3;

    private VerdictText() {}

    /** Returns the reason for a verdict, with the level of real images if there is one. */
    static String reason(TuningResult result) {
        return result.level().map(level -> reason(level, result)).orElseGet(() -> reason(result.assessment()));
    }

    private static String reason(RealLevel level, TuningResult result) {
        String name = name(level.measure());
        String real = SignificantDigits.of(level.value(), DECIMALS);
        return level.isReached(result.validation())
                ? "already at the level of real images (" + name + " "
                        + SignificantDigits.of(level.measure().of(result.validation()), DECIMALS) + ", real images "
                        + real + "); no step was taken"
                : reason(result.assessment()) + "; level of real images: " + name + " " + real;
    }

    /**
     * Returns the reason for the verdict on candidates: the gains, or the main objection and the largest gain in spite of
     * it.
     */
    static String reason(Assessment assessment) {
        if (assessment.verdict() == Verdict.IMPROVED) {
            return gained(assessment.gains().stream());
        }
        if (assessment.refusals().isEmpty()) {
            return "there was no candidate";
        }
        Refusal first = assessment.refusals().get(0);
        String text = (first.change().isPresent() ? "on the test latents " : "") + text(first);
        if (assessment.verdict() == Verdict.WORSE) {
            text += " (" + interval(first.change().orElseThrow()) + ")";
        }
        boolean against = !first.requirement().gain() && !assessment.gains().isEmpty();
        return against ? text + ", though " + gained(assessment.gains().stream().limit(1)) : text;
    }

    private static String text(Refusal refusal) {
        String name = name(refusal.measure());
        String change = ResultTable.change(refusal.before(), refusal.found(), DECIMALS);
        return switch (refusal.reason()) {
            case NOT_HIGHER -> name + (isFall(refusal) ? " fell " + change : " did not rise (" + change + ")");
            case TOO_SMALL ->
                name + " rose " + change + ", by less than "
                        + SignificantDigits.of(refusal.limit() - refusal.before(), 2);
            case MAYBE_CHANCE ->
                name + " rose " + change + ", but " + chance(refusal.change().orElseThrow());
            case BELOW_LIMIT -> below(refusal, name, change);
        };
    }

    /** Returns whether the value is lower also after rounding for display. */
    private static boolean isFall(Refusal refusal) {
        return refusal.found() < refusal.before()
                && !SignificantDigits.of(refusal.found(), DECIMALS)
                        .equals(SignificantDigits.of(refusal.before(), DECIMALS));
    }

    private static String below(Refusal refusal, String name, String change) {
        double share = refusal.requirement().share();
        if (share < 1) {
            return name + " " + SignificantDigits.of(refusal.found(), DECIMALS) + " is below its floor "
                    + SignificantDigits.of(refusal.limit(), DECIMALS) + " (" + share + " of the original's)";
        }
        double loss = refusal.requirement().loss();
        return name + " fell " + change + (loss > 0 ? ", by more than " + loss : "");
    }

    private static String chance(ConfidenceInterval change) {
        return change.isBounded()
                ? "that may be chance (" + interval(change) + ")"
                : "with so few latents that may be chance; give --test-samples " + 2 * PairedComparison.LEAST_PAIRS
                        + " or more";
    }

    private static String interval(ConfidenceInterval change) {
        return String.format(
                Locale.ROOT,
                "%.0f %% interval of the change: %s to %s",
                100 * PairedComparison.CONFIDENCE,
                SignificantDigits.signed(change.low(), DECIMALS),
                SignificantDigits.signed(change.high(), DECIMALS));
    }

    private static String gained(Stream<Gain> gains) {
        return String.join(
                ", ",
                gains.map(gain -> name(gain.measure()) + " rose "
                                + ResultTable.change(gain.before(), gain.after(), DECIMALS))
                        .toList());
    }

    private static String name(Measure measure) {
        return switch (measure) {
            case CLASSIFIER_TOP1 -> "classifier top-1";
            case CLASSIFIER_PROBABILITY -> "classifier probability";
            case JUDGE_TOP1 -> "judge top-1";
            case JUDGE_PROBABILITY -> "judge probability";
            case PAIR_DIVERSITY -> "pair diversity";
        };
    }
}
