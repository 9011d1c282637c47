package org.biggantune.model;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.biggantune.domain.failure.DeviceUnavailableException;

/** Failures of libtorch that the device is to blame for, and not a program or what it was given. */
public final class DeviceFailure {
    /** What libtorch says where memory is short: of a GPU, and of the system. */
    private static final List<String> MEMORY = List.of("out of memory", "can't allocate memory");

    /** What libtorch says where a GPU or one of its libraries fails. */
    private static final List<String> GPU = List.of("CUDA error", "cuDNN error", "CUDNN_STATUS", "CUBLAS_STATUS");

    private DeviceFailure() {}

    /**
     * Does some work with tensors.
     *
     * @return what it gave
     * @throws DeviceUnavailableException if it fails for the device
     */
    public static <T> T during(Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineException e) {
            throw of(e).map(RuntimeException.class::cast).orElse(e);
        }
    }

    /** The failure of a device; empty for any other. */
    static Optional<DeviceUnavailableException> of(EngineException failure) {
        if (line(failure, MEMORY).isPresent()) {
            return Optional.of(new DeviceUnavailableException(
                    "the device has too little memory; try --micro-batch, or --parallel-starts 1", failure));
        }
        return line(failure, GPU)
                .map(line -> new DeviceUnavailableException(
                        "the GPU failed: " + line + "; see biggan-tune doctor --try, or use --device cpu", failure));
    }

    /** The line of an error that has one of some words. */
    private static Optional<String> line(EngineException failure, List<String> words) {
        return String.valueOf(failure.getMessage())
                .lines()
                .filter(line -> words.stream().anyMatch(line::contains))
                .findFirst()
                .map(String::strip);
    }
}
