package org.biggantune.libtorch;

/** Asks for this machine's GPUs. Asking never fails and loads no libtorch; what is wrong stands in the answer. */
@FunctionalInterface
interface CudaDriver {
    /** What there is now. The first question may take a second, since the driver wakes the GPUs. */
    CudaState state();
}
