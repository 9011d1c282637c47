package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.model.BatchThreads;
import org.biggantune.model.DeviceFailure;
import org.biggantune.model.TorchRuntime;

/**
 * Minimises the objective from one or several starts. Parameters, Adam's moments and step metrics stay on the device,
 * which is waited for only at the end of a block of steps or when parameters or moments are read. Owns its tensors; the
 * caller closes it. Not thread-safe.
 */
public final class OptimizationLoop implements AutoCloseable {
    private final TorchRuntime runtime;
    private final Objective objective;
    private final LoadSettings load;
    private final BatchThreads threads;
    private final int starts;
    private final NDManager scope;
    private final Objective.Frame frame;
    private final NDArray values;
    private final Adam adam;
    private final boolean projects;

    /**
     * Creates a loop that continues from the given parameters and moments.
     *
     * @param runtime the device
     * @param objective the objective to minimise
     * @param settings the settings of Adam
     * @param load how a batch is divided, with {@code auto} resolved
     * @param initial c₀ of each start, concatenated
     * @param parameters the current parameters of each start, concatenated, not clamped
     * @param moments Adam's state for these parameters
     * @param starts the number of starts
     */
    public OptimizationLoop(
            TorchRuntime runtime,
            Objective objective,
            OptimizationSettings settings,
            LoadSettings load,
            float[] initial,
            float[] parameters,
            AdamState moments,
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
        this.adam = new Adam(scope, shape, moments, settings.learningRate(), settings.weightDecay());
        // Outside the bounds the clamp's gradient is zero: without decay or proximity a value would never come back.
        this.projects = settings.weightDecay() == 0 && !objective.pulls();
    }

    /** Creates a loop for a single start at its initial parameters. */
    public OptimizationLoop(
            TorchRuntime runtime,
            Objective objective,
            OptimizationSettings settings,
            LoadSettings load,
            float[] initial) {
        this(runtime, objective, settings, load, initial, initial, AdamState.zero(initial.length), 1);
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
                    adam.step(values, evaluation.gradient(), factors[i]);
                    if (projects) {
                        objective.project(step, frame, values);
                    }
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

    /** Reads a tensor; the host copy that DJL makes of a GPU tensor is freed at once. */
    static float[] read(NDArray tensor) {
        try (NDManager scope = tensor.getManager().newSubManager()) {
            NDArray same = tensor.stopGradient();
            same.attach(scope);
            return same.toFloatArray();
        }
    }

    /** Returns Adam's state of all starts, read from the device. */
    AdamState moments() {
        return adam.moments();
    }

    @Override
    public void close() {
        scope.close();
    }
}
