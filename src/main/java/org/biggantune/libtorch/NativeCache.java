package org.biggantune.libtorch;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.biggantune.domain.failure.DeviceUnavailableException;

/**
 * DJL's cache of native libraries, with a sub-folder for each version, flavour and platform, and an index of
 * downloadable files.
 *
 * @param root the folder, which need not exist
 * @param platform the platform as DJL names it, such as {@code linux-x86_64}
 */
public record NativeCache(Path root, String platform) {
    /** The flavour of the CUDA libraries that DJL offers for {@link LibtorchVersion#REQUIRED}. */
    public static final String CUDA_FLAVOUR = "cu128";

    private static final List<String> CUDA_PLATFORMS = List.of("linux-x86_64", "win-x86_64");
    private static final List<String> NEEDED = List.of("torch", "torch_cpu", "c10", "torch_cuda", "c10_cuda");

    /** Name parts of CUDA's own libraries; the rest of the names differs between releases. */
    private static final List<String> NEEDED_OF_CUDA = List.of("cudart", "cublas", "cudnn");

    /** DJL's environment variables or system properties for its cache, in order of precedence. */
    private static final List<String> VARIABLES = List.of("ENGINE_CACHE_DIR", "DJL_CACHE_DIR");

    /**
     * Returns the cache of this process: {@code ENGINE_CACHE_DIR}, {@code DJL_CACHE_DIR}, or {@code .djl.ai} in the
     * user's home. Unlike DJL it never falls back to the system's temporary folder, where any user can plant libraries.
     *
     * @throws DeviceUnavailableException if none is named and the user has no home
     */
    public static NativeCache ofProcess() {
        boolean named = VARIABLES.stream()
                .map(Utils::getEnvOrSystemProperty)
                .anyMatch(value -> value != null && !value.isEmpty());
        Path root = named
                ? Utils.getEngineCacheDir("pytorch").toAbsolutePath()
                : ofHome(System.getProperty("user.home", ""), System.getenv().getOrDefault("HOME", ""));
        return new NativeCache(root, platformOfProcess());
    }

    /**
     * Returns the cache in the user's home, given by the system's user database, which may lack this user, or by the
     * environment.
     *
     * @throws DeviceUnavailableException if neither names one
     */
    static Path ofHome(String ofSystem, String ofEnvironment) {
        List<Path> caches = Stream.of(ofSystem, ofEnvironment)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .map(home -> home.resolve(".djl.ai"))
                .toList();
        return caches.stream()
                .filter(cache -> Files.isDirectory(cache) || Files.isWritable(cache.getParent()))
                .findFirst()
                .or(() -> caches.stream().findFirst())
                .orElseThrow(() -> new DeviceUnavailableException(
                        "this user has no home folder to unpack libtorch to; set HOME or DJL_CACHE_DIR"))
                .resolve("pytorch");
    }

    /** Makes DJL use this cache. */
    void configureDjl() {
        System.setProperty(VARIABLES.get(0), String.valueOf(root.getParent()));
    }

    /** Whether DJL has CUDA libraries for the platform. */
    boolean hasCudaForPlatform() {
        return CUDA_PLATFORMS.contains(platform);
    }

    /** Returns the folder of the installed CUDA libraries, which need not exist. */
    public Path cudaFolder() {
        return root.resolve(LibtorchVersion.REQUIRED + "-" + CUDA_FLAVOUR + "-" + platform);
    }

    /** Returns DJL's index of downloadable files, which exists after a download. */
    Path index() {
        return root.resolve(LibtorchVersion.REQUIRED + ".txt");
    }

    /** Returns the installed CUDA libraries; empty if they are missing or incomplete. */
    Optional<Libtorch> cuda() {
        return missingOfCuda().isEmpty()
                ? Optional.of(
                        new Libtorch(cudaFolder(), LibtorchVersion.REQUIRED, CUDA_FLAVOUR, Libtorch.Source.INSTALLED))
                : Optional.empty();
    }

    /** Returns the files missing from the installed CUDA libraries; an empty file counts as missing. */
    public List<String> missingOfCuda() {
        return missingOfCuda(cudaFolder());
    }

    /** Returns the files missing from a folder of CUDA libraries. */
    List<String> missingOfCuda(Path folder) {
        List<String> present = files(folder);
        List<String> missing = new ArrayList<>();
        for (String name : NEEDED) {
            if (!present.contains(System.mapLibraryName(name))) {
                missing.add(System.mapLibraryName(name));
            }
        }
        for (String name : NEEDED_OF_CUDA) {
            if (present.stream().noneMatch(file -> file.contains(name))) {
                missing.add(System.mapLibraryName(name));
            }
        }
        indexed().stream()
                .filter(file -> !present.contains(file) && !missing.contains(file))
                .forEach(missing::add);
        return missing;
    }

    /** Returns the files listed in the index for CUDA on this platform; empty without an index. */
    List<String> indexed() {
        String folder = CUDA_FLAVOUR + "/" + platform + "/";
        try (Stream<String> lines = Files.lines(index(), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(folder) && line.endsWith(".gz"))
                    .map(NativeCache::fileOf)
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
    }

    /** Returns the unpacked file's name for a line of the index. */
    static String fileOf(String line) {
        return line.substring(line.lastIndexOf('/') + 1, line.length() - ".gz".length())
                .replace("%2B", "+");
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toFile().length() > 0)
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String platformOfProcess() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String prefix = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        String arch = System.getProperty("os.arch", "");
        return prefix + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }
}
