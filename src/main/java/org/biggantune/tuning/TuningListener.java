package org.biggantune.tuning;

import java.util.function.Supplier;

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
     * @param candidate with its measures
     */
    void onCandidate(Candidate candidate);

    /**
     * The tuning could be stopped here and go on from a state: in front of the first step and after each one. A listener
     * that throws ends the tuning.
     *
     * @param state makes a copy of the state, at a price; to be called at once or not at all
     */
    void onState(Supplier<TuningState> state);
}
