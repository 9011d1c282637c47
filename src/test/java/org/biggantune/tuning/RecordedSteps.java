package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.biggantune.metric.SampleScores;

/** Keeps what it is told. */
final class RecordedSteps implements TuningListener {
    final List<String> order = new ArrayList<>();
    final List<StepMetrics> outcomes = new ArrayList<>();
    final List<SampleScores> candidates = new ArrayList<>();
    final Map<String, float[]> rows = new LinkedHashMap<>();
    final List<Candidate> found = new ArrayList<>();
    final List<TuningState> states = new ArrayList<>();
    int wanted;

    /** Forgets everything. */
    void clear() {
        order.clear();
        outcomes.clear();
        candidates.clear();
        rows.clear();
        found.clear();
        states.clear();
    }

    @Override
    public boolean wants(int step) {
        return step == wanted;
    }

    @Override
    public void onStep(int start, int step, StepMetrics outcome) {
        order.add("step " + start + "." + step);
        outcomes.add(outcome);
    }

    @Override
    public void onCandidate(Candidate candidate, List<Refusal> refusals) {
        order.add("candidate " + candidate.start() + "." + candidate.step()
                + (candidate.interpolation() < 1 ? " back to " + candidate.interpolation() : ""));
        candidates.add(candidate.scores());
        found.add(candidate);
    }

    @Override
    public void onEmbedding(int start, int step, boolean last, Supplier<TunedParameters> row) {
        rows.put(start + "." + step + (last ? " last" : ""), row.get().embedding());
    }

    @Override
    public void onEarlyEnd(int start, int taken) {
        order.add("early end " + start + "." + taken);
    }

    @Override
    public void onState(Supplier<TuningState> state) {
        states.add(state.get());
    }
}
