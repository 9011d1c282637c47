package org.biggantune.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that look like a libtorch from outside; the libraries in them are a small one of this Java. */
public final class NativeFolders {
    private NativeFolders() {}

    /** A folder with a libtorch for the CPU. */
    public static Path cpu(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : new String[] {"torch", "torch_cpu", "c10"}) {
            addLibrary(folder, name);
        }
        return folder;
    }

    /** A folder with a libtorch for CUDA as DJL publishes it. */
    public static Path cuda(Path folder) throws IOException {
        cpu(folder);
        for (String name : new String[] {"torch_cuda", "c10_cuda", "cudart-218eec4c", "cublas", "cudnn"}) {
            addLibrary(folder, name);
        }
        return folder;
    }

    /** Adds a library. */
    public static void addLibrary(Path folder, String name) throws IOException {
        Path java = Path.of(System.getProperty("java.home"));
        Path library = java.resolve("lib").resolve(System.mapLibraryName("nio"));
        if (!Files.exists(library)) {
            library = java.resolve("bin").resolve(System.mapLibraryName("nio"));
        }
        Files.copy(library, folder.resolve(System.mapLibraryName(name)));
    }
}
