package org.biggantune.tuning;

import org.biggantune.metric.SampleScores;

/** Is told how a tuning goes on, on the tuning's own thread. */
public interface TuningListener {
    /**
     * A step was taken.
     *
     * @param start which start, from 0
     * @param step how many steps of this start are done, from 1
     * @param outcome the objective in front of the step
     */
    void onStep(int start, int step, StepOutcome outcome);

    /**
     * A candidate was measured on the selection's latents.
     *
     * @param start which start, from 0
     * @param step after which step of it
     * @param scores its measures
     */
    void onCandidate(int start, int step, SampleScores scores);
}
