package org.biggantune.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.DeviceUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libtorch, loaded, and the device on which models run. The first one opened in a process decides how many threads
 * libtorch uses. Close it after the models on it.
 */
public final class TorchRuntime implements AutoCloseable {
    /** DJL's switch for the graph executor's optimiser, read at each call: it makes folded graphs slower. */
    static final String GRAPH_OPTIMIZER = "ai.djl.pytorch.graph_optimizer";

    private static final Logger LOG = LoggerFactory.getLogger(TorchRuntime.class);

    private final Device device;
    private final NDManager manager;

    private TorchRuntime(Device device) {
        this.device = device;
        this.manager = NDManager.newBaseManager(device, "PyTorch");
    }

    /**
     * Loads libtorch and chooses the device.
     *
     * @param choice what the user asked for
     * @param threads how many threads one operation may use; empty for libtorch's own choice
     * @throws DeviceUnavailableException if libtorch cannot be loaded, has the wrong version, or the device is not there
     */
    public static TorchRuntime open(DeviceChoice choice, OptionalInt threads) {
        LibtorchVersion.checkOverride(System.getenv());
        System.setProperty("ai.djl.offline", "true");
        System.setProperty(GRAPH_OPTIMIZER, "false");
        threads.ifPresent(n -> System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(n)));
        Engine engine;
        try {
            engine = Engine.getEngine("PyTorch");
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw new DeviceUnavailableException(
                    "libtorch cannot be loaded: " + rootMessage(e) + "; the bundled one is for "
                            + "Linux (x86-64, arm64), macOS (arm64) and Windows (x86-64), and needs room in the cache folder (DJL_CACHE_DIR)",
                    e);
        }
        JniUtils.setGradMode(false);
        Device device = device(choice, engine.getGpuCount());
        LOG.info("PyTorch {} on {}, {} threads", engine.getVersion(), device, JniUtils.getNumThreads());
        return new TorchRuntime(device);
    }

    /** The device for a choice on a machine with so many CUDA devices. */
    static Device device(DeviceChoice choice, int cudaDevices) {
        boolean cuda =
                choice.kind() == DeviceChoice.Kind.CUDA || (choice.kind() == DeviceChoice.Kind.AUTO && cudaDevices > 0);
        if (!cuda) {
            return Device.cpu();
        }
        if (choice.index() >= cudaDevices) {
            throw new DeviceUnavailableException("--device " + choice + ": "
                    + (cudaDevices == 0 ? "no CUDA device is usable here" : "this machine has " + cudaDevices)
                    + "; use --device cpu, or check the driver and that libtorch has CUDA");
        }
        return Device.gpu(choice.index());
    }

    /** The device. */
    public Device device() {
        return device;
    }

    /** The bytes of the device's memory that are free, for a GPU whose driver tells. */
    public OptionalLong freeMemory() {
        if (!device.isGpu()) {
            return OptionalLong.empty();
        }
        MemoryUsage usage = CudaUtils.getGpuMemory(device);
        return OptionalLong.of(usage.getMax() - usage.getCommitted());
    }

    /** A new scope for tensors: closing it frees every tensor made in it. The caller closes it. */
    public NDManager newScope() {
        return manager.newSubManager();
    }

    /**
     * Switches the graph executor's optimiser for all programs of this process, off at first. On is what PyTorch does by
     * itself; it makes folded graphs slower. Only for measuring that.
     */
    public void optimizeGraphs(boolean on) {
        System.setProperty(GRAPH_OPTIMIZER, Boolean.toString(on));
    }

    /** The engine and the device, for provenance, such as {@code PyTorch 2.7.1 on cpu, 2 threads}. */
    public String describe() {
        return "PyTorch " + Engine.getEngine("PyTorch").getVersion() + " on "
                + (device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu") + ", " + JniUtils.getNumThreads()
                + " threads";
    }

    @Override
    public void close() {
        manager.close();
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
