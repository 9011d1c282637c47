package org.biggantune.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.biggantune.domain.failure.CorruptInputException;

/** Calls an unknown program to find out what it accepts and returns. The caller closes it. */
public final class ProgramProbe implements AutoCloseable {
    private final TorchRuntime runtime;
    private final TorchProgram program;

    /**
     * The outcome of a call.
     *
     * @param shape the shape of the result; empty if the call failed
     * @param values the values of the result, row-major
     * @param failure why the call failed, in the program's words; empty if it succeeded
     */
    public record Outcome(long[] shape, float[] values, String failure) {
        /** Whether the call returned a tensor. */
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
     * Calls {@code forward(z, y)} or {@code forward(z, y, truncation)}.
     *
     * @param count the number of samples
     * @param latents row-major [count, …]
     * @param conditions row-major [count, …]
     * @param truncation the third argument, passed as a zero-dimensional tensor; empty if there is none
     */
    public Outcome call(int count, float[] latents, float[] conditions, OptionalDouble truncation) {
        try (NDManager scope = runtime.newScope()) {
            return outcome(scope, matrix(scope, count, latents), matrix(scope, count, conditions), truncation);
        }
    }

    /** Calls {@code forward(z, ids)} or {@code forward(z, ids, truncation)} with one class index per latent. */
    public Outcome call(float[] latents, long[] ids, OptionalDouble truncation) {
        try (NDManager scope = runtime.newScope()) {
            return outcome(scope, matrix(scope, ids.length, latents), scope.create(ids), truncation);
        }
    }

    /**
     * Returns the norm of the gradient of Σ w·images with respect to the embeddings, where w = cos k for the k-th pixel
     * value.
     *
     * @return 0 if the images do not depend on the embeddings
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
                return failed("returns values of type " + result.getDataType() + ", expected float32");
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
