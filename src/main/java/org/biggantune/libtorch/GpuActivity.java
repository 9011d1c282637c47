package org.biggantune.libtorch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a GPU's utilisation from NVIDIA's management library (NVML), which is part of the driver. libtorch's profiler
 * as exposed by DJL records when kernels are launched, not when they run.
 */
public final class GpuActivity {
    private static final Logger LOG = LoggerFactory.getLogger(GpuActivity.class);
    private static final int BUS_ID_BYTES = 32;

    private GpuActivity() {}

    /** The functions used of the driver's C interface; each returns 0 or an error code. */
    interface Driver extends Library {
        int cuDeviceGet(int[] device, int ordinal);

        int cuDeviceGetPCIBusId(byte[] id, int length, int device);
    }

    /**
     * The functions used of NVML. A handle is a pointer; the rates are the utilisation of kernels and of memory in
     * percent.
     */
    interface Management extends Library {
        int nvmlInit_v2();

        int nvmlShutdown();

        int nvmlDeviceGetHandleByPciBusId_v2(String id, long[] handle);

        int nvmlDeviceGetUtilizationRates(long handle, int[] rates);
    }

    /**
     * Returns the share of NVML's last sample period (1/6 to 1 second) in which a kernel of any process ran.
     *
     * @param gpu its index, as in {@code cuda:0}
     * @return in [0, 1]; empty if unknown
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

    /**
     * Reads the utilisation by the given libraries. CUDA numbers the visible GPUs and NVML all, so the PCI bus id
     * identifies the GPU.
     */
    static OptionalDouble busyShare(Driver cuda, Management management, int gpu) {
        int[] device = new int[1];
        byte[] id = new byte[BUS_ID_BYTES];
        if (cuda.cuDeviceGet(device, gpu) != 0
                || cuda.cuDeviceGetPCIBusId(id, BUS_ID_BYTES - 1, device[0]) != 0
                || management.nvmlInit_v2() != 0) {
            LOG.debug("the GPU's PCI bus id or NVML is not available");
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
                LOG.debug("NVML does not report the utilisation of {}: error {}", name, failure);
                return OptionalDouble.empty();
            }
            return OptionalDouble.of(rates[0] / 100.0);
        } finally {
            management.nvmlShutdown();
        }
    }
}
