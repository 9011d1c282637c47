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
 * What a command would load for a device, determined without loading it.
 *
 * @param libtorch the libtorch; empty if the requested one is not usable
 * @param gpu the GPU's index; empty for the CPU or if the device is not available
 * @param problems why the device is not available and what to do, one line each; empty if it appears to be available
 * @param bridge the JNI library; empty if it is not unpacked yet
 * @param unpacked whether the bundled libraries are unpacked and unchanged; otherwise the next command that computes
 *     unpacks them
 * @param cache the cache of unpacked and installed libraries
 * @param cuda the state of the CUDA driver
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
     * Creates a report.
     *
     * @param choice the requested device and libtorch
     * @param environment the environment, for DJL's variables
     * @param cache the cache of unpacked and installed libraries
     * @param driver reports GPUs
     * @param trust decides which files may be loaded
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
            problems.add("this build has no libtorch for " + cache.platform()
                    + "; build the tool on this machine, or give a PyTorch " + LibtorchVersion.REQUIRED
                    + " by --libtorch");
        }
        boolean unpacked = false;
        try {
            libtorch.ifPresent(chosen -> LibtorchLoader.requireTrusted(chosen, cache, trust));
            if (problems.isEmpty() && BundledLibtorch.isFor(cache.platform())) {
                NativeLibraries libraries = BundledLibtorch.libraries(cache, trust);
                unpacked = libraries.problem().isEmpty();
                if (!unpacked && libtorch.filter(NativeReport::isBundled).isPresent()) {
                    libraries.requireWritable();
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

    /** Creates the report for this process. */
    public static NativeReport ofProcess(DeviceChoice choice) {
        return of(
                choice,
                System.getenv(),
                NativeCache.ofProcess(),
                new NvidiaDriver(System.getenv()),
                NativeTrust.ofProcess());
    }
}
