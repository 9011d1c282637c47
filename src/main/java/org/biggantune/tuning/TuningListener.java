package org.biggantune.tuning;

import java.util.List;
import java.util.function.Supplier;

/** Receives the progress of a tuning, on the tuning thread. */
public interface TuningListener {
    /**
     * Called if the class counts as collapsed and is tuned as such.
     *
     * @param diversity the relative diversity of its samples
     */
    default void onCollapsed(RelativeDiversity diversity) {}

    /**
     * Called at the beginning of a phase, except before steps, which {@link #onStep} implies.
     *
     * @param phase the phase that begins
     */
    default void onPhase(TuningPhase phase) {}

    /**
     * Called after a step.
     *
     * @param start the index of the start, from 0
     * @param step the number of steps taken, from 1
     * @param outcome the objective before the step
     */
    void onStep(int start, int step, StepMetrics outcome);

    /**
     * Called after a candidate was evaluated on the validation latents.
     *
     * @param candidate the candidate
     * @param refusals the requirements of {@link SelectionRule} that it does not meet; empty if it qualifies
     */
    void onCandidate(Candidate candidate, List<Refusal> refusals);

    /**
     * Called when a start has its initial embedding, and after each block of steps.
     *
     * @param start the index of the start, from 0
     * @param step the number of steps taken, from 0
     * @param last whether the start ends here
     * @param parameters copies the clamped embedding and its noise layer; must be called during this call or not at all
     */
    default void onEmbedding(int start, int step, boolean last, Supplier<TunedParameters> parameters) {}

    /**
     * Called when a start was stopped early because its candidates no longer improved, after its candidates.
     *
     * @param start the index of the start, from 0
     * @param steps the number of steps it took
     */
    default void onEarlyEnd(int start, int steps) {}

    /**
     * Whether the listener needs the embedding or the state after a step, which ends a block of steps there. On a CPU
     * every step ends a block.
     *
     * @param step the number of steps taken by then, from 1
     */
    default boolean wants(int step) {
        return false;
    }

    /**
     * Called wherever the tuning could be interrupted and resumed: before the first step, at the end of a block of
     * steps, and after the candidates evaluated there. An exception ends the tuning.
     *
     * @param state copies the state, which is expensive; must be called during this call or not at all
     */
    void onState(Supplier<TuningState> state);
}
