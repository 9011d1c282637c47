package org.biggantune.model;

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

    /** The cache of this process: {@code ENGINE_CACHE_DIR} or {@code DJL_CACHE_DIR} or {@code ~/.djl.ai}. */
    public static NativeCache ofProcess() {
        return new NativeCache(Utils.getEngineCacheDir("pytorch").toAbsolutePath(), platformOfProcess());
    }

    /** Whether DJL has CUDA libraries for the platform. */
    public boolean hasCudaForPlatform() {
        return CUDA_PLATFORMS.contains(platform);
    }

    /** Where the CUDA libraries lie once they are installed. */
    public Path cudaFolder() {
        return root.resolve(LibtorchVersion.REQUIRED + "-" + CUDA_FLAVOUR + "-" + platform);
    }

    /** DJL's index of files that can be downloaded; it is there after a download. */
    public Path index() {
        return root.resolve(LibtorchVersion.REQUIRED + ".txt");
    }

    /** The installed CUDA libraries; empty where they are missing or incomplete. */
    public Optional<Libtorch> cuda() {
        return missingOfCuda().isEmpty()
                ? Optional.of(
                        new Libtorch(cudaFolder(), LibtorchVersion.REQUIRED, CUDA_FLAVOUR, Libtorch.Source.INSTALLED))
                : Optional.empty();
    }

    /** Which files the folder of CUDA libraries lacks; an empty file counts as missing. */
    public List<String> missingOfCuda() {
        List<String> present = files(cudaFolder());
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
                    .map(line -> line.substring(line.lastIndexOf('/') + 1, line.length() - ".gz".length()))
                    .map(name -> name.replace("%2B", "+"))
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
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
