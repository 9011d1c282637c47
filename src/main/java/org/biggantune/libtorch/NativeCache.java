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
 * DJL's folder of native libraries: a sub-folder for each version, flavour and platform, and the index of what can be
 * downloaded.
 *
 * @param root the folder, which need not exist
 * @param platform the platform as DJL names it, such as {@code linux-x86_64}
 */
public record NativeCache(Path root, String platform) {
    /** The flavour of the CUDA libraries that DJL offers for {@link LibtorchVersion#REQUIRED}. */
    public static final String CUDA_FLAVOUR = "cu128";

    private static final List<String> CUDA_PLATFORMS = List.of("linux-x86_64", "win-x86_64");
    private static final List<String> NEEDED = List.of("torch", "torch_cpu", "c10", "torch_cuda", "c10_cuda");

    /** CUDA's own libraries; what follows in their names differs from release to release. */
    private static final List<String> NEEDED_OF_CUDA = List.of("cudart", "cublas", "cudnn");

    /** DJL's variables of the environment, or properties, that name its cache; the stronger one first. */
    private static final List<String> VARIABLES = List.of("ENGINE_CACHE_DIR", "DJL_CACHE_DIR");

    /**
     * The cache of this process: {@code ENGINE_CACHE_DIR} or {@code DJL_CACHE_DIR} or {@code .djl.ai} in the user's home.
     * Never the system's folder for temporary files, which DJL takes where the home cannot be written: everybody can put
     * libraries there under the same name.
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
     * The cache in a user's home: of the system's list of users, which may lack this one, or of the environment.
     *
     * @throws DeviceUnavailableException if both name none
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
                .orElseThrow(() -> new DeviceUnavailableException("this user has no home folder to unpack libtorch to;"
                        + " set HOME, or name a folder by DJL_CACHE_DIR"))
                .resolve("pytorch");
    }

    /** Has DJL use this cache. */
    void tellDjl() {
        System.setProperty(VARIABLES.get(0), String.valueOf(root.getParent()));
    }

    /** Whether DJL has CUDA libraries for the platform. */
    boolean hasCudaForPlatform() {
        return CUDA_PLATFORMS.contains(platform);
    }

    /** Where the CUDA libraries lie once they are installed. */
    public Path cudaFolder() {
        return root.resolve(LibtorchVersion.REQUIRED + "-" + CUDA_FLAVOUR + "-" + platform);
    }

    /** DJL's index of files that can be downloaded; it is there after a download. */
    Path index() {
        return root.resolve(LibtorchVersion.REQUIRED + ".txt");
    }

    /** The installed CUDA libraries; empty where they are missing or incomplete. */
    Optional<Libtorch> cuda() {
        return missingOfCuda().isEmpty()
                ? Optional.of(
                        new Libtorch(cudaFolder(), LibtorchVersion.REQUIRED, CUDA_FLAVOUR, Libtorch.Source.INSTALLED))
                : Optional.empty();
    }

    /** Which files the folder of CUDA libraries lacks; an empty file counts as missing. */
    public List<String> missingOfCuda() {
        return missingOfCuda(cudaFolder());
    }

    /** Which files a folder that is to become that of CUDA libraries lacks. */
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

    /** The files that the index lists for CUDA on this platform; empty without an index. */
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

    /** The name of the file that a line of the index stands for, unpacked. */
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
