package org.biggantune.tuning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;

/**
 * Chooses among candidates by their measures on latents that no gradient step has seen. A candidate is taken into account
 * if it
 *
 * <ul>
 *   <li>keeps at least a share of the original row's pair diversity,
 *   <li>raises the classifier's mean probability of the class and does not lower its top-1,
 *   <li>and, where there is a judge, does the same for the judge, which no gradient has come from: a row that only fools
 *       its own classifier is no improvement.
 * </ul>
 *
 * Of these the one with the least cross-entropy plus λ times its squared distance from the start wins: the tuning's own
 * objective on unseen latents, so that a row which moved far for little gain loses. The earlier one wins a tie. If there
 * is none the original row stays.
 */
public final class SelectionRule {
    private final double diversityFloor;
    private final double proximity;

    /**
     * A rule.
     *
     * @param diversityFloor the share of the original's pair diversity that must remain, 0 to 1
     * @param proximity λ, the price of a candidate's movement
     */
    public SelectionRule(double diversityFloor, double proximity) {
        this.diversityFloor = diversityFloor;
        this.proximity = proximity;
    }

    /**
     * The winner, or nothing where the original row is best.
     *
     * @param original the measures of the original row on the same latents
     * @param candidates in the order in which they arose
     */
    public Optional<Candidate> choose(SampleScores original, List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> acceptable(original, candidate.scores()))
                .min(Comparator.comparingDouble(this::cost));
    }

    private boolean acceptable(SampleScores original, SampleScores scores) {
        return scores.pairDiversity() >= diversityFloor * original.pairDiversity()
                && better(original.classifier(), scores.classifier())
                && (original.judge().isEmpty()
                        || better(original.judge().get(), scores.judge().orElseThrow()));
    }

    private static boolean better(ClassifierScore original, ClassifierScore score) {
        return score.probability() > original.probability() && score.top1() >= original.top1();
    }

    private double cost(Candidate candidate) {
        return candidate.scores().classifier().crossEntropy() + proximity * candidate.movement();
    }
}
