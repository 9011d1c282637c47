package org.biggantune.command.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.biggantune.tuning.Candidate;
import org.biggantune.tuning.Refusal;
import org.biggantune.tuning.StepMetrics;
import org.biggantune.tuning.TuningListener;
import org.biggantune.tuning.TuningPhase;
import org.biggantune.tuning.TuningResult;
import org.biggantune.tuning.TuningState;
import org.jspecify.annotations.Nullable;

/** Records the values that a tuning computes, and the time spent on evaluating samples. */
final class SelfTestListener implements TuningListener {
    private final long begun = System.nanoTime();
    private final List<Double> measures = new ArrayList<>();
    private @Nullable Long measuringSince;
    private long measuring;
    private long whole;

    @Override
    public void onPhase(TuningPhase phase) {
        if (measuringSince == null) {
            measuringSince = System.nanoTime();
        }
    }

    @Override
    public void onState(Supplier<TuningState> state) {
        measured();
    }

    private void measured() {
        if (measuringSince != null) {
            measuring += System.nanoTime() - measuringSince;
            measuringSince = null;
        }
    }

    @Override
    public void onStep(int start, int step, StepMetrics outcome) {
        measures.add(outcome.loss());
    }

    @Override
    public void onCandidate(Candidate candidate, List<Refusal> refusals) {
        measures.add(candidate.loss());
        add(candidate.scores());
    }

    /** Records the result and the total time. */
    void end(TuningResult result) {
        measured();
        whole = System.nanoTime() - begun;
        add(result.validation());
        add(result.before());
        add(result.after());
    }

    private void add(SampleScores scores) {
        add(scores.classifier());
        scores.judge().ifPresent(this::add);
        measures.add(scores.pairDiversity());
    }

    private void add(ClassifierScore score) {
        measures.add(score.probability());
        measures.add(score.crossEntropy());
    }

    /** Returns the losses of steps and candidates, and the scores of classifier and judge before, during and after. */
    float[] measures() {
        return SelfTestSubject.numbers(measures.stream().mapToDouble(Double::doubleValue));
    }

    /** Returns the fraction of the tuning's time spent on evaluating samples. */
    double evaluationShare() {
        return (double) measuring / whole;
    }
}
