package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.model.TorchRuntime;

/**
 * Starts of a class that are on their way together, from a state to the end of the last of them. They share latents, the
 * passes through the networks and the count of steps; each has a gradient and moments of its own, and leaves the group
 * when it ends.
 */
final class ParallelRestarts {
    /** Where candidates are taken at the end of a start, besides where it led: back on the straight way to its beginning. */
    static final double[] BACK_OFF = {0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5};

    private final TorchRuntime runtime;
    private final Objective objective;
    private final TuningLatents latents;
    private final TuningSettings settings;
    private final CandidateMeasure measure;
    private final PassMeter meter;
    private final Patience patience;
    private final int block;
    private final IntFunction<float[]> beginnings;
    private final TuningListener listener;

    private final Map<Integer, float[]> initial = new HashMap<>();
    private TuningState from;
    private SelectionRule rule;
    private List<Integer> active;
    private List<Candidate> candidates;
    private ForwardPasses passes;
    private int step;

    /**
     * A group, not yet on its way: {@link #run} sets the rest.
     *
     * @param runtime the device
     * @param objective of the class
     * @param latents of the class
     * @param settings how to tune
     * @param measure makes candidates
     * @param meter counts what goes through the models
     * @param block how many steps at most are taken before their outcomes are read
     * @param beginnings the initial parameters of a start
     * @param listener is informed of every step
     */
    @SuppressWarnings("NullAway.Init")
    ParallelRestarts(
            TorchRuntime runtime,
            Objective objective,
            TuningLatents latents,
            TuningSettings settings,
            CandidateMeasure measure,
            PassMeter meter,
            int block,
            IntFunction<float[]> beginnings,
            TuningListener listener) {
        this.runtime = runtime;
        this.objective = objective;
        this.latents = latents;
        this.settings = settings;
        this.measure = measure;
        this.meter = meter;
        this.patience = new Patience(settings.selection().patience());
        this.block = block;
        this.beginnings = beginnings;
        this.listener = listener;
    }

    private float[] initial(int start) {
        return Objects.requireNonNull(initial.get(start));
    }

    /** The first start of the group behind that of a start. */
    int next(int start) {
        return Math.min(settings.start().starts(), start + settings.load().parallelStarts());
    }

    /**
     * Goes from a state to the end of its group.
     *
     * @param rule what is asked of candidates, for the listener
     * @return the candidates of all starts so far, in order
     */
    List<Candidate> run(TuningState state, SelectionRule rule) {
        from = state;
        this.rule = rule;
        step = state.step();
        candidates = new ArrayList<>(state.candidates());
        passes = state.passes();
        active = new ArrayList<>();
        for (int start = state.start(); start < next(state.start()); start++) {
            initial.put(start, beginnings.apply(start));
            if (!state.ended(start)) {
                active.add(start);
            }
        }
        float[] parameters = state.parameters();
        AdamState moments = state.moments();
        listener.onState(() -> from);
        if (step == 0) {
            for (int start : active) {
                tellRow(start, false, () -> measure.row(initial(start), initial(start)));
            }
        }
        while (!active.isEmpty()) {
            List<Integer> together = List.copyOf(active);
            try (OptimizationLoop descent = descent(together, parameters, moments)) {
                if (justTaken()) {
                    arrive(descent);
                }
                while (active.equals(together)) {
                    go(descent);
                }
                parameters = kept(together, descent.parameters());
                moments = kept(together, descent.moments());
            }
        }
        return candidates;
    }

    private OptimizationLoop descent(List<Integer> together, float[] parameters, AdamState moments) {
        int size = parameters.length / together.size();
        float[] beginning = new float[parameters.length];
        for (int i = 0; i < together.size(); i++) {
            System.arraycopy(initial.get(together.get(i)), 0, beginning, i * size, size);
        }
        return new OptimizationLoop(
                runtime,
                objective,
                settings.optimization(),
                settings.load(),
                beginning,
                parameters,
                moments,
                together.size());
    }

    /** Takes a block of steps, and does what follows from the last of them. */
    private void go(OptimizationLoop descent) {
        List<Integer> together = List.copyOf(active);
        int end = endOfBlock();
        List<LatentBatch> batches = new ArrayList<>();
        double[] factors = new double[end - step];
        for (int i = 0; i < factors.length; i++) {
            batches.add(latents.ofStep(step + i));
            factors[i] = settings.optimization().factor(step + i);
        }
        ForwardPasses.Count before = meter.now();
        List<List<StepMetrics>> taken = descent.take(batches, factors);
        passes = passes.withSteps(meter.now().minus(before));
        for (List<StepMetrics> outcomes : taken) {
            step++;
            for (int i = 0; i < together.size(); i++) {
                outcomes.get(i).requireFinite("tuning diverged at step " + step);
                listener.onStep(together.get(i), step, outcomes.get(i));
            }
        }
        if (candidatesDue(step)) {
            // Measuring may take longer than many steps.
            listener.onState(() -> state(together, descent));
        }
        arrive(descent);
    }

    /** Does what follows from the last step of a block. */
    private void arrive(OptimizationLoop descent) {
        List<Integer> together = List.copyOf(active);
        TreeSet<Integer> ended = new TreeSet<>();
        if (candidatesDue(step)) {
            listener.onPhase(TuningPhase.CANDIDATES);
            float[] parameters = descent.parameters();
            for (int i = 0; i < together.size(); i++) {
                if (measured(together.get(i), row(parameters, i, together.size()))) {
                    ended.add(together.get(i));
                }
            }
        }
        for (int i = 0; i < together.size(); i++) {
            int start = together.get(i);
            int place = i;
            tellRow(
                    start,
                    ended.contains(start),
                    () -> measure.row(initial(start), row(descent.parameters(), place, together.size())));
        }
        active.removeAll(ended);
        listener.onState(() -> state(together, descent));
    }

    /** Lets the listener draw a row. */
    private void tellRow(int start, boolean last, Supplier<TunedParameters> row) {
        passes = passes.withReport(meter.during(() -> listener.onRow(start, step, last, row)));
    }

    private TuningState state(List<Integer> together, OptimizationLoop descent) {
        return new TuningState(
                from.start(),
                step,
                kept(together, descent.parameters()),
                kept(together, descent.moments()),
                from.original(),
                candidates,
                passes);
    }

    /** What went through the models up to the end of the group, and before it. */
    ForwardPasses passes() {
        return passes;
    }

    /** Whether the step was taken by a tuning that was stopped before its candidates were measured. */
    private boolean justTaken() {
        return step > 0
                && candidatesDue(step)
                && candidates.stream()
                        .noneMatch(candidate -> candidate.step() == step && active.contains(candidate.start()));
    }

    private boolean candidatesDue(int at) {
        return at == settings.steps() || at % settings.selection().evaluateEvery() == 0;
    }

    private int endOfBlock() {
        int end = step + 1;
        while (end < step + block && !candidatesDue(end) && !listener.wants(end)) {
            end++;
        }
        return end;
    }

    /** Makes the candidates of a start where it is; whether it ends there. */
    private boolean measured(int start, float[] parameters) {
        add(start, 1, parameters);
        boolean last = step == settings.steps() || patience.exhausted(start, candidates);
        if (last) {
            for (double interpolation : BACK_OFF) {
                add(start, interpolation, parameters);
            }
            if (step < settings.steps()) {
                listener.onEarlyEnd(start, step);
            }
        }
        return last;
    }

    private void add(int start, double interpolation, float[] parameters) {
        ForwardPasses.Count before = meter.now();
        Candidate candidate = measure.candidate(start, step, interpolation, initial(start), parameters);
        passes = passes.withChoosing(meter.now().minus(before));
        candidates.add(candidate);
        listener.onCandidate(candidate, rule.refusals(candidate.scores()));
    }

    /** The numbers of the starts that are still on their way. */
    private float[] kept(List<Integer> together, float[] numbers) {
        int size = numbers.length / together.size();
        float[] kept = new float[active.size() * size];
        for (int i = 0; i < active.size(); i++) {
            System.arraycopy(numbers, together.indexOf(active.get(i)) * size, kept, i * size, size);
        }
        return kept;
    }

    private AdamState kept(List<Integer> together, AdamState all) {
        return new AdamState(kept(together, all.mean()), kept(together, all.square()), all.steps());
    }

    private static float[] row(float[] numbers, int place, int of) {
        int size = numbers.length / of;
        return Arrays.copyOfRange(numbers, place * size, (place + 1) * size);
    }
}
