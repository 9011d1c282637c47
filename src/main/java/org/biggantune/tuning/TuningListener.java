package org.biggantune.tuning;

import java.util.List;
import java.util.function.Supplier;

/** Is informed how a tuning goes on, on the tuning's own thread. */
public interface TuningListener {
    /**
     * The class is taken for collapsed and tuned as such.
     *
     * @param diversity how little diverse its samples are
     */
    default void onCollapsed(RelativeDiversity diversity) {}

    /**
     * The tuning goes on with something else. That steps are taken is told by {@link #onStep} alone.
     *
     * @param phase what begins
     */
    default void onPhase(TuningPhase phase) {}

    /**
     * A step was taken.
     *
     * @param start which start, from 0
     * @param step how many steps of this start are done, from 1
     * @param outcome the objective in front of the step
     */
    void onStep(int start, int step, StepMetrics outcome);

    /**
     * A candidate was measured on the selection's latents.
     *
     * @param candidate with its measures
     * @param refusals what it does not meet of {@link SelectionRule}; empty if it may be chosen
     */
    void onCandidate(Candidate candidate, List<Refusal> refusals);

    /**
     * A start has its initial embedding, or moved it by a step.
     *
     * @param start which start, from 0
     * @param step how many of its steps are done, from 0
     * @param last whether the start ends here
     * @param row makes a copy of the embedding as the generator sees it, clamped, with its layer; to be called at once or not at all
     */
    default void onRow(int start, int step, boolean last, Supplier<TunedParameters> row) {}

    /**
     * A start has ended before its last step, as its candidates no longer got better; told behind its candidates.
     *
     * @param start which start, from 0
     * @param steps how many steps it took
     */
    default void onEarlyEnd(int start, int steps) {}

    /**
     * Whether the listener has to be told of the row or the state behind a step. Where steps are taken in blocks, it is
     * told of those where a block ends; on the processor that is every one.
     *
     * @param step how many steps of the start will be done, from 1
     */
    default boolean wants(int step) {
        return false;
    }

    /**
     * The tuning could be stopped here and go on from a state: before the first step, where a block of steps ends, and
     * behind the candidates that are measured there. A listener that throws ends the tuning.
     *
     * @param state makes a copy of the state, at a price; to be called at once or not at all
     */
    void onState(Supplier<TuningState> state);
}
