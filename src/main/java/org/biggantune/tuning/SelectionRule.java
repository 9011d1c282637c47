package org.biggantune.tuning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;

/**
 * Chooses among candidates by their measures on latents that no gradient step has seen. For a healthy class a candidate
 * is taken into account if it
 *
 * <ul>
 *   <li>keeps at least a share of the original row's pair diversity,
 *   <li>raises the classifier's mean probability of the class and does not lower its top-1,
 *   <li>and, where there is a judge, does the same for the judge, which no gradient has come from: a row that only fools
 *       its own classifier is no improvement.
 * </ul>
 *
 * For a collapsed class, of which a classifier sees nothing wrong, if it raises the pair diversity, and the top-1 of
 * classifier and judge falls by no more than a small amount.
 *
 * <p>Where diversity itself is wanted, if it raises the pair diversity, and the mean probability that classifier and
 * judge give the class does not fall below a share of what they give the original row.
 *
 * <p>Of these the one with the least loss wins: the tuning's own objective on unseen latents, so that a row which moved
 * far for little gain loses. The earlier one wins a tie. If there is none the original row stays.
 */
public final class SelectionRule {
    private final Predicate<SampleScores> acceptable;

    private SelectionRule(Predicate<SampleScores> acceptable) {
        this.acceptable = acceptable;
    }

    /**
     * The rule for a healthy class.
     *
     * @param original the measures of the original row
     * @param diversityFloor the share of its pair diversity that must remain, 0 to 1
     */
    public static SelectionRule healthy(SampleScores original, double diversityFloor) {
        return new SelectionRule(scores -> scores.pairDiversity() >= diversityFloor * original.pairDiversity()
                && better(original.classifier(), scores.classifier())
                && (original.judge().isEmpty()
                        || better(original.judge().get(), scores.judge().orElseThrow())));
    }

    /**
     * The rule for a collapsed class.
     *
     * @param original the measures of the original row
     * @param top1Loss how much top-1 may fall, 0 to 1
     */
    public static SelectionRule collapsed(SampleScores original, double top1Loss) {
        return new SelectionRule(scores -> scores.pairDiversity() > original.pairDiversity()
                && scores.classifier().top1() >= original.classifier().top1() - top1Loss
                && (original.judge().isEmpty()
                        || scores.judge().orElseThrow().top1()
                                >= original.judge().get().top1() - top1Loss));
    }

    /**
     * The rule where diversity itself is wanted.
     *
     * @param original the measures of the original row
     * @param probabilityFloor the share of its mean probability that must remain, 0 to 1
     */
    public static SelectionRule diverse(SampleScores original, double probabilityFloor) {
        return new SelectionRule(scores -> scores.pairDiversity() > original.pairDiversity()
                && holds(original.classifier(), scores.classifier(), probabilityFloor)
                && (original.judge().isEmpty()
                        || holds(original.judge().get(), scores.judge().orElseThrow(), probabilityFloor)));
    }

    /**
     * The winner, or nothing where the original row is best.
     *
     * @param candidates in the order in which they arose, measured on the same latents as the original row
     */
    public Optional<Candidate> choose(List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> acceptable.test(candidate.scores()))
                .min(Comparator.comparingDouble(Candidate::loss));
    }

    private static boolean holds(ClassifierScore original, ClassifierScore score, double floor) {
        return score.probability() >= floor * original.probability();
    }

    private static boolean better(ClassifierScore original, ClassifierScore score) {
        return score.probability() > original.probability() && score.top1() >= original.top1();
    }
}
