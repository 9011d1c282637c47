package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.PairedComparison;

/**
 * Decides whether the chosen embedding replaces the original, on test latents that neither gradients nor the selection
 * have used. The embedding must meet the requirements of the selection again, with two changes:
 *
 * <ul>
 *   <li>a required gain must be beyond chance, with its whole confidence interval above 0, and reach a least gain,
 *       since with enough latents any difference becomes significant;
 *   <li>a top-1 that must not fall may be lower by the least gain.
 * </ul>
 *
 * The verdict is {@link Verdict#WORSE} if a requirement is violated beyond chance: for a required gain, its whole
 * interval is below 0 and the fall is at least the least gain; for anything else, the whole interval is below the
 * limit.
 */
final class VerdictRule {
    private final List<Requirement> requirements;
    private final double leastGain;

    /**
     * Creates a rule.
     *
     * @param requirements the requirements of the selection
     * @param leastGain the smallest rise that counts, at least 0
     */
    VerdictRule(List<Requirement> requirements, double leastGain) {
        this.requirements = List.copyOf(requirements);
        this.leastGain = leastGain;
    }

    /**
     * A verdict and its reasons.
     *
     * @param verdict the verdict
     * @param refusals the unmet requirements, those that made it worse first; empty for an improvement
     * @param gains the required gains that were reached
     */
    record Decision(Verdict verdict, List<Refusal> refusals, List<Gain> gains) {}

    /** Decides by a comparison with the original embedding on the test latents. */
    Decision decide(PairedComparison test) {
        List<Refusal> worse = new ArrayList<>();
        List<Refusal> other = new ArrayList<>();
        List<Gain> gains = new ArrayList<>();
        for (Requirement requirement : requirements) {
            ConfidenceInterval above = test.above(requirement.measure(), requirement.share());
            Optional<Refusal> refusal = refusal(requirement, above, test);
            refusal.ifPresent(found -> (isWorse(requirement, above) ? worse : other).add(found));
            if (requirement.gain() && refusal.isEmpty()) {
                gains.add(new Gain(
                        requirement.measure(),
                        requirement.measure().of(test.before()),
                        requirement.measure().of(test.after())));
            }
        }
        Verdict verdict = !worse.isEmpty() ? Verdict.WORSE : other.isEmpty() ? Verdict.IMPROVED : Verdict.KEPT;
        worse.addAll(other);
        return new Decision(verdict, worse, gains);
    }

    private Optional<Refusal> refusal(Requirement requirement, ConfidenceInterval above, PairedComparison test) {
        double before = requirement.measure().of(test.before());
        double limit = requirement.limit(before) + (requirement.gain() ? leastGain : -tolerance(requirement));
        double found = requirement.measure().of(test.after());
        return reason(requirement, above)
                .map(reason -> new Refusal(requirement, reason, before, found, limit, Optional.of(above)));
    }

    private Optional<Refusal.Reason> reason(Requirement requirement, ConfidenceInterval above) {
        if (!requirement.gain()) {
            boolean kept = above.mean() >= -requirement.loss() - tolerance(requirement);
            return kept ? Optional.empty() : Optional.of(Refusal.Reason.BELOW_LIMIT);
        }
        if (!(above.mean() > 0)) {
            return Optional.of(Refusal.Reason.NOT_HIGHER);
        }
        if (!(above.low() > 0)) {
            return Optional.of(Refusal.Reason.MAYBE_CHANCE);
        }
        return above.mean() >= leastGain ? Optional.empty() : Optional.of(Refusal.Reason.TOO_SMALL);
    }

    private boolean isWorse(Requirement requirement, ConfidenceInterval above) {
        return requirement.gain() ? above.high() < 0 && above.mean() <= -leastGain : above.high() < -requirement.loss();
    }

    /** Returns the ignored loss: less than the least gain for a measure that must be kept. */
    private double tolerance(Requirement requirement) {
        return requirement.isHold() ? leastGain : 0;
    }
}
