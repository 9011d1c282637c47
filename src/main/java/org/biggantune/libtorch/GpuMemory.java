package org.biggantune.libtorch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a GPU's free memory from NVIDIA's driver. DJL uses the CUDA runtime instead, which it finds only in an
 * installed toolkit and not in libtorch's own libraries.
 */
public final class GpuMemory {
    private static final Logger LOG = LoggerFactory.getLogger(GpuMemory.class);

    private GpuMemory() {}

    /**
     * The functions used of the driver's C interface; each returns 0 or an error code. A context is a pointer, which
     * has the size of a long on all platforms of libtorch.
     */
    interface Calls extends Library {
        int cuDeviceGet(int[] device, int ordinal);

        int cuDevicePrimaryCtxRetain(long[] context, int device);

        int cuDevicePrimaryCtxRelease_v2(int device);

        int cuCtxPushCurrent_v2(long context);

        int cuCtxPopCurrent_v2(long[] context);

        int cuMemGetInfo_v2(long[] free, long[] total);
    }

    /**
     * Returns the free bytes of a GPU that libtorch already uses.
     *
     * @param gpu its index, as in {@code cuda:0}
     * @return empty if the driver does not report it
     */
    public static OptionalLong free(int gpu) {
        try {
            return free(Native.load(NvidiaDriver.library(), Calls.class), gpu);
        } catch (LinkageError e) {
            LOG.debug("the CUDA driver's library cannot be loaded", e);
            return OptionalLong.empty();
        }
    }

    /** Reads the free bytes by the given driver. */
    static OptionalLong free(Calls cuda, int gpu) {
        int[] device = new int[1];
        int failure = cuda.cuDeviceGet(device, gpu);
        if (failure != 0) {
            return unknown(failure);
        }
        // libtorch uses the GPU's primary context, so retaining it creates no new one.
        long[] context = new long[1];
        failure = cuda.cuDevicePrimaryCtxRetain(context, device[0]);
        if (failure != 0) {
            return unknown(failure);
        }
        try {
            return freeIn(cuda, context[0]);
        } finally {
            cuda.cuDevicePrimaryCtxRelease_v2(device[0]);
        }
    }

    /** Makes the context current on the calling thread, for which the driver reports memory. */
    private static OptionalLong freeIn(Calls cuda, long context) {
        int failure = cuda.cuCtxPushCurrent_v2(context);
        if (failure != 0) {
            return unknown(failure);
        }
        try {
            long[] free = new long[1];
            failure = cuda.cuMemGetInfo_v2(free, new long[1]);
            return failure == 0 ? OptionalLong.of(free[0]) : unknown(failure);
        } finally {
            cuda.cuCtxPopCurrent_v2(new long[1]);
        }
    }

    private static OptionalLong unknown(int failure) {
        LOG.debug("the CUDA driver does not report free memory: error {}", failure);
        return OptionalLong.empty();
    }
}
