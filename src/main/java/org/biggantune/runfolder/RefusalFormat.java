package org.biggantune.runfolder;

import java.util.List;
import org.biggantune.metric.Measure;
import org.biggantune.tuning.Refusal;

/**
 * A reason for refusing a candidate, as in {@code result.json} and {@code events.jsonl}.
 *
 * @param measure the measure that fell short
 * @param rule the rule that was not met
 * @param before the value of the original embedding
 * @param found the value of the candidate
 * @param limit the value required
 * @param test whether measured on the test latents
 */
record RefusalFormat(String measure, String rule, double before, double found, double limit, boolean test) {
    static List<RefusalFormat> of(List<Refusal> refusals) {
        return refusals.stream().map(RefusalFormat::of).toList();
    }

    private static RefusalFormat of(Refusal refusal) {
        return new RefusalFormat(
                name(refusal.measure()),
                rule(refusal.reason()),
                refusal.before(),
                refusal.found(),
                refusal.limit(),
                refusal.change().isPresent());
    }

    private static String rule(Refusal.Reason reason) {
        return switch (reason) {
            case NOT_HIGHER -> "not-higher";
            case TOO_SMALL -> "below-least-gain";
            case MAYBE_CHANCE -> "within-chance";
            case BELOW_LIMIT -> "below-limit";
        };
    }

    /** Returns the path of a measure in the record of scores. */
    static String name(Measure measure) {
        return switch (measure) {
            case CLASSIFIER_TOP1 -> "classifier.top1";
            case CLASSIFIER_PROBABILITY -> "classifier.probability";
            case JUDGE_TOP1 -> "judge.top1";
            case JUDGE_PROBABILITY -> "judge.probability";
            case PAIR_DIVERSITY -> "pairDiversity";
        };
    }
}
