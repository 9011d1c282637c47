package org.biggantune.libtorch;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Decides which libtorch to load and on which device to run, before anything is loaded. In order of precedence: the
 * user's {@code --libtorch}; {@code PYTORCH_LIBRARY_PATH}; the installed CUDA libraries, if a GPU may be used and the
 * driver reports one; the bundled CPU libraries. A requested GPU is never replaced by the CPU. Not thread-safe.
 */
public final class LibtorchSelection {
    private final Map<String, String> environment;
    private final NativeCache cache;
    private final CudaDriver driver;
    private @Nullable CudaState state;

    /** Creates a selection for an environment, a cache and a driver. */
    LibtorchSelection(Map<String, String> environment, NativeCache cache, CudaDriver driver) {
        this.environment = Map.copyOf(environment);
        this.cache = cache;
        this.driver = driver;
    }

    /** Creates a selection for this process. */
    public static LibtorchSelection ofProcess() {
        return new LibtorchSelection(System.getenv(), NativeCache.ofProcess(), new NvidiaDriver(System.getenv()));
    }

    /** Returns the state of the driver, which is queried once. */
    public CudaState cuda() {
        if (state == null) {
            state = driver.state();
        }
        return state;
    }

    /**
     * Selects the libtorch for a choice of device.
     *
     * @throws DeviceUnavailableException if the user's libtorch is not usable, or the environment contradicts it
     */
    public Libtorch libtorch(DeviceChoice choice) {
        Libtorch found;
        if (choice.libtorch().isPresent()) {
            found = LibtorchFolder.read(choice.libtorch().get());
        } else {
            found = LibtorchVersion.ofEnvironment(environment).orElseGet(() -> defaultLibtorch(choice));
        }
        found.checkEnvironment(environment);
        return found;
    }

    private Libtorch defaultLibtorch(DeviceChoice choice) {
        return (choice.mayBeCuda() && cuda().usable() ? cache.cuda() : Optional.<Libtorch>empty())
                .filter(installed -> choice.kind() == DeviceChoice.Kind.CUDA || driverServes(installed))
                .orElseGet(() -> BundledLibtorch.in(cache));
    }

    /**
     * Selects the GPU for a choice of device with a libtorch.
     *
     * @return its index; empty for the CPU
     * @throws DeviceUnavailableException if the choice is a GPU that is not available; the message says why
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

    /** Explains why a GPU is not available and what to do; empty if it is available. */
    private String problem(DeviceChoice choice, Libtorch libtorch) {
        CudaState found = cuda();
        if (!found.usable()) {
            return found.problem();
        }
        if (!libtorch.cuda()) {
            return libtorch + " has no CUDA; " + cudaAdvice(libtorch);
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

    /** Whether the driver is new enough: any driver for the same major version of CUDA is. */
    private boolean driverServes(Libtorch libtorch) {
        OptionalInt needed = libtorch.cudaMajor();
        String version = cuda().version();
        return needed.isEmpty()
                || version.isEmpty()
                || Integer.parseInt(version.substring(0, version.indexOf('.'))) >= needed.getAsInt();
    }

    private String cudaAdvice(Libtorch libtorch) {
        return switch (libtorch.source()) {
            case OPTION -> "give one with CUDA";
            case ENVIRONMENT -> "set PYTORCH_LIBRARY_PATH to one with CUDA, or unset it";
            case INSTALLED, BUNDLED ->
                cache.hasCudaForPlatform()
                        ? "run biggan-tune doctor --install cuda once, or give a PyTorch " + LibtorchVersion.REQUIRED
                                + " with CUDA by --libtorch"
                        : "give a PyTorch " + LibtorchVersion.REQUIRED + " with CUDA by --libtorch";
        };
    }
}
