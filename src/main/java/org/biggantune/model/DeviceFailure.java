package org.biggantune.model;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.biggantune.domain.failure.DeviceUnavailableException;

/** Recognises failures of libtorch that are caused by the device rather than by a program or its input. */
public final class DeviceFailure {
    /** Phrases in libtorch's messages about lack of memory, on a GPU or the host. */
    private static final List<String> MEMORY = List.of("out of memory", "can't allocate memory");

    /** Phrases in libtorch's messages about failures of a GPU or its libraries. */
    private static final List<String> GPU = List.of("CUDA error", "cuDNN error", "CUDNN_STATUS", "CUBLAS_STATUS");

    private DeviceFailure() {}

    /**
     * Runs work on tensors.
     *
     * @return the result of the work
     * @throws DeviceUnavailableException if it fails because of the device
     */
    public static <T> T during(Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineException e) {
            throw of(e).map(RuntimeException.class::cast).orElse(e);
        }
    }

    /** Whether the device had too little memory. */
    static boolean isMemory(DeviceUnavailableException failure) {
        return failure.getCause() instanceof EngineException cause
                && line(cause, MEMORY).isPresent();
    }

    /** Converts a failure caused by the device; returns empty for any other. */
    static Optional<DeviceUnavailableException> of(EngineException failure) {
        if (line(failure, MEMORY).isPresent()) {
            return Optional.of(new DeviceUnavailableException(
                    "the device has too little memory; try --micro-batch, or --parallel-starts 1", failure));
        }
        return line(failure, GPU)
                .map(line -> new DeviceUnavailableException(
                        "the GPU failed: " + line + "; see biggan-tune doctor --try, or use --device cpu", failure));
    }

    /** Returns the first line of the message that contains one of the phrases. */
    private static Optional<String> line(EngineException failure, List<String> phrases) {
        return String.valueOf(failure.getMessage())
                .lines()
                .filter(line -> phrases.stream().anyMatch(line::contains))
                .findFirst()
                .map(String::strip);
    }
}
