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
 * NVIDIA's driver, asked through its own library. DJL counts GPUs through the CUDA runtime instead, which is only found
 * where a CUDA toolkit is installed; the driver's library is there wherever GPUs are.
 */
final class NvidiaDriver implements CudaDriver {
    private static final Logger LOG = LoggerFactory.getLogger(NvidiaDriver.class);

    /** Where the driver shows itself on Linux, native or in a container or under Windows. */
    private static final List<Path> TRACES =
            List.of(Path.of("/proc/driver/nvidia/version"), Path.of("/dev/nvidiactl"), Path.of("/dev/dxg"));

    private static final String LINUX_LIBRARY = "libcuda.so.1";
    private static final int CAPABILITY_MAJOR = 75;
    private static final int CAPABILITY_MINOR = 76;
    private static final int NAME_BYTES = 256;

    private final Map<String, String> environment;

    /** The driver of this machine; the environment says which GPUs the process may see. */
    public NvidiaDriver(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The part of the driver's C interface that is needed; every function returns 0 or an error's number. */
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

    /** The name of the driver's library on this system. */
    static String library() {
        return System.getProperty("os.name", "").startsWith("Win") ? "nvcuda" : LINUX_LIBRARY;
    }

    /** Whether looking for the driver's library is worth its time: most machines without a GPU can be told apart by files. */
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

    /** CUDA's way to write a version: 12080 for 12.8. */
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
                "the NVIDIA driver does not start (CUDA error " + error + "); try nvidia-smi, restart the machine";
        };
    }

    private String noGpu() {
        String visible = environment.get("CUDA_VISIBLE_DEVICES");
        return visible == null
                ? "the NVIDIA driver sees no GPU; try nvidia-smi, and in a container or job ask for one"
                : "the NVIDIA driver sees no GPU with CUDA_VISIBLE_DEVICES=" + visible
                        + "; unset it or name one that is there";
    }
}
