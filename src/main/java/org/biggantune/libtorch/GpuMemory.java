package org.biggantune.libtorch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of a GPU's memory is free, as NVIDIA's driver says. DJL asks the CUDA runtime, which it finds only where a
 * toolkit is installed; libtorch brings a runtime that DJL does not look for.
 */
public final class GpuMemory {
    private static final Logger LOG = LoggerFactory.getLogger(GpuMemory.class);

    private GpuMemory() {}

    /**
     * The part of the driver's C interface that is needed; every function returns 0 or an error's number. A context is a
     * pointer, which has the size of a long wherever libtorch runs.
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
     * The free bytes of a GPU that libtorch has begun to use.
     *
     * @param gpu its number, as in {@code cuda:0}
     * @return empty where the driver does not tell
     */
    public static OptionalLong free(int gpu) {
        try {
            return free(Native.load(NvidiaDriver.library(), Calls.class), gpu);
        } catch (LinkageError e) {
            LOG.debug("the CUDA driver's library cannot be loaded", e);
            return OptionalLong.empty();
        }
    }

    /** The same, of a driver. */
    static OptionalLong free(Calls cuda, int gpu) {
        int[] device = new int[1];
        int failure = cuda.cuDeviceGet(device, gpu);
        if (failure != 0) {
            return unknown(failure);
        }
        // libtorch works in the GPU's primary context: to hold it a moment longer makes none anew.
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

    /** The driver tells of the context that is current in the calling thread. */
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
        LOG.debug("the CUDA driver does not tell how much memory is free: error {}", failure);
        return OptionalLong.empty();
    }
}
