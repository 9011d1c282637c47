package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.biggantune.metric.Measure;
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
 * far for little gain loses. The earlier one wins a tie. If there is none the original row stays. {@link VerdictRule}
 * asks the same of the winner again, on other latents.
 */
final class SelectionRule {
    private final SampleScores original;
    private final List<Requirement> requirements;

    private SelectionRule(SampleScores original, List<Requirement> requirements) {
        this.original = original;
        this.requirements = List.copyOf(requirements);
    }

    /**
     * The rule for a healthy class.
     *
     * @param original the measures of the original row
     * @param diversityFloor the share of its pair diversity that must remain, 0 to 1
     */
    public static SelectionRule healthy(SampleScores original, double diversityFloor) {
        List<Requirement> asked = new ArrayList<>();
        asked.add(Requirement.share(Measure.PAIR_DIVERSITY, diversityFloor));
        asked.add(Requirement.rise(Measure.CLASSIFIER_PROBABILITY));
        asked.add(Requirement.hold(Measure.CLASSIFIER_TOP1));
        if (original.judge().isPresent()) {
            asked.add(Requirement.rise(Measure.JUDGE_PROBABILITY));
            asked.add(Requirement.hold(Measure.JUDGE_TOP1));
        }
        return new SelectionRule(original, asked);
    }

    /**
     * The rule for a collapsed class.
     *
     * @param original the measures of the original row
     * @param top1Loss how much top-1 may fall, 0 to 1
     */
    public static SelectionRule collapsed(SampleScores original, double top1Loss) {
        List<Requirement> asked = new ArrayList<>();
        asked.add(Requirement.rise(Measure.PAIR_DIVERSITY));
        asked.add(Requirement.loss(Measure.CLASSIFIER_TOP1, top1Loss));
        if (original.judge().isPresent()) {
            asked.add(Requirement.loss(Measure.JUDGE_TOP1, top1Loss));
        }
        return new SelectionRule(original, asked);
    }

    /**
     * The rule where diversity itself is wanted.
     *
     * @param original the measures of the original row
     * @param probabilityFloor the share of its mean probability that must remain, 0 to 1
     */
    public static SelectionRule diverse(SampleScores original, double probabilityFloor) {
        List<Requirement> asked = new ArrayList<>();
        asked.add(Requirement.rise(Measure.PAIR_DIVERSITY));
        asked.add(Requirement.share(Measure.CLASSIFIER_PROBABILITY, probabilityFloor));
        if (original.judge().isPresent()) {
            asked.add(Requirement.share(Measure.JUDGE_PROBABILITY, probabilityFloor));
        }
        return new SelectionRule(original, asked);
    }

    /** What is asked of a candidate. */
    List<Requirement> requirements() {
        return requirements;
    }

    /**
     * The winner, or nothing where the original row is best.
     *
     * @param candidates in the order in which they arose, measured on the same latents as the original row
     */
    public Optional<Candidate> choose(List<Candidate> candidates) {
        return best(candidates.stream()
                .filter(candidate -> refusals(candidate.scores()).isEmpty())
                .toList());
    }

    /** The candidate with the least loss, whether it pleases or not. */
    static Optional<Candidate> best(List<Candidate> candidates) {
        return candidates.stream().min(Comparator.comparingDouble(Candidate::loss));
    }

    /** What was to rise and does. */
    List<Gain> gains(SampleScores scores) {
        return requirements.stream()
                .filter(Requirement::gain)
                .map(rise -> new Gain(
                        rise.measure(),
                        rise.measure().of(original),
                        rise.measure().of(scores)))
                .filter(gain -> gain.after() > gain.before())
                .toList();
    }

    /** What a candidate does not meet. */
    List<Refusal> refusals(SampleScores scores) {
        List<Refusal> refusals = new ArrayList<>();
        for (Requirement requirement : requirements) {
            double before = requirement.measure().of(original);
            double found = requirement.measure().of(scores);
            if (!requirement.isMet(before, found)) {
                Refusal.Reason reason = requirement.gain() ? Refusal.Reason.NOT_HIGHER : Refusal.Reason.BELOW_LIMIT;
                refusals.add(
                        new Refusal(requirement, reason, before, found, requirement.limit(before), Optional.empty()));
            }
        }
        return refusals;
    }
}
