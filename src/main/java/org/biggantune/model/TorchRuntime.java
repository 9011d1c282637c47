package org.biggantune.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.StopCheck;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.libtorch.CudaState;
import org.biggantune.libtorch.GpuActivity;
import org.biggantune.libtorch.GpuMemory;
import org.biggantune.libtorch.Libtorch;
import org.biggantune.libtorch.LibtorchLoader;
import org.biggantune.libtorch.LibtorchSelection;
import org.biggantune.libtorch.NativeCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libtorch, loaded, and the device on which models run. The first one opened in a process decides how many threads
 * libtorch uses. Close it after the models on it.
 */
public final class TorchRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TorchRuntime.class);

    private final Device device;
    private final boolean trusting;
    private final StopCheck stop;
    private final NDManager manager;
    private final Map<Integer, BatchThreads> lanes = new HashMap<>();
    private final OptionalLong freeAtFirst;
    private final AtomicLong mostHeld = new AtomicLong();

    private TorchRuntime(Device device, boolean trusting, StopCheck stop) {
        this.device = device;
        this.trusting = trusting;
        this.stop = stop;
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        // What an earlier one left in libtorch's keeping is no one's.
        releaseCache();
        this.freeAtFirst = freeMemory();
    }

    /**
     * Chooses and loads libtorch, as {@link LibtorchSelection} says, and takes the device.
     *
     * @param choice what the user asked for
     * @param threads how many threads one operation may use; empty for libtorch's own choice
     * @throws DeviceUnavailableException if libtorch cannot be loaded, has the wrong version, or the device is not there
     */
    public static TorchRuntime open(DeviceChoice choice, OptionalInt threads) {
        return open(choice, threads, StopCheck.NEVER);
    }

    /**
     * Opens a runtime whose work can be stopped; like {@link #open(DeviceChoice, OptionalInt)}.
     *
     * @param stop is asked before every call of a program, so that all work, whatever it is, ends between two calls
     */
    public static TorchRuntime open(DeviceChoice choice, OptionalInt threads, StopCheck stop) {
        LibtorchSelection selection = LibtorchSelection.ofProcess();
        Libtorch chosen = selection.libtorch(choice);
        OptionalInt gpu = selection.gpu(choice, chosen);
        Libtorch libtorch = chosen.on(gpu);
        CudaState cuda = choice.mayBeCuda() ? selection.cuda() : CudaState.withoutDriver();
        Engine engine = LibtorchLoader.load(libtorch, cuda, threads);
        Device device = gpu.isPresent() ? Device.gpu(gpu.getAsInt()) : Device.cpu();
        LOG.info("PyTorch {} on {}, {} threads", engine.getVersion(), device, JniUtils.getNumThreads());
        LOG.info(
                "{}; JNI library {}; CUDA {}",
                libtorch,
                LibtorchLoader.bridge(libtorch, NativeCache.ofProcess())
                        .map(Path::toString)
                        .orElse("unknown"),
                cuda.usable() ? cuda.version() + ", " + cuda.gpus() : "none");
        if (device.isGpu()) {
            try {
                checkGpu(choice, device);
            } catch (DeviceUnavailableException e) {
                if (choice.kind() != DeviceChoice.Kind.AUTO) {
                    throw e;
                }
                LOG.warn("the processor is used: {}", e.getMessage());
                return new TorchRuntime(Device.cpu(), choice.trusting(), stop);
            }
            // Convolutions keep their shapes over a run, so that trying cuDNN's algorithms once pays.
            JniUtils.setBenchmarkCuDNN(true);
        }
        return new TorchRuntime(device, choice.trusting(), stop);
    }

    /**
     * Has a GPU add numbers: what the driver promises may still fail, such as for want of memory, or of code for an old GPU
     * in libtorch. Whether it adds well is for {@link DeviceSmokeTest}.
     */
    private static void checkGpu(DeviceChoice choice, Device device) {
        try (NDManager trial = NDManager.newBaseManager(device, "PyTorch")) {
            NDArray ones = trial.ones(new Shape(2));
            ones.add(ones).sum().getFloat();
        } catch (EngineException e) {
            throw new DeviceUnavailableException(
                    "--device " + choice + ": the GPU does not answer: " + LibtorchLoader.rootMessage(e)
                            + "; see biggan-tune doctor --device " + choice + " --try, or use --device cpu",
                    e);
        }
    }

    /** Whether programs run whatever their code calls. */
    boolean isTrusting() {
        return trusting;
    }

    /** The device. */
    public Device device() {
        return device;
    }

    /**
     * Whether the device is a GPU.
     *
     * @return false for the processor
     */
    public boolean isOnGpu() {
        return device.isGpu();
    }

    /**
     * Returns where work is to go on.
     *
     * @throws org.biggantune.domain.failure.StoppedException if it was asked to stop
     */
    void checkStop() {
        stop.check();
    }

    /** The bytes of the device's memory that are free, for a GPU whose driver tells. */
    public OptionalLong freeMemory() {
        return device.isGpu() ? GpuMemory.free(device.getDeviceId()) : OptionalLong.empty();
    }

    /** The share of the last moment in which a GPU ran a kernel; see {@link GpuActivity#busyShare}. */
    public OptionalDouble busyShare() {
        return device.isGpu() ? GpuActivity.busyShare(device.getDeviceId()) : OptionalDouble.empty();
    }

    /**
     * The bytes of the GPU's memory that are taken since this was opened, CUDA's own part left out. libtorch keeps what it
     * once took, so that behind a step this is what the step needed, until cuDNN tries its algorithms on a new shape. What
     * other programs take or free meanwhile counts as well.
     *
     * @return empty without a GPU, or where its driver does not tell
     */
    public OptionalLong heldGpuMemory() {
        OptionalLong now = freeMemory();
        if (now.isEmpty() || freeAtFirst.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(0, freeAtFirst.getAsLong() - now.getAsLong()));
    }

    /** Looks at {@link #heldGpuMemory}, for {@link #peakGpuMemory}: to be called where it is at its greatest. */
    public void noteGpuMemory() {
        heldGpuMemory().ifPresent(held -> mostHeld.accumulateAndGet(held, Math::max));
    }

    /** The most of {@link #heldGpuMemory} that was noted, or is held now. */
    public OptionalLong peakGpuMemory() {
        OptionalLong held = heldGpuMemory();
        return held.isPresent() ? OptionalLong.of(Math.max(held.getAsLong(), mostHeld.get())) : held;
    }

    /**
     * Threads for work on so many parts side by side, made at the first call; fewer where libtorch has fewer threads. On a
     * GPU, which is busy with one operation, the caller's thread does all. Borrowed: this closes them.
     *
     * @param parts how many parts there are, at least 1
     */
    public synchronized BatchThreads lanes(int parts) {
        int count = device.isGpu() ? 1 : Math.min(parts, threads());
        return lanes.computeIfAbsent(count, n -> BatchThreads.of(n, threads()));
    }

    /** Whether programs use pages of their files as weights, so that whoever writes to such a file changes the weights. */
    public boolean usesPagesOfFiles() {
        return !device.isGpu() && MappedWeights.wanted();
    }

    /** How many threads one operation of the calling thread may use. */
    public int threads() {
        return JniUtils.getNumThreads();
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
        System.setProperty(LibtorchLoader.GRAPH_OPTIMIZER, Boolean.toString(on));
    }

    /**
     * Runs something and has libtorch record every operator that it calls: names, times and the shapes of tensors, as
     * trace events in JSON, written when an operator ends, a thread after the other. On a GPU the times are those of the
     * launches.
     *
     * @param trace the file to write
     */
    public void profile(Path trace, Runnable work) {
        JniUtils.startProfile(false, true, false);
        try {
            work.run();
        } finally {
            JniUtils.stopProfile(trace.toString());
        }
    }

    /** Gives memory of a GPU that libtorch keeps for later tensors back to the driver. */
    public void releaseCache() {
        if (device.isGpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    /** The engine and the device, for provenance, such as {@code PyTorch 2.7.1 on cpu, 2 threads}. */
    public String describe() {
        return "PyTorch " + Engine.getEngine("PyTorch").getVersion() + " on "
                + (device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu") + ", " + JniUtils.getNumThreads()
                + " threads";
    }

    @Override
    public void close() {
        lanes.values().forEach(BatchThreads::close);
        manager.close();
    }
}
