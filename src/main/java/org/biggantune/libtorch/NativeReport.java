package org.biggantune.libtorch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.failure.DeviceUnavailableException;

/**
 * What a command would load for a device, found without loading it.
 *
 * @param libtorch the libtorch; empty where the one that is named is refused
 * @param gpu the GPU's number; empty for the CPU, and where the device cannot be had
 * @param problems why the device cannot be had and what to do, a line each; empty where it can, as far as files tell
 * @param bridge the JNI library; empty where it has yet to be unpacked
 * @param unpacked whether the bundled libraries lie there as they should; the next command that computes unpacks them else
 * @param cache where unpacked and installed libraries lie
 * @param cuda what the CUDA driver says
 */
public record NativeReport(
        Optional<Libtorch> libtorch,
        OptionalInt gpu,
        List<String> problems,
        Optional<Path> bridge,
        boolean unpacked,
        NativeCache cache,
        CudaState cuda) {
    /** Copies the list. */
    public NativeReport {
        problems = List.copyOf(problems);
    }

    /**
     * Looks.
     *
     * @param choice the device, and perhaps the libtorch, that is asked for
     * @param environment DJL's variables in it count
     * @param cache where unpacked and installed libraries lie
     * @param driver is asked for GPUs
     * @param trust whose files are loaded
     */
    static NativeReport of(
            DeviceChoice choice,
            Map<String, String> environment,
            NativeCache cache,
            CudaDriver driver,
            NativeTrust trust) {
        LibtorchSelection selection = new LibtorchSelection(environment, cache, driver);
        List<String> problems = new ArrayList<>();
        Optional<Libtorch> libtorch = Optional.empty();
        OptionalInt gpu = OptionalInt.empty();
        try {
            libtorch = Optional.of(selection.libtorch(choice));
            gpu = selection.gpu(choice, libtorch.get());
        } catch (DeviceUnavailableException e) {
            problems.add(e.getMessage());
        }
        if (libtorch.filter(NativeReport::isBundled).isPresent() && !BundledLibtorch.isFor(cache.platform())) {
            problems.add("no libtorch for " + cache.platform() + " came with this build; build it on this machine, or"
                    + " name a PyTorch " + LibtorchVersion.REQUIRED + " by --libtorch");
        }
        boolean unpacked = false;
        try {
            libtorch.ifPresent(chosen -> LibtorchLoader.requireTrusted(chosen, cache, trust));
            if (problems.isEmpty() && BundledLibtorch.isFor(cache.platform())) {
                NativeLibraries libraries = BundledLibtorch.libraries(cache, trust);
                unpacked = libraries.problem().isEmpty();
                if (!unpacked && libtorch.filter(NativeReport::isBundled).isPresent()) {
                    libraries.requirePlace();
                }
            }
        } catch (DeviceUnavailableException e) {
            problems.add(e.getMessage());
        }
        OptionalInt used = gpu;
        Optional<Path> bridge = libtorch.flatMap(chosen -> LibtorchLoader.bridge(chosen.on(used), cache));
        return new NativeReport(libtorch, gpu, problems, bridge, unpacked, cache, selection.cuda());
    }

    private static boolean isBundled(Libtorch libtorch) {
        return libtorch.source() == Libtorch.Source.BUNDLED;
    }

    /** The report for this process. */
    public static NativeReport ofProcess(DeviceChoice choice) {
        return of(
                choice,
                System.getenv(),
                NativeCache.ofProcess(),
                new NvidiaDriver(System.getenv()),
                NativeTrust.ofProcess());
    }
}
