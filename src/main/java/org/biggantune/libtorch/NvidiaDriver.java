package org.biggantune.libtorch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries NVIDIA's driver through its own library, which is present on every machine with a GPU. DJL counts GPUs
 * through the CUDA runtime instead, which is found only if a CUDA toolkit is installed.
 */
final class NvidiaDriver implements CudaDriver {
    private static final Logger LOG = LoggerFactory.getLogger(NvidiaDriver.class);

    /** Files that indicate the driver on Linux: native, in a container, or in WSL. */
    private static final List<Path> TRACES =
            List.of(Path.of("/proc/driver/nvidia/version"), Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"));

    private static final String LINUX_LIBRARY = "libcuda.so.1";
    private static final int CAPABILITY_MAJOR = 75;
    private static final int CAPABILITY_MINOR = 76;
    private static final int NAME_BYTES = 256;

    private final Map<String, String> environment;

    /** Creates a query; the environment determines which GPUs are visible. */
    NvidiaDriver(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The functions used of the driver's C interface; each returns 0 or an error code. */
    interface Calls extends Library {
        int cuInit(int flags);

        int cuDriverGetVersion(IntByReference version);

        int cuDeviceGetCount(IntByReference count);

        int cuDeviceGet(IntByReference device, int ordinal);

        int cuDeviceGetName(byte[] name, int size, int device);

        int cuDeviceTotalMem_v2(LongByReference bytes, int device);

        int cuDeviceGetAttribute(IntByReference value, int attribute, int device);
    }

    @Override
    public CudaState state() {
        if (!mayBeThere()) {
            return CudaState.withoutDriver();
        }
        try {
            return ask(Native.load(library(), Calls.class));
        } catch (LinkageError e) {
            LOG.debug("the CUDA driver's library cannot be loaded", e);
            return CudaState.withoutDriver();
        }
    }

    /** Returns the name of the driver's library on this system. */
    static String library() {
        return System.getProperty("os.name", "").startsWith("Win") ? "nvcuda" : LINUX_LIBRARY;
    }

    /** Whether the driver may be installed; files rule it out on most machines without a GPU, which saves a search. */
    private boolean mayBeThere() {
        String os = System.getProperty("os.name", "");
        if (!os.startsWith("Linux")) {
            return os.startsWith("Win");
        }
        Stream<Path> ofLoader = Stream.of(
                        environment.getOrDefault("LD_LIBRARY_PATH", "").split(":"))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, LINUX_LIBRARY));
        return Stream.concat(TRACES.stream(), ofLoader).anyMatch(Files::exists);
    }

    private CudaState ask(Calls cuda) {
        int failure = cuda.cuInit(0);
        IntByReference number = new IntByReference();
        String version = cuda.cuDriverGetVersion(number) == 0 ? version(number.getValue()) : "";
        if (failure == 0) {
            failure = cuda.cuDeviceGetCount(number);
        }
        if (failure != 0) {
            return CudaState.withoutGpu(version, problem(failure));
        }
        List<Gpu> gpus = new ArrayList<>();
        for (int i = 0; i < number.getValue(); i++) {
            gpus.add(gpu(cuda, i));
        }
        return gpus.isEmpty() ? CudaState.withoutGpu(version, noGpu()) : CudaState.of(version, gpus);
    }

    private static Gpu gpu(Calls cuda, int index) {
        IntByReference device = new IntByReference();
        cuda.cuDeviceGet(device, index);
        byte[] name = new byte[NAME_BYTES];
        cuda.cuDeviceGetName(name, NAME_BYTES, device.getValue());
        LongByReference bytes = new LongByReference();
        cuda.cuDeviceTotalMem_v2(bytes, device.getValue());
        IntByReference major = new IntByReference();
        cuda.cuDeviceGetAttribute(major, CAPABILITY_MAJOR, device.getValue());
        IntByReference minor = new IntByReference();
        cuda.cuDeviceGetAttribute(minor, CAPABILITY_MINOR, device.getValue());
        return new Gpu(
                index,
                Native.toString(name, StandardCharsets.UTF_8),
                major.getValue() + "." + minor.getValue(),
                bytes.getValue());
    }

    /** Formats a version number of CUDA: 12080 is 12.8. */
    private static String version(int number) {
        return number / 1000 + "." + number % 1000 / 10;
    }

    private String problem(int error) {
        return switch (error) {
            case 100 -> noGpu();
            case 803 ->
                "the NVIDIA driver's kernel part and libcuda have different versions (error 803); restart the machine or"
                        + " reinstall the driver";
            default ->
                "the NVIDIA driver does not start (CUDA error " + error
                        + "); check with nvidia-smi or restart the machine";
        };
    }

    private String noGpu() {
        String visible = environment.get("CUDA_VISIBLE_DEVICES");
        return visible == null
                ? "the NVIDIA driver sees no GPU; check with nvidia-smi; a container or job must request one"
                : "the NVIDIA driver sees no GPU with CUDA_VISIBLE_DEVICES=" + visible
                        + "; unset it or select an existing GPU";
    }
}
