package org.biggantune.tuning;

import java.util.List;
import java.util.Optional;
import org.biggantune.metric.PairedComparison;

/**
 * What the tuning of a class is worth, and why.
 *
 * @param verdict whether the row changes
 * @param candidate the row that was tested, or the one with the least loss where no candidate pleased
 * @param refusals what speaks against it; empty if it is an improvement
 * @param gains what it gained nevertheless
 * @param test how it compares with the original row on the test latents; empty where no candidate pleased
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

    /** Of a tuning none of whose candidates pleased. */
    static Assessment unchosen(SelectionRule rule, List<Candidate> candidates) {
        Optional<Candidate> best = SelectionRule.best(candidates);
        return new Assessment(
                Verdict.KEPT,
                best,
                best.map(candidate -> rule.refusals(candidate.scores())).orElse(List.of()),
                best.map(candidate -> rule.gains(candidate.scores())).orElse(List.of()),
                Optional.empty());
    }

    /** Of a candidate that was chosen, then tested. */
    static Assessment tested(Candidate chosen, PairedComparison test, VerdictRule rule) {
        VerdictRule.Decision decision = rule.decide(test);
        return new Assessment(
                decision.verdict(), Optional.of(chosen), decision.refusals(), decision.gains(), Optional.of(test));
    }

    /** The candidate if it takes the original row's place. */
    Optional<Candidate> winner() {
        return verdict == Verdict.IMPROVED ? candidate : Optional.empty();
    }
}
