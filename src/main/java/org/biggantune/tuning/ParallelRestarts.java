package org.biggantune.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.biggantune.domain.settings.BackOff;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.model.TorchRuntime;

/**
 * Tunes a group of starts of one class together until the last of them ends. They share the latents, the passes through
 * the networks and the step count; each has its own gradient and moments and leaves the group when it ends.
 */
final class ParallelRestarts {
    /**
     * Interpolations between the initial and the final embedding of a start at which further candidates are evaluated.
     */
    static final double[] BACK_OFF = {0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5};

    /** The same where the end does not qualify and one after the other is tried. */
    static final double[] BACK_OFF_IF_NEEDED = {0.75, 0.5};

    /** The last one where half of the movement still reaches the level of real images. */
    static final double BACK_OFF_TO_LEVEL = 0.25;

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
    private Set<Integer> ended;
    private int step;

    /**
     * Creates a group; {@link #run} sets the remaining fields.
     *
     * @param runtime the device
     * @param objective the objective of the class
     * @param latents the latents of the class
     * @param settings how to tune
     * @param measure evaluates candidates
     * @param meter counts images that pass through the models
     * @param block the most steps taken before their metrics are read
     * @param beginnings the initial parameters of a start
     * @param listener is notified of progress
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

    /** Returns the first start of the next group. */
    int next(int start) {
        return Math.min(settings.start().starts(), start + settings.load().parallelStarts());
    }

    /**
     * Tunes from a state to the end of its group.
     *
     * @param rule the rule whose refusals are reported to the listener
     * @return the candidates of all starts so far, in order
     */
    List<Candidate> run(TuningState state, SelectionRule rule) {
        from = state;
        this.rule = rule;
        step = state.step();
        candidates = new ArrayList<>(state.candidates());
        passes = state.passes();
        ended = new TreeSet<>(state.ended());
        active = new ArrayList<>();
        for (int start = state.start(); start < next(state.start()); start++) {
            initial.put(start, beginnings.apply(start));
            if (!state.ended(start)) {
                active.add(start);
            }
        }
        float[] parameters = state.parameters();
        OptimizerState moments = state.moments();
        listener.onState(() -> from);
        if (step == 0) {
            for (int start : active) {
                notifyEmbedding(start, false, () -> measure.clamped(initial(start), initial(start)));
            }
        }
        while (!active.isEmpty()) {
            List<Integer> together = List.copyOf(active);
            try (OptimizationLoop loop = loop(together, parameters, moments)) {
                if (candidatesMissing()) {
                    finishBlock(loop);
                }
                while (active.equals(together)) {
                    runBlock(loop);
                }
                parameters = kept(together, loop.parameters());
                moments = kept(together, loop.moments());
            }
        }
        return candidates;
    }

    private OptimizationLoop loop(List<Integer> together, float[] parameters, OptimizerState moments) {
        int size = parameters.length / together.size();
        float[] initials = new float[parameters.length];
        for (int i = 0; i < together.size(); i++) {
            System.arraycopy(initial.get(together.get(i)), 0, initials, i * size, size);
        }
        return new OptimizationLoop(
                runtime,
                objective,
                settings.optimization(),
                settings.load(),
                initials,
                parameters,
                moments,
                together.size());
    }

    /** Takes a block of steps, then evaluates candidates if they are due. */
    private void runBlock(OptimizationLoop loop) {
        List<Integer> together = List.copyOf(active);
        int end = endOfBlock();
        List<LatentBatch> batches = new ArrayList<>();
        double[] factors = new double[end - step];
        for (int i = 0; i < factors.length; i++) {
            batches.add(latents.ofStep(step + i));
            factors[i] = settings.optimization().factor(step + i);
        }
        ForwardPasses.Count before = meter.now();
        List<List<StepMetrics>> taken = loop.take(batches, factors);
        passes = passes.withSteps(meter.now().minus(before));
        for (List<StepMetrics> outcomes : taken) {
            step++;
            for (int i = 0; i < together.size(); i++) {
                outcomes.get(i).requireFinite("tuning diverged at step " + step);
                listener.onStep(together.get(i), step, outcomes.get(i));
            }
        }
        if (candidatesDue(step)) {
            // Saved first: evaluating candidates may take longer than many steps.
            listener.onState(() -> state(together, loop));
        }
        finishBlock(loop);
    }

    /** Evaluates candidates if due, and notifies the listener of the state after the last step of a block. */
    private void finishBlock(OptimizationLoop loop) {
        List<Integer> together = List.copyOf(active);
        if (candidatesDue(step)) {
            listener.onPhase(TuningPhase.CANDIDATES);
            float[] found = loop.result();
            for (int i = 0; i < together.size(); i++) {
                if (evaluateCandidates(together.get(i), slice(found, i, together.size()))) {
                    ended.add(together.get(i));
                }
            }
        }
        for (int i = 0; i < together.size(); i++) {
            int start = together.get(i);
            int index = i;
            notifyEmbedding(
                    start,
                    ended.contains(start),
                    () -> measure.clamped(initial(start), slice(loop.result(), index, together.size())));
        }
        active.removeAll(ended);
        listener.onState(() -> state(together, loop));
    }

    /** Offers an embedding to the listener and counts what it draws. */
    private void notifyEmbedding(int start, boolean last, Supplier<TunedParameters> row) {
        passes = passes.withReport(meter.during(() -> listener.onEmbedding(start, step, last, row)));
    }

    private TuningState state(List<Integer> together, OptimizationLoop loop) {
        return new TuningState(
                from.start(),
                step,
                ended,
                kept(together, loop.parameters()),
                kept(together, loop.moments()),
                from.original(),
                candidates,
                passes);
    }

    /** Returns the images that passed through the models so far, including those before this group. */
    ForwardPasses passes() {
        return passes;
    }

    /** Whether the resumed state is from between the last step and the evaluation of its candidates. */
    private boolean candidatesMissing() {
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

    /** Evaluates the candidates of a start at the current step; returns whether the start ends. */
    private boolean evaluateCandidates(int start, float[] parameters) {
        add(start, 1, parameters);
        boolean last = step == settings.steps() || patience.exhausted(start, candidates);
        if (last) {
            backOff(start, parameters);
            if (step < settings.steps()) {
                listener.onEarlyEnd(start, step);
            }
        }
        return last;
    }

    /**
     * Evaluates candidates on the straight way back to a start's beginning. Where a level of real images is reached, less
     * movement may reach it too.
     */
    private void backOff(int start, float[] parameters) {
        boolean all = settings.selection().backOff() == BackOff.ALL;
        for (double interpolation : all ? BACK_OFF : BACK_OFF_IF_NEEDED) {
            if (!all && rule.qualifies(latest()) && !rule.reachesLevel(latest().scores())) {
                return;
            }
            add(start, interpolation, parameters);
        }
        if (rule.reachesLevel(latest().scores())) {
            add(start, BACK_OFF_TO_LEVEL, parameters);
        }
    }

    private Candidate latest() {
        return candidates.get(candidates.size() - 1);
    }

    private void add(int start, double interpolation, float[] parameters) {
        ForwardPasses.Count before = meter.now();
        Candidate candidate = measure.candidate(start, step, interpolation, initial(start), parameters);
        passes = passes.withChoosing(meter.now().minus(before));
        candidates.add(candidate);
        listener.onCandidate(candidate, rule.refusals(candidate.scores()));
    }

    /** Keeps the values of the starts that are still active. */
    private float[] kept(List<Integer> together, float[] numbers) {
        int size = numbers.length / together.size();
        float[] kept = new float[active.size() * size];
        for (int i = 0; i < active.size(); i++) {
            System.arraycopy(numbers, together.indexOf(active.get(i)) * size, kept, i * size, size);
        }
        return kept;
    }

    private OptimizerState kept(List<Integer> together, OptimizerState all) {
        float[] average = all.average().length == 0 ? all.average() : kept(together, all.average());
        return new OptimizerState(kept(together, all.mean()), kept(together, all.square()), average, all.steps());
    }

    private static float[] slice(float[] numbers, int index, int of) {
        int size = numbers.length / of;
        return Arrays.copyOfRange(numbers, index * size, (index + 1) * size);
    }
}
