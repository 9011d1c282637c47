package org.biggantune.libtorch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.domain.failure.DeviceUnavailableException;

/** Finds out what a folder with an existing PyTorch or libtorch holds. Nothing in it is loaded. */
final class LibtorchFolder {
    private static final String OPTION = "--libtorch ";
    private static final List<String> NEEDED = List.of("torch", "torch_cpu", "c10");
    private static final Pattern CUDA_SUFFIX = Pattern.compile("\\+(cu\\d{3})");

    /** Python's own part of a wheel and what only its tests use. */
    private static final List<String> PYTHON_ONLY =
            List.of("shm", "aoti_custom_ops", "backend_with_compiler", "jitbackend_test", "torchbind_test");

    private LibtorchFolder() {}

    /**
     * Reads a folder.
     *
     * @param given the folder with the libraries, a libtorch distribution, or the folder of the Python package torch
     * @throws DeviceUnavailableException if there is no libtorch in it that can be used here; the message is one line
     */
    static Libtorch read(Path given) {
        if (!Files.exists(given)) {
            throw refused(given, "no such folder");
        }
        Path lib = libraries(given);
        for (String name : NEEDED) {
            if (!Files.isRegularFile(library(lib, name))) {
                throw refused(given, System.mapLibraryName(name) + " is missing in " + lib + "; it is incomplete");
            }
        }
        if (Files.exists(library(lib, "torch_hip"))) {
            throw refused(given, "built for ROCm, expected CUDA or CPU");
        }
        checkArchitecture(given, library(lib, "torch_cpu"));
        String version = version(given, lib);
        return new Libtorch(lib, version, flavour(lib, version), Libtorch.Source.OPTION);
    }

    /** Libraries of a wheel that must not be loaded, as DJL wants them: file names with commas between them. */
    static String notNeeded() {
        return PYTHON_ONLY.stream().map(System::mapLibraryName).collect(Collectors.joining(","));
    }

    private static Path libraries(Path given) {
        Path absolute = given.toAbsolutePath().normalize();
        return Stream.of(
                        absolute,
                        absolute.resolve("lib"),
                        absolute.resolve("torch").resolve("lib"))
                .filter(folder -> Files.isRegularFile(library(folder, "torch")))
                .findFirst()
                .orElseThrow(() -> refused(
                        given,
                        "no " + System.mapLibraryName("torch") + " there nor in its lib folder; expected a libtorch "
                                + LibtorchVersion.REQUIRED + " or the folder of the Python package torch"));
    }

    private static void checkArchitecture(Path given, Path library) {
        if (!System.getProperty("os.name", "").startsWith("Linux")) {
            return;
        }
        String here = System.getProperty("os.arch", "");
        Optional<String> found = ElfLibrary.architecture(library);
        if (found.isEmpty()) {
            throw refused(given, library.getFileName() + " is not a 64-bit Linux library");
        } else if (!found.get().equals(here)) {
            throw refused(given, "built for " + found.get() + ", this Java runs on " + here);
        }
    }

    private static String version(Path given, Path lib) {
        Optional<String> told = LibtorchVersion.installed(lib);
        if (told.isPresent()) {
            if (!LibtorchVersion.fits(told.get())) {
                throw refused(given, "libtorch " + told.get() + " found, expected " + LibtorchVersion.REQUIRED);
            }
            return told.get();
        }
        Set<String> constants = ElfLibrary.versions(library(lib, "torch_cpu"));
        if (!constants.contains(LibtorchVersion.REQUIRED)) {
            throw refused(
                    given,
                    "its version is not told by a file build-version or version.py, and the library names "
                            + (constants.isEmpty() ? "none" : String.join(", ", constants)) + "; expected "
                            + LibtorchVersion.REQUIRED);
        }
        return LibtorchVersion.REQUIRED;
    }

    private static String flavour(Path lib, String version) {
        if (!Files.isRegularFile(library(lib, "torch_cuda"))) {
            return "cpu";
        }
        Matcher suffix = CUDA_SUFFIX.matcher(version);
        return suffix.find() ? suffix.group(1) : "cuda";
    }

    private static Path library(Path folder, String name) {
        return folder.resolve(System.mapLibraryName(name));
    }

    private static DeviceUnavailableException refused(Path given, String why) {
        return new DeviceUnavailableException(OPTION + given + ": " + why);
    }
}
