package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.model.BatchThreads;
import org.biggantune.model.DeviceFailure;
import org.biggantune.model.TorchRuntime;

/**
 * Minimises the objective from one or several starts. Parameters, the optimiser's state and step metrics stay on the device,
 * which is waited for only at the end of a block of steps or when parameters or state are read. Owns its tensors; the
 * caller closes it. Not thread-safe.
 */
public final class OptimizationLoop implements AutoCloseable {
    /** γ of the mean: a few steps are near the end of a short way, and the more of them count the less noise is left. */
    private static final double DECAY_WITH_PULL = 0;

    /** γ where the way is long: the mean lags a tenth of the steps behind. */
    private static final double DECAY_WITHOUT_PULL = 8;

    private final TorchRuntime runtime;
    private final Objective objective;
    private final LoadSettings load;
    private final BatchThreads threads;
    private final int starts;
    private final NDManager scope;
    private final Objective.Frame frame;
    private final NDArray values;
    private final boolean pulls;
    private final StepRule rule;
    private final Optional<IterateAverage> average;

    /**
     * Creates a loop that continues from the given parameters and state.
     *
     * @param runtime the device
     * @param objective the objective to minimise
     * @param settings the settings of the optimiser
     * @param load how a batch is divided, with {@code auto} resolved
     * @param initial c₀ of each start, concatenated
     * @param parameters the current parameters of each start, concatenated, not clamped
     * @param moments the optimiser's state for these parameters
     * @param starts the number of starts
     */
    public OptimizationLoop(
            TorchRuntime runtime,
            Objective objective,
            OptimizationSettings settings,
            LoadSettings load,
            float[] initial,
            float[] parameters,
            OptimizerState moments,
            int starts) {
        this.runtime = runtime;
        this.objective = objective;
        this.load = load;
        this.threads = runtime.batchThreads(load.concurrentChunks());
        this.starts = starts;
        this.scope = runtime.newScope();
        Shape shape = new Shape(starts, parameters.length / starts);
        this.frame = objective.frame(scope, initial, starts);
        this.values = scope.create(parameters, shape);
        this.pulls = settings.weightDecay() > 0 || objective.proximity() > 0;
        this.rule = rule(shape, moments, settings);
        this.average = settings.averaged()
                ? Optional.of(new IterateAverage(
                        scope.create(moments.average(), shape), pulls ? DECAY_WITH_PULL : DECAY_WITHOUT_PULL))
                : Optional.empty();
    }

    /** Adam where nothing pulls: a gradient alone does not say how far to go. */
    private StepRule rule(Shape shape, OptimizerState state, OptimizationSettings settings) {
        double rate = settings.learningRate();
        double decay = settings.weightDecay();
        return settings.averaged() && pulls
                ? new ProximalDescent(
                        scope, shape, state, rate, decay, objective.proximity(), objective.embeddingSize())
                : new Adam(scope, shape, state, rate, decay);
    }

    /** Creates a loop for a single start at its initial parameters. */
    public OptimizationLoop(
            TorchRuntime runtime,
            Objective objective,
            OptimizationSettings settings,
            LoadSettings load,
            float[] initial) {
        this(
                runtime,
                objective,
                settings,
                load,
                initial,
                initial,
                OptimizerState.zero(initial, settings.averaged()),
                1);
    }

    /**
     * Takes a block of steps and waits for the device.
     *
     * @param batches latents and pairs of each step, the same for all starts
     * @param factors the schedule's factor on the learning rate for each step
     * @return for each step and start the metrics before the step; the caller checks that they are finite
     * @throws org.biggantune.domain.failure.DeviceUnavailableException if the device has too little memory or fails
     */
    public List<List<StepMetrics>> take(List<LatentBatch> batches, double[] factors) {
        List<List<StepMetrics>> outcomes = DeviceFailure.during(() -> taken(batches, factors));
        // Between blocks the GPU memory in use is what a step needs.
        runtime.noteGpuMemory();
        return outcomes;
    }

    private List<List<StepMetrics>> taken(List<LatentBatch> batches, double[] factors) {
        try (NDManager block = runtime.newScope()) {
            NDList chunks = chunks(block, batches);
            int each = chunks.size() / batches.size();
            NDList found = new NDList();
            for (int i = 0; i < batches.size(); i++) {
                NDList own = new NDList(chunks.subList(i * each, (i + 1) * each));
                try (NDManager step = block.newSubManager()) {
                    Objective.Evaluation evaluation = objective.evaluate(step, frame, values, own, threads);
                    rule.step(values, evaluation.gradient(), factors[i]);
                    if (!pulls) {
                        // Outside the bounds the clamp's gradient is zero: a value would never come back.
                        objective.project(step, frame, values);
                    }
                    average.ifPresent(mean -> mean.add(rule.steps(), values));
                    evaluation.numbers().attach(block);
                    found.add(evaluation.numbers());
                }
            }
            return outcomes(NDArrays.concat(found).toFloatArray(), batches.size());
        }
    }

    /** Copies the latents of all steps to the device at once, ordered by pairs, and splits them into chunks. */
    private NDList chunks(NDManager block, List<LatentBatch> batches) {
        int length = batches.get(0).latents().length;
        float[] latents = new float[Math.multiplyExact(batches.size(), length)];
        for (int i = 0; i < batches.size(); i++) {
            System.arraycopy(batches.get(i).arranged().latents(), 0, latents, i * length, length);
        }
        NDArray all = objective.latents(block, latents);
        int batch = Math.toIntExact(all.getShape().get(0) / batches.size());
        int[] sizes = load.chunkSizes(batch);
        List<Long> cuts = new ArrayList<>();
        long cut = 0;
        for (int i = 0; i < batches.size(); i++) {
            for (int size : sizes) {
                cuts.add(cut);
                cut += size;
            }
        }
        return all.split(cuts.stream().skip(1).mapToLong(Long::longValue).toArray(), 0);
    }

    private List<List<StepMetrics>> outcomes(float[] numbers, int steps) {
        int length = numbers.length / (steps * starts);
        List<List<StepMetrics>> outcomes = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            List<StepMetrics> ofStep = new ArrayList<>();
            for (int start = 0; start < starts; start++) {
                int from = (step * starts + start) * length;
                ofStep.add(StepMetrics.of(Arrays.copyOfRange(numbers, from, from + length)));
            }
            outcomes.add(ofStep);
        }
        return outcomes;
    }

    /** Returns the parameters of all starts, concatenated and not clamped, read from the device. */
    float[] parameters() {
        return read(values);
    }

    /**
     * Returns what the steps so far lead to for all starts, concatenated and not clamped, read from the device: the
     * parameters, or their mean where the optimiser averages them.
     */
    float[] result() {
        return read(average.map(IterateAverage::mean).orElse(values));
    }

    /** Reads a tensor; the host copy that DJL makes of a GPU tensor is freed at once. */
    static float[] read(NDArray tensor) {
        try (NDManager scope = tensor.getManager().newSubManager()) {
            NDArray same = tensor.stopGradient();
            same.attach(scope);
            return same.toFloatArray();
        }
    }

    /** Returns the optimiser's state of all starts, read from the device. */
    OptimizerState moments() {
        return new OptimizerState(
                read(rule.mean()),
                read(rule.square()),
                average.map(IterateAverage::mean).map(OptimizationLoop::read).orElse(new float[0]),
                rule.steps());
    }

    @Override
    public void close() {
        scope.close();
    }
}
