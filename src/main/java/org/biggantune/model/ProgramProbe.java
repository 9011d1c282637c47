package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.biggantune.domain.failure.CorruptInputException;

/** A program of which little is known, called to see what it takes and what it gives. The caller closes it. */
public final class ProgramProbe implements AutoCloseable {
    private final TorchRuntime runtime;
    private final TorchProgram program;

    /**
     * What a call gave.
     *
     * @param shape the result's sizes; empty where the call failed
     * @param values its numbers, row-major
     * @param failure why the call failed, in the program's words; empty where it did not
     */
    public record Outcome(long[] shape, float[] values, String failure) {
        /** Whether the call gave a tensor. */
        public boolean succeeded() {
            return failure.isEmpty();
        }
    }

    /**
     * Loads a program.
     *
     * @throws CorruptInputException if libtorch refuses it
     */
    public ProgramProbe(Path file, TorchRuntime runtime) {
        this.runtime = runtime;
        this.program = new TorchProgram(file, runtime);
    }

    /**
     * Calls {@code forward(z, y)} with numbers, or {@code forward(z, y, truncation)}.
     *
     * @param latents row-major [count, …]
     * @param conditions row-major [count, …]
     * @param truncation the third argument, a tensor without dimensions; empty where there is none
     */
    public Outcome call(int count, float[] latents, float[] conditions, OptionalDouble truncation) {
        try (NDManager scope = runtime.newScope()) {
            return outcome(scope, matrix(scope, count, latents), matrix(scope, count, conditions), truncation);
        }
    }

    /** Calls {@code forward(z, ids)} likewise, with as many class numbers as there are latents. */
    public Outcome call(float[] latents, long[] ids, OptionalDouble truncation) {
        try (NDManager scope = runtime.newScope()) {
            return outcome(scope, matrix(scope, ids.length, latents), scope.create(ids), truncation);
        }
    }

    /**
     * The length of the gradient of Σ w·images by embeddings, with w = cos k for the k-th number.
     *
     * @return 0 where the images do not depend on them
     */
    public double gradientNorm(int count, float[] latents, float[] embeddings) {
        try (NDManager scope = runtime.newScope();
                Autograd autograd = Autograd.record()) {
            NDArray y = matrix(scope, count, embeddings);
            y.setRequiresGradient(true);
            NDArray images = program.run(matrix(scope, count, latents), y);
            NDArray weights = scope.arange(0f, (float) images.size(), 1f, DataType.FLOAT32)
                    .cos()
                    .reshape(images.getShape());
            autograd.backward(images.mul(weights).sum());
            double squares = 0;
            for (float number : y.getGradient().toFloatArray()) {
                squares += (double) number * number;
            }
            return Math.sqrt(squares);
        }
    }

    private Outcome outcome(NDManager scope, NDArray latents, NDArray conditions, OptionalDouble truncation) {
        try {
            NDArray result = truncation.isPresent()
                    ? program.run(latents, conditions, scope.create((float) truncation.getAsDouble()))
                    : program.run(latents, conditions);
            if (result.getDataType() != DataType.FLOAT32) {
                return failed("gives numbers of type " + result.getDataType() + ", expected float32");
            }
            return new Outcome(result.getShape().getShape(), result.toFloatArray(), "");
        } catch (CorruptInputException | IllegalStateException | IndexOutOfBoundsException | ClassCastException e) {
            String message = String.valueOf(e.getMessage());
            return failed(message.lines().findFirst().orElse(message).replaceFirst("^.*: the program failed: ", ""));
        }
    }

    private static Outcome failed(String why) {
        return new Outcome(new long[0], new float[0], why);
    }

    private static NDArray matrix(NDManager scope, int count, float[] values) {
        return scope.create(values, new Shape(count, values.length / count));
    }

    @Override
    public void close() {
        program.close();
    }
}
