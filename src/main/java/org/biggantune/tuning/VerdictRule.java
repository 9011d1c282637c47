package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.metric.ConfidenceInterval;
import org.biggantune.metric.PairedComparison;

/**
 * Decides on test latents, which neither a gradient nor the choice among candidates has seen, what the chosen row is
 * worth. It must meet the requirements that it was chosen by once more. Besides,
 *
 * <ul>
 *   <li>what is to rise must rise beyond chance, with all of its confidence interval above 0, and by a least gain, since
 *       enough latents would show any difference;
 *   <li>top-1 that was not to fall may be lower by that least gain.
 * </ul>
 *
 * It is worse where a requirement is broken beyond chance: what was to rise has all of its interval below 0 and fell by
 * the least gain or more, what was to be kept has all of it below the limit.
 */
final class VerdictRule {
    private final List<Requirement> requirements;
    private final double leastGain;

    /**
     * A rule.
     *
     * @param requirements what the row was chosen by
     * @param leastGain the least rise that counts, at least 0
     */
    VerdictRule(List<Requirement> requirements, double leastGain) {
        this.requirements = List.copyOf(requirements);
        this.leastGain = leastGain;
    }

    /**
     * A verdict and what speaks against the row.
     *
     * @param verdict the verdict
     * @param refusals what the row did not meet, what made it worse first; empty if it is an improvement
     * @param gains what was to rise and did
     */
    record Decision(Verdict verdict, List<Refusal> refusals, List<Gain> gains) {}

    /** Decides on a row that is compared with the original one. */
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

    /** Which loss does not count: of what is to be kept whole as little as would be no gain. */
    private double tolerance(Requirement requirement) {
        return requirement.isHold() ? leastGain : 0;
    }
}
