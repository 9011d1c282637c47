package org.biggantune.tuning;

import java.util.Arrays;
import java.util.List;
import org.biggantune.metric.SampleScores;

/**
 * All that a tuning of a class needs to go on as if it had never stopped; random numbers need none, they follow from
 * their addresses.
 *
 * @param start which start is under way, from 0
 * @param step how many of its steps are done
 * @param parameters its embedding, not clamped, followed by the noise layer's numbers where one is trained
 * @param moments the optimiser's memory
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

    /** How many steps the starts before this one took; each has a candidate at its last step. */
    public int stepsOfEarlierStarts() {
        int[] last = new int[start];
        for (Candidate candidate : candidates) {
            if (candidate.start() < start) {
                last[candidate.start()] = Math.max(last[candidate.start()], candidate.step());
            }
        }
        return Arrays.stream(last).sum();
    }
}
