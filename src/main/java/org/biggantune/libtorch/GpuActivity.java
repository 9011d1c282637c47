package org.biggantune.libtorch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How busy a GPU is, as NVIDIA's management library (NVML) says, which comes with the driver. libtorch's profiler, as DJL
 * has it, knows when kernels are launched and not when they run.
 */
public final class GpuActivity {
    private static final Logger LOG = LoggerFactory.getLogger(GpuActivity.class);
    private static final int BUS_ID_BYTES = 32;

    private GpuActivity() {}

    /** The part of the driver's C interface that is needed; every function returns 0 or an error's number. */
    interface Driver extends Library {
        int cuDeviceGet(int[] device, int ordinal);

        int cuDeviceGetPCIBusId(byte[] id, int length, int device);
    }

    /** The part of NVML that is needed. A handle is a pointer; the rates are the shares in percent of kernels and memory. */
    interface Management extends Library {
        int nvmlInit_v2();

        int nvmlShutdown();

        int nvmlDeviceGetHandleByPciBusId_v2(String id, long[] handle);

        int nvmlDeviceGetUtilizationRates(long handle, int[] rates);
    }

    /**
     * The share of the last moment, a sixth of a second to a second, in which at least one kernel ran, of any program.
     *
     * @param gpu its number, as in {@code cuda:0}
     * @return in [0, 1]; empty where that is not known
     */
    public static OptionalDouble busyShare(int gpu) {
        try {
            String management = System.getProperty("os.name", "").startsWith("Win") ? "nvml" : "libnvidia-ml.so.1";
            return busyShare(
                    Native.load(NvidiaDriver.library(), Driver.class), Native.load(management, Management.class), gpu);
        } catch (LinkageError e) {
            LOG.debug("NVIDIA's management library cannot be loaded", e);
            return OptionalDouble.empty();
        }
    }

    /** The same, of libraries. CUDA counts the GPUs that a process may see and NVML all; their places on the bus are one. */
    static OptionalDouble busyShare(Driver cuda, Management management, int gpu) {
        int[] device = new int[1];
        byte[] id = new byte[BUS_ID_BYTES];
        if (cuda.cuDeviceGet(device, gpu) != 0
                || cuda.cuDeviceGetPCIBusId(id, BUS_ID_BYTES - 1, device[0]) != 0
                || management.nvmlInit_v2() != 0) {
            LOG.debug("the GPU's place on the bus or NVML cannot be had");
            return OptionalDouble.empty();
        }
        try {
            long[] handle = new long[1];
            int[] rates = new int[2];
            String padded = new String(id, StandardCharsets.US_ASCII);
            String name = padded.substring(0, padded.indexOf(0));
            int failure = management.nvmlDeviceGetHandleByPciBusId_v2(name, handle);
            failure = failure == 0 ? management.nvmlDeviceGetUtilizationRates(handle[0], rates) : failure;
            if (failure != 0) {
                LOG.debug("NVML does not tell how busy {} is: error {}", name, failure);
                return OptionalDouble.empty();
            }
            return OptionalDouble.of(rates[0] / 100.0);
        } finally {
            management.nvmlShutdown();
        }
    }
}
