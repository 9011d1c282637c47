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

/** Inspects a folder with an existing PyTorch or libtorch without loading anything. */
final class LibtorchFolder {
    private static final String OPTION = "--libtorch ";
    private static final List<String> NEEDED = List.of("torch", "torch_cpu", "c10");
    private static final Pattern CUDA_SUFFIX = Pattern.compile("\\+(cu\\d{3})");

    /** Libraries of a Python wheel that serve only Python or the tests of PyTorch. */
    private static final List<String> PYTHON_ONLY =
            List.of("shm", "aoti_custom_ops", "backend_with_compiler", "jitbackend_test", "torchbind_test");

    private LibtorchFolder() {}

    /**
     * Finds the libtorch in a folder.
     *
     * @param given the folder with the libraries, a libtorch distribution, or the
     * folder of the Python package torch
     * @throws DeviceUnavailableException if it contains no usable libtorch
     */
    static Libtorch read(Path given) {
        if (!Files.exists(given)) {
            throw refused(given, "no such folder");
        }
        Path lib = libraries(given);
        for (String name : NEEDED) {
            if (!Files.isRegularFile(library(lib, name))) {
                throw refused(given, System.mapLibraryName(name) + " is missing in " + lib);
            }
        }
        if (Files.exists(library(lib, "torch_hip"))) {
            throw refused(given, "built for ROCm, expected CUDA or CPU");
        }
        checkArchitecture(given, library(lib, "torch_cpu"));
        String version = version(given, lib);
        return new Libtorch(lib, version, flavour(lib, version), Libtorch.Source.OPTION);
    }

    /** Returns the libraries of a wheel that must not be loaded, as comma-separated file names for DJL. */
    static String excluded() {
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
                        "no " + System.mapLibraryName("torch") + " in it or in its lib folder; expected a libtorch "
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
        Optional<String> installed = LibtorchVersion.installed(lib);
        if (installed.isPresent()) {
            if (!LibtorchVersion.fits(installed.get())) {
                throw refused(given, "libtorch " + installed.get() + " found, expected " + LibtorchVersion.REQUIRED);
            }
            return installed.get();
        }
        Set<String> constants = ElfLibrary.versions(library(lib, "torch_cpu"));
        if (!constants.contains(LibtorchVersion.REQUIRED)) {
            throw refused(
                    given,
                    "unknown version: there is no file build-version or version.py, and the version numbers in the"
                            + " library are "
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
