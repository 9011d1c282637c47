package org.biggantune.libtorch;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The state of this machine's CUDA driver.
 *
 * @param present whether there is a driver at all
 * @param version the newest CUDA version it supports, such as {@code 12.8}; empty if unknown
 * @param gpus the GPUs that this process may use, in order
 * @param problem why there is no GPU; empty if there is one
 */
public record CudaState(boolean present, String version, List<Gpu> gpus, String problem) {
    /** Copies the list. */
    public CudaState {
        gpus = List.copyOf(gpus);
    }

    /** Returns the state of a machine without a driver. */
    public static CudaState withoutDriver() {
        return new CudaState(false, "", List.of(), "this machine has no NVIDIA driver (libcuda not found); install it");
    }

    /** Returns the state of a driver without GPUs. */
    static CudaState withoutGpu(String version, String problem) {
        return new CudaState(true, version, List.of(), problem);
    }

    /** Returns the state of a driver with GPUs. */
    static CudaState of(String version, List<Gpu> gpus) {
        return new CudaState(true, version, gpus, "");
    }

    /**
     * Returns the whole memory of a GPU in bytes.
     *
     * @param gpu its index, as in {@code cuda:0}; empty for the CPU
     * @return empty for the CPU or an unknown GPU
     */
    public OptionalLong memory(OptionalInt gpu) {
        return gpus.stream()
                .filter(found -> gpu.isPresent() && found.index() == gpu.getAsInt())
                .mapToLong(Gpu::memory)
                .filter(bytes -> bytes > 0)
                .findFirst();
    }

    /** Whether the driver reports a GPU. */
    public boolean usable() {
        return !gpus.isEmpty();
    }
}
