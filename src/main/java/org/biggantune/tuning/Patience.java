package org.biggantune.tuning;

import java.util.List;

/**
 * Says when a start has had enough: once a number of candidates in a row have not lowered the loss on validation latents.
 * It looks at candidates alone, so a tuning that goes on from a state decides as it would have done. Candidates of the
 * back-off do not count.
 *
 * @param candidates how many in a row; 0: a start never ends early
 */
record Patience(int candidates) {
    /**
     * Whether a start is over.
     *
     * @param start which start
     * @param all the candidates of all starts so far, in order
     */
    boolean exhausted(int start, List<Candidate> all) {
        double best = Double.POSITIVE_INFINITY;
        int inVain = 0;
        for (Candidate candidate : all) {
            if (candidate.start() != start || candidate.interpolation() < 1) {
                continue;
            }
            inVain = candidate.loss() < best ? 0 : inVain + 1;
            best = Math.min(best, candidate.loss());
        }
        return candidates > 0 && inVain >= candidates;
    }
}
