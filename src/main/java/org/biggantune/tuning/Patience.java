package org.biggantune.tuning;

import java.util.List;

/**
 * Early stopping: a start ends once a number of consecutive candidates have not lowered the loss on validation latents.
 * The decision depends only on candidates, so a resumed tuning decides as an uninterrupted one. Back-off candidates do
 * not count.
 *
 * @param candidates the number of consecutive candidates without improvement; 0 disables early stopping
 */
record Patience(int candidates) {
    /**
     * Whether a start ends early.
     *
     * @param start the index of the start
     * @param all the candidates of all starts so far, in order
     */
    boolean exhausted(int start, List<Candidate> all) {
        double best = Double.POSITIVE_INFINITY;
        int withoutGain = 0;
        for (Candidate candidate : all) {
            if (candidate.start() != start || candidate.interpolation() < 1) {
                continue;
            }
            withoutGain = candidate.loss() < best ? 0 : withoutGain + 1;
            best = Math.min(best, candidate.loss());
        }
        return candidates > 0 && withoutGain >= candidates;
    }
}
