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
 * The parameters of some starts on their way down the objective. They, Adam's moments and what each step gave stay on the
 * device; it is waited for where a block of steps ends, when parameters or moments are asked for, and never within a
 * step. Owns its tensors; the caller closes it. Not thread-safe.
 */
public final class OptimizationLoop implements AutoCloseable {
    private final TorchRuntime runtime;
    private final Objective objective;
    private final LoadSettings load;
    private final BatchThreads lanes;
    private final int starts;
    private final NDManager scope;
    private final Objective.Frame frame;
    private final NDArray values;
    private final Adam adam;
    private final boolean projects;

    /**
     * A descent that stands where parameters and moments say.
     *
     * @param runtime the device
     * @param objective what is to become less
     * @param settings how Adam walks
     * @param load how a batch is worked through, in a known number of parts
     * @param initial c₀ of each start, one after the other
     * @param parameters where each start is, one after the other
     * @param moments Adam's memory of them
     * @param starts how many
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
        this.lanes = runtime.lanes(load.lanes());
        this.starts = starts;
        this.scope = runtime.newScope();
        Shape shape = new Shape(starts, parameters.length / starts);
        this.frame = objective.frame(scope, initial, starts);
        this.values = scope.create(parameters, shape);
        this.adam = new Adam(scope, shape, moments, settings.learningRate(), settings.weightDecay());
        // With decay or a pull a number that left the bounds comes back; without, its gradient is zero there for ever.
        this.projects = settings.weightDecay() == 0 && !objective.pulls();
    }

    /** The descent of one start that begins here. */
    public OptimizationLoop(
            TorchRuntime runtime,
            Objective objective,
            OptimizationSettings settings,
            LoadSettings load,
            float[] initial) {
        this(runtime, objective, settings, load, initial, initial, AdamState.zero(initial.length), 1);
    }

    /**
     * Takes a block of steps.
     *
     * @param batches latents and pairs of each step; all starts see the same
     * @param factors the share of the learning rate that each step takes
     * @return for each step what each start's objective was in front of it; numbers that are not finite are for the
     *     caller to find
     * @throws org.biggantune.domain.failure.DeviceUnavailableException if the device has too little memory or fails
     */
    public List<List<StepMetrics>> take(List<LatentBatch> batches, double[] factors) {
        List<List<StepMetrics>> outcomes = DeviceFailure.during(() -> taken(batches, factors));
        // Between two blocks the memory of a GPU is what a step needs.
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
                    Objective.Evaluation evaluation = objective.evaluate(step, frame, values, own, lanes);
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

    /** The latents of all steps in the order of their pairs, copied to the device at once, in pieces. */
    private NDList chunks(NDManager block, List<LatentBatch> batches) {
        int length = batches.get(0).latents().length;
        float[] latents = new float[Math.multiplyExact(batches.size(), length)];
        for (int i = 0; i < batches.size(); i++) {
            System.arraycopy(batches.get(i).arranged().latents(), 0, latents, i * length, length);
        }
        NDArray all = objective.latents(block, latents);
        int batch = Math.toIntExact(all.getShape().get(0) / batches.size());
        int[] pieces = load.pieces(batch);
        List<Long> cuts = new ArrayList<>();
        long cut = 0;
        for (int i = 0; i < batches.size(); i++) {
            for (int piece : pieces) {
                cuts.add(cut);
                cut += piece;
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

    /** The parameters of all starts, not clamped, one after the other; read from the device. */
    float[] parameters() {
        return read(values);
    }

    /** Its numbers; a copy that is made for reading from a GPU is freed at once. */
    static float[] read(NDArray tensor) {
        try (NDManager scope = tensor.getManager().newSubManager()) {
            NDArray same = tensor.stopGradient();
            same.attach(scope);
            return same.toFloatArray();
        }
    }

    /** Adam's memory of all starts, read from the device. */
    AdamState moments() {
        return adam.moments();
    }

    @Override
    public void close() {
        scope.close();
    }
}
