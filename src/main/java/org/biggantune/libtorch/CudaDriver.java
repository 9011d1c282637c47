package org.biggantune.libtorch;

/** Queries this machine's GPUs without loading libtorch. A query never fails; its result describes any problem. */
@FunctionalInterface
interface CudaDriver {
    /** Returns the current state. The first query may take a second because the driver initialises the GPUs. */
    CudaState state();
}
