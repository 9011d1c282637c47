package org.biggantune.libtorch;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Decides which libtorch is loaded and on which device it works, before anything is loaded. The first of these counts:
 * the user's {@code --libtorch}; {@code PYTORCH_LIBRARY_PATH}; the installed CUDA libraries, where a GPU is wanted and the
 * driver gives one; the bundled CPU libraries. A GPU that was asked for is never replaced by the CPU. Not thread-safe.
 */
public final class LibtorchSelection {
    private final Map<String, String> environment;
    private final NativeCache cache;
    private final CudaDriver driver;
    private @Nullable CudaState state;

    /** A selection in an environment, with a cache and a driver. */
    public LibtorchSelection(Map<String, String> environment, NativeCache cache, CudaDriver driver) {
        this.environment = Map.copyOf(environment);
        this.cache = cache;
        this.driver = driver;
    }

    /** A selection on this machine. */
    public static LibtorchSelection ofProcess() {
        return new LibtorchSelection(System.getenv(), NativeCache.ofProcess(), new NvidiaDriver(System.getenv()));
    }

    /** What the driver says; asked once. */
    public CudaState cuda() {
        if (state == null) {
            state = driver.state();
        }
        return state;
    }

    /**
     * The libtorch for a choice.
     *
     * @throws DeviceUnavailableException if the user names one that does not fit, or the environment contradicts it
     */
    public Libtorch libtorch(DeviceChoice choice) {
        Libtorch found;
        if (choice.libtorch().isPresent()) {
            found = LibtorchFolder.read(choice.libtorch().get());
        } else {
            found = LibtorchVersion.ofEnvironment(environment).orElseGet(() -> ofTool(choice));
        }
        found.checkEnvironment(environment);
        return found;
    }

    private Libtorch ofTool(DeviceChoice choice) {
        return (choice.mayBeCuda() && cuda().usable() ? cache.cuda() : Optional.<Libtorch>empty())
                .filter(installed -> choice.kind() == DeviceChoice.Kind.CUDA || driverServes(installed))
                .orElseGet(() -> BundledLibtorch.in(cache));
    }

    /**
     * The GPU for a choice with a libtorch.
     *
     * @return its number; empty for the CPU
     * @throws DeviceUnavailableException if the choice is a GPU that cannot be had; the message says why
     */
    public OptionalInt gpu(DeviceChoice choice, Libtorch libtorch) {
        if (choice.kind() == DeviceChoice.Kind.CPU) {
            return OptionalInt.empty();
        }
        boolean asked = choice.kind() == DeviceChoice.Kind.CUDA;
        if (!asked) {
            boolean can = libtorch.cuda() && cuda().usable() && driverServes(libtorch);
            return can ? OptionalInt.of(0) : OptionalInt.empty();
        }
        String problem = problem(choice, libtorch);
        if (!problem.isEmpty()) {
            throw new DeviceUnavailableException("--device " + choice + ": " + problem + "; or use --device cpu");
        }
        return OptionalInt.of(choice.index());
    }

    /** Why a GPU cannot be had and what to do; empty where it can. */
    private String problem(DeviceChoice choice, Libtorch libtorch) {
        CudaState found = cuda();
        if (!found.usable()) {
            return found.problem();
        }
        if (!libtorch.cuda()) {
            return libtorch + " has no CUDA; " + wayToCuda(libtorch);
        }
        if (!driverServes(libtorch)) {
            return libtorch + " needs a driver for CUDA " + libtorch.cudaMajor().getAsInt() + ", this one supports "
                    + found.version() + "; update the NVIDIA driver";
        }
        int count = found.gpus().size();
        if (choice.index() >= count) {
            return "there " + (count == 1 ? "is 1 GPU" : "are " + count + " GPUs") + " here, numbered from cuda:0"
                    + (count == 1 ? "" : " to cuda:" + (count - 1));
        }
        return "";
    }

    /** Whether the driver is new enough; within one major version of CUDA any is. */
    private boolean driverServes(Libtorch libtorch) {
        OptionalInt needed = libtorch.cudaMajor();
        String version = cuda().version();
        return needed.isEmpty()
                || version.isEmpty()
                || Integer.parseInt(version.substring(0, version.indexOf('.'))) >= needed.getAsInt();
    }

    private String wayToCuda(Libtorch libtorch) {
        return switch (libtorch.source()) {
            case OPTION -> "name one that has";
            case ENVIRONMENT -> "name one that has, or unset PYTORCH_LIBRARY_PATH";
            case INSTALLED, BUNDLED ->
                cache.hasCudaForPlatform()
                        ? "run biggan-tune doctor --install cuda once, or name a PyTorch " + LibtorchVersion.REQUIRED
                                + " with CUDA by --libtorch"
                        : "name a PyTorch " + LibtorchVersion.REQUIRED + " with CUDA by --libtorch";
        };
    }
}
