package org.biggantune.tuning;

import java.util.List;
import java.util.Optional;
import org.biggantune.metric.PairedComparison;

/**
 * The verdict on the tuning of a class, with its reasons.
 *
 * @param verdict whether the tuned embedding replaces the original
 * @param candidate the tested candidate, or the one with the lowest loss if none qualified
 * @param refusals the unmet requirements; empty for an improvement
 * @param gains the measures that rose as required
 * @param test the comparison with the original embedding on the test latents; empty if no candidate qualified
 */
public record Assessment(
        Verdict verdict,
        Optional<Candidate> candidate,
        List<Refusal> refusals,
        List<Gain> gains,
        Optional<PairedComparison> test) {
    /** Copies the lists. */
    public Assessment {
        refusals = List.copyOf(refusals);
        gains = List.copyOf(gains);
    }

    /** Assesses a tuning in which no candidate qualified. */
    static Assessment unchosen(SelectionRule rule, List<Candidate> candidates) {
        Optional<Candidate> best = SelectionRule.best(candidates);
        return new Assessment(
                Verdict.KEPT,
                best,
                best.map(candidate -> rule.refusals(candidate.scores())).orElse(List.of()),
                best.map(candidate -> rule.gains(candidate.scores())).orElse(List.of()),
                Optional.empty());
    }

    /** Assesses a chosen candidate by its test. */
    static Assessment tested(Candidate chosen, PairedComparison test, VerdictRule rule) {
        VerdictRule.Decision decision = rule.decide(test);
        return new Assessment(
                decision.verdict(), Optional.of(chosen), decision.refusals(), decision.gains(), Optional.of(test));
    }

    /** Returns the candidate if it replaces the original embedding. */
    Optional<Candidate> winner() {
        return verdict == Verdict.IMPROVED ? candidate : Optional.empty();
    }
}
