package org.biggantune.tuning;

import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.metric.SampleScores;

/**
 * All that a tuning of a class needs to go on as if it had never stopped; random numbers need none, they follow from
 * their addresses.
 *
 * @param start which start is under way, from 0; where several are on their way together, the first of them
 * @param step how many of its steps are done
 * @param parameters its embedding, not clamped, followed by the noise layer's numbers where one is trained; of several
 *     starts those that have not ended, one after the other
 * @param moments the optimiser's memory of them
 * @param original the original row's measures on the selection's latents
 * @param candidates those of all starts so far, in order
 */
public record TuningState(
        int start, int step, float[] parameters, Moments moments, SampleScores original, List<Candidate> candidates) {
    /** Copies the parameters and the list. */
    public TuningState {
        parameters = parameters.clone();
        candidates = List.copyOf(candidates);
    }

    /** Whether a start has ended: then it has candidates of the walk back. */
    boolean ended(int which) {
        return candidates.stream().anyMatch(candidate -> candidate.start() == which && candidate.share() < 1);
    }

    /** How many steps a start that has ended took; it has a candidate at its last step. 0 for another. */
    public int stepsOfEnded(int which) {
        return ended(which)
                ? candidates.stream()
                        .filter(candidate -> candidate.start() == which)
                        .mapToInt(Candidate::step)
                        .max()
                        .orElse(0)
                : 0;
    }

    /** How many steps the starts in front of this state's took. */
    public int stepsOfEarlierStarts() {
        return IntStream.range(0, start).map(this::stepsOfEnded).sum();
    }
}
