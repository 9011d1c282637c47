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
 * Of these the one with the greatest mean probability wins, averaged over classifier and judge; the earlier one at a
 * tie. If there is none the original row stays.
 */
public final class SelectionRule {
    private final double diversityFloor;

    /** @param diversityFloor the share of the original's pair diversity that must remain, 0 to 1 */
    public SelectionRule(double diversityFloor) {
        this.diversityFloor = diversityFloor;
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
                .max(Comparator.comparingDouble(candidate -> probability(candidate.scores())));
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

    private static double probability(SampleScores scores) {
        double classifier = scores.classifier().probability();
        return scores.judge()
                .map(judge -> (classifier + judge.probability()) / 2)
                .orElse(classifier);
    }
}
