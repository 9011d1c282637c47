package org.biggantune.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.biggantune.model.TorchRuntime;

/** {@link Adam} between arrays of the Java heap, one step at a time. */
final class ArrayAdam {
    private final TorchRuntime runtime;
    private final double learningRate;
    private final double weightDecay;
    private OptimizerState moments;

    ArrayAdam(TorchRuntime runtime, OptimizerState moments, double learningRate, double weightDecay) {
        this.runtime = runtime;
        this.moments = moments;
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
    }

    OptimizerState moments() {
        return moments;
    }

    /** Changes the values. */
    void step(float[] values, float[] gradient, double factor) {
        try (NDManager scope = runtime.newScope()) {
            Shape shape = new Shape(1, values.length);
            NDArray numbers = scope.create(values, shape);
            NDArray slope = scope.create(gradient, shape);
            Adam adam = new Adam(scope, shape, moments, learningRate, weightDecay);
            adam.step(numbers, slope, factor);
            System.arraycopy(numbers.toFloatArray(), 0, values, 0, values.length);
            System.arraycopy(slope.toFloatArray(), 0, gradient, 0, gradient.length);
            moments = new OptimizerState(
                    OptimizationLoop.read(adam.mean()),
                    OptimizationLoop.read(adam.square()),
                    new float[0],
                    adam.steps());
        }
    }
}
