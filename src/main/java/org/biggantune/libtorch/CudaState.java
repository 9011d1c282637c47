package org.biggantune.libtorch;

import java.util.List;

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

    /** Whether the driver reports a GPU. */
    public boolean usable() {
        return !gpus.isEmpty();
    }
}
