package org.biggantune.libtorch;

import java.util.List;

/**
 * What this machine's CUDA driver says.
 *
 * @param present whether there is a driver at all
 * @param version the newest CUDA that it supports, such as {@code 12.8}; empty where unknown
 * @param gpus the GPUs that this process may use, in order
 * @param problem why there is none; empty where there is one
 */
public record CudaState(boolean present, String version, List<Gpu> gpus, String problem) {
    /** Copies the list. */
    public CudaState {
        gpus = List.copyOf(gpus);
    }

    /** A machine without a driver. */
    public static CudaState withoutDriver() {
        return new CudaState(
                false, "", List.of(), "this machine has no NVIDIA driver (libcuda is not there); install it");
    }

    /** A driver that gives no GPU. */
    static CudaState withoutGpu(String version, String problem) {
        return new CudaState(true, version, List.of(), problem);
    }

    /** A driver with GPUs. */
    static CudaState of(String version, List<Gpu> gpus) {
        return new CudaState(true, version, gpus, "");
    }

    /** Whether a GPU can be used, as far as the driver can tell. */
    public boolean usable() {
        return !gpus.isEmpty();
    }
}
