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
 * The loaded libtorch and the device on which models run. The first instance in a process determines libtorch's number
 * of threads. Close it after the models on it.
 */
public final class TorchRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TorchRuntime.class);

    private final Device device;
    private final boolean trusting;
    private final StopCheck stop;
    private final NDManager manager;
    private final BatchSize batchSize;
    private final Map<Integer, BatchThreads> batchThreads = new HashMap<>();
    private final OptionalLong freeAtFirst;
    private final AtomicLong peakHeld = new AtomicLong();

    private TorchRuntime(Device device, OptionalLong gpuMemory, boolean trusting, StopCheck stop) {
        this.device = device;
        this.batchSize = new BatchSize(gpuMemory);
        this.trusting = trusting;
        this.stop = stop;
        this.manager = NDManager.newBaseManager(device, "PyTorch");
        // libtorch may still cache memory of an earlier runtime.
        releaseCache();
        this.freeAtFirst = freeMemory();
    }

    /**
     * Selects libtorch by {@link LibtorchSelection}, loads it and opens the device.
     *
     * @param choice the user's choice of device and libtorch
     * @param threads the threads per operation; empty for libtorch's own choice
     * @throws DeviceUnavailableException if libtorch cannot be loaded or has the wrong version, or the device is
     *     missing
     */
    public static TorchRuntime open(DeviceChoice choice, OptionalInt threads) {
        return open(choice, threads, StopCheck.NEVER);
    }

    /**
     * Opens a runtime with work that can be stopped; see {@link #open(DeviceChoice, OptionalInt)}.
     *
     * @param stop checked before every call of a program, so that any work stops between two calls
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
                LOG.warn("using the CPU: {}", e.getMessage());
                return new TorchRuntime(Device.cpu(), OptionalLong.empty(), choice.trusting(), stop);
            }
            // Shapes stay the same during a run, so benchmarking cuDNN's algorithms once pays off.
            JniUtils.setBenchmarkCuDNN(true);
        }
        return new TorchRuntime(device, cuda.memory(gpu), choice.trusting(), stop);
    }

    /**
     * Adds numbers on the GPU, which may fail although the driver reports it, for lack of memory or because libtorch
     * has no code for an old GPU. {@link DeviceSmokeTest} checks results.
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

    /** Whether programs may call any operation. */
    boolean isTrusting() {
        return trusting;
    }

    public Device device() {
        return device;
    }

    /** Whether the device is a GPU. */
    public boolean isOnGpu() {
        return device.isGpu();
    }

    /**
     * Returns normally unless a stop was requested.
     *
     * @throws org.biggantune.domain.failure.StoppedException if a stop was requested
     */
    void checkStop() {
        stop.check();
    }

    /** Returns how many images the device processes at once without gradients. */
    public BatchSize batchSize() {
        return batchSize;
    }

    /** Returns the free bytes of the GPU's memory; empty on a CPU or if the driver does not report them. */
    public OptionalLong freeMemory() {
        return device.isGpu() ? GpuMemory.free(device.getDeviceId()) : OptionalLong.empty();
    }

    /**
     * Returns the recent utilisation of the GPU, 0 to 1; empty on a CPU or if unknown; see {@link
     * GpuActivity#busyShare}.
     */
    public OptionalDouble busyShare() {
        return device.isGpu() ? GpuActivity.busyShare(device.getDeviceId()) : OptionalDouble.empty();
    }

    /**
     * Returns the bytes of GPU memory allocated since this runtime was opened, without CUDA's own share. libtorch
     * caches freed memory, so after a step this is what the step needed, until cuDNN benchmarks a new shape.
     * Allocations of other processes count as well.
     *
     * @return empty without a GPU, or if its driver does not report memory
     */
    public OptionalLong heldGpuMemory() {
        OptionalLong now = freeMemory();
        if (now.isEmpty() || freeAtFirst.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(0, freeAtFirst.getAsLong() - now.getAsLong()));
    }

    /** Samples {@link #heldGpuMemory} for {@link #peakGpuMemory}; to be called where it is at its peak. */
    public void noteGpuMemory() {
        heldGpuMemory().ifPresent(held -> peakHeld.accumulateAndGet(held, Math::max));
    }

    /** Returns the largest sampled or current {@link #heldGpuMemory}. */
    public OptionalLong peakGpuMemory() {
        OptionalLong held = heldGpuMemory();
        return held.isPresent() ? OptionalLong.of(Math.max(held.getAsLong(), peakHeld.get())) : held;
    }

    /**
     * Returns threads for processing chunks of a batch in parallel, created at the first call and owned by this
     * runtime; fewer if libtorch has fewer threads. On a GPU, which one operation keeps busy, the caller's thread does
     * all the work.
     *
     * @param chunks the number of chunks, at least 1
     */
    public synchronized BatchThreads batchThreads(int chunks) {
        int count = device.isGpu() ? 1 : Math.min(chunks, threads());
        return batchThreads.computeIfAbsent(count, n -> BatchThreads.of(n, threads()));
    }

    /** Whether programs memory-map their weights, in which case writing to such a file changes them. */
    public boolean usesPagesOfFiles() {
        return !device.isGpu() && MappedWeights.enabled();
    }

    /** Returns the number of threads per operation of the calling thread. */
    public int threads() {
        return JniUtils.getNumThreads();
    }

    /** Returns a new scope; closing it frees all tensors created in it. The caller closes it. */
    public NDManager newScope() {
        return manager.newSubManager();
    }

    /**
     * Switches the graph executor's optimiser for all programs of this process. Off by default because it slows folded
     * graphs down; PyTorch's own default is on. Only for measuring the difference.
     */
    public void optimizeGraphs(boolean on) {
        System.setProperty(LibtorchLoader.GRAPH_OPTIMIZER, Boolean.toString(on));
    }

    /**
     * Runs work while libtorch records every operator call: name, time and tensor shapes, as trace events in JSON, in
     * order of completion per thread. On a GPU the times are those of kernel launches.
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

    /** Returns the GPU memory that libtorch caches to the driver. */
    public void releaseCache() {
        if (device.isGpu()) {
            JniUtils.emptyCudaCache();
        }
    }

    /** Describes the engine and the device for provenance, such as {@code PyTorch 2.7.1 on cpu, 2 threads}. */
    public String describe() {
        return "PyTorch " + Engine.getEngine("PyTorch").getVersion() + " on "
                + (device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu") + ", " + JniUtils.getNumThreads()
                + " threads";
    }

    @Override
    public void close() {
        batchThreads.values().forEach(BatchThreads::close);
        manager.close();
    }
}
