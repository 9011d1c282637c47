package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.NoiseLayer;
import org.biggantune.metric.Measure;
import org.biggantune.metric.SampleScores;

/**
 * Chooses among candidates by their scores on validation latents, which no gradient step has used. For a healthy class
 * a candidate qualifies if it
 *
 * <ul>
 *   <li>keeps at least a share of the original embedding's pair diversity,
 *   <li>raises the classifier's mean probability of the class and does not lower its top-1,
 *   <li>and, where there is a judge, does the same for the judge, which provides no gradient: an embedding that only
 *       fools its own classifier is no improvement.
 * </ul>
 *
 * <p>For a collapsed class, which a classifier may recognise perfectly, it qualifies if it raises the pair diversity
 * and the top-1 of classifier and judge falls by no more than a small amount.
 *
 * <p>If diversity is the aim, it qualifies if it raises the pair diversity and the mean probability of classifier and
 * judge stays above a share of the original's.
 *
 * <p>Among qualifying candidates the one with the lowest loss wins, where the loss is the tuning objective on
 * validation latents, including its proximity term; ties go to the earlier one. If no candidate qualifies, the original
 * embedding stays. {@link VerdictRule} checks the winner again on the test latents.
 *
 * <p>With a {@link RealLevel}, the qualifying candidate nearest to the original embedding wins among those that reach the
 * level; the loss decides only where none does.
 */
final class SelectionRule {
    private final SampleScores original;
    private final List<Requirement> requirements;
    private final Optional<RealLevel> level;
    private final float[] origin;

    private SelectionRule(SampleScores original, List<Requirement> requirements) {
        this(original, requirements, Optional.empty(), new float[0]);
    }

    private SelectionRule(
            SampleScores original, List<Requirement> requirements, Optional<RealLevel> level, float[] origin) {
        this.original = original;
        this.requirements = List.copyOf(requirements);
        this.level = level;
        this.origin = origin;
    }

    /**
     * Returns the rule for a healthy class.
     *
     * @param original the validation scores of the original embedding
     * @param diversityFloor the share of its pair diversity that must remain, 0 to 1
     */
    static SelectionRule healthy(SampleScores original, double diversityFloor) {
        List<Requirement> requirements = new ArrayList<>();
        requirements.add(Requirement.share(Measure.PAIR_DIVERSITY, diversityFloor));
        requirements.add(Requirement.rise(Measure.CLASSIFIER_PROBABILITY));
        requirements.add(Requirement.hold(Measure.CLASSIFIER_TOP1));
        if (original.judge().isPresent()) {
            requirements.add(Requirement.rise(Measure.JUDGE_PROBABILITY));
            requirements.add(Requirement.hold(Measure.JUDGE_TOP1));
        }
        return new SelectionRule(original, requirements);
    }

    /**
     * Returns the rule for a collapsed class.
     *
     * @param original the validation scores of the original embedding
     * @param top1Loss the largest allowed fall of top-1, 0 to 1
     */
    static SelectionRule collapsed(SampleScores original, double top1Loss) {
        List<Requirement> requirements = new ArrayList<>();
        requirements.add(Requirement.rise(Measure.PAIR_DIVERSITY));
        requirements.add(Requirement.loss(Measure.CLASSIFIER_TOP1, top1Loss));
        if (original.judge().isPresent()) {
            requirements.add(Requirement.loss(Measure.JUDGE_TOP1, top1Loss));
        }
        return new SelectionRule(original, requirements);
    }

    /**
     * Returns the rule for tuning that aims at diversity.
     *
     * @param original the validation scores of the original embedding
     * @param probabilityFloor the share of its mean probability that must remain, 0 to 1
     */
    static SelectionRule diverse(SampleScores original, double probabilityFloor) {
        List<Requirement> requirements = new ArrayList<>();
        requirements.add(Requirement.rise(Measure.PAIR_DIVERSITY));
        requirements.add(Requirement.share(Measure.CLASSIFIER_PROBABILITY, probabilityFloor));
        if (original.judge().isPresent()) {
            requirements.add(Requirement.share(Measure.JUDGE_PROBABILITY, probabilityFloor));
        }
        return new SelectionRule(original, requirements);
    }

    /**
     * Returns a copy that prefers the least movement to a level.
     *
     * @param wanted the level of real images
     * @param from the original embedding, from which movement is measured
     */
    SelectionRule upTo(RealLevel wanted, float[] from) {
        return new SelectionRule(original, requirements, Optional.of(wanted), from.clone());
    }

    /** Whether there is a level that the original embedding reaches, so that there is nothing to gain. */
    boolean originalReachesLevel() {
        return reachesLevel(original);
    }

    /** Whether there is a level that the scores reach. */
    boolean reachesLevel(SampleScores scores) {
        return level.filter(wanted -> wanted.isReached(scores)).isPresent();
    }

    /** Returns the requirements on a candidate. */
    List<Requirement> requirements() {
        return requirements;
    }

    /**
     * Returns the winner, or empty if no candidate qualifies.
     *
     * @param candidates in the order of their creation, scored on the same latents as the original embedding
     */
    Optional<Candidate> choose(List<Candidate> candidates) {
        List<Candidate> qualified = candidates.stream().filter(this::qualifies).toList();
        return qualified.stream()
                .filter(candidate -> reachesLevel(candidate.scores()))
                .min(Comparator.comparingDouble(this::movement))
                .or(() -> best(qualified));
    }

    /** Returns the squared distance from the original embedding, and from a noise layer that changes nothing. */
    private double movement(Candidate candidate) {
        return new TunedParameters(candidate.embedding(), candidate.noiseLayer())
                .squaredDistance(new TunedParameters(
                        origin, candidate.noiseLayer().map(layer -> NoiseLayer.identity(layer.size()))));
    }

    /** Whether a candidate meets all requirements. */
    boolean qualifies(Candidate candidate) {
        return refusals(candidate.scores()).isEmpty();
    }

    /** Returns the candidate with the lowest loss, whether it qualifies or not. */
    static Optional<Candidate> best(List<Candidate> candidates) {
        return candidates.stream().min(Comparator.comparingDouble(Candidate::loss));
    }

    /** Returns the required gains that the scores show. */
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

    /** Returns the requirements that the scores do not meet. */
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
