package org.biggantune.libtorch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Stream;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a libtorch into this process through DJL. A process can load only one. */
public final class LibtorchLoader {
    /** DJL's switch for the graph executor's optimiser, read at each call: it makes folded graphs slower. */
    public static final String GRAPH_OPTIMIZER = "ai.djl.pytorch.graph_optimizer";

    private static final Logger LOG = LoggerFactory.getLogger(LibtorchLoader.class);

    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private LibtorchLoader() {}

    /**
     * Loads a libtorch unless it is loaded already.
     *
     * @param libtorch the libtorch to load
     * @param cuda the state of the driver; without a driver, GPU detection is skipped
     * @param threads the threads per operation; empty for libtorch's own choice, the number of physical cores, limited
     *     to what this process may use
     * @return DJL's engine for this libtorch
     * @throws DeviceUnavailableException if it cannot be loaded, or another one is loaded already
     */
    public static Engine load(Libtorch libtorch, CudaState cuda, OptionalInt threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty(GRAPH_OPTIMIZER, "false");
        threads.ifPresent(n -> System.setProperty(THREADS, Integer.toString(n)));
        libtorch.settings().forEach(System::setProperty);
        NativeCache cache = NativeCache.ofProcess();
        cache.configureDjl();
        prepare(libtorch, cache, NativeTrust.ofProcess());
        if (!cuda.present()) {
            skipGpuDetection();
        }
        Engine engine;
        try {
            engine = Engine.getEngine("PyTorch");
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw new DeviceUnavailableException(
                    "libtorch cannot be loaded: " + rootMessage(e) + "; " + advice(rootMessage(e), libtorch), e);
        }
        Path loaded = Path.of(LibUtils.getLibtorchPath());
        if (!loaded.toAbsolutePath()
                .normalize()
                .equals(libtorch.folder().toAbsolutePath().normalize())) {
            throw new DeviceUnavailableException(
                    libtorch + " cannot be loaded: this process has already loaded the one in " + loaded);
        }
        JniUtils.setGradMode(false);
        if (System.getProperty(THREADS) == null) {
            limitToQuota();
        }
        return engine;
    }

    /** Limits the threads to the CPU quota of a container, which Java respects and libtorch ignores. */
    private static void limitToQuota() {
        int allowed = Runtime.getRuntime().availableProcessors();
        if (allowed < JniUtils.getNumThreads()) {
            JniUtils.setNumThreads(allowed);
        }
    }

    /** Unpacks what DJL is going to load and checks that it may be loaded. */
    static void prepare(Libtorch libtorch, NativeCache cache, NativeTrust trust) {
        if (libtorch.source() == Libtorch.Source.BUNDLED) {
            if (BundledLibtorch.isFor(cache.platform())) {
                BundledLibtorch.libraries(cache, trust).prepare();
            }
            return;
        }
        requireTrusted(libtorch, cache, trust);
        Path folder = bridgeFolder(libtorch, cache);
        if (bridge(libtorch, cache).filter(file -> !file.startsWith(folder)).isEmpty()) {
            new NativeLibraries(folder, bridgeResource(cache.platform(), libtorch.bridge()), false, trust).prepare();
        }
    }

    /**
     * Requires that an existing libtorch may be loaded.
     *
     * @throws DeviceUnavailableException if another user owns it or can write to it
     */
    static void requireTrusted(Libtorch libtorch, NativeCache cache, NativeTrust trust) {
        if (!Files.exists(libtorch.folder(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        switch (libtorch.source()) {
            case OPTION, ENVIRONMENT -> trust.requireUserChosen(libtorch.folder());
            case INSTALLED, BUNDLED -> trust.requireTrusted(libtorch.folder());
        }
    }

    /** Returns the JNI library that DJL unpacks for a libtorch without one: file name to resource. */
    static Map<String, String> bridgeResource(String platform, String flavour) {
        String name = System.mapLibraryName("djl_torch");
        return Map.of(djlVersion() + "-" + name, "/jnilib/" + platform + "/" + flavour + "/" + name);
    }

    private static Path bridgeFolder(Libtorch libtorch, NativeCache cache) {
        return cache.root().resolve(LibtorchVersion.REQUIRED + "-" + libtorch.bridge() + "-" + cache.platform());
    }

    /**
     * Returns the JNI library that DJL uses with a libtorch, by DJL's search order; empty if it is not unpacked yet.
     */
    public static Optional<Path> bridge(Libtorch libtorch, NativeCache cache) {
        String name = System.mapLibraryName("djl_torch");
        String versioned = djlVersion() + "-" + name;
        return Stream.of(
                        libtorch.folder().resolve(versioned),
                        libtorch.folder().resolve(name),
                        bridgeFolder(libtorch, cache).resolve(versioned))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static String djlVersion() {
        Properties engine = new Properties();
        try (InputStream in = LibtorchLoader.class.getResourceAsStream("/pytorch-engine.properties")) {
            engine.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return engine.getProperty("djl_version");
    }

    /**
     * Keeps DJL from counting GPUs through JNA and the CUDA runtime, which without a driver takes 0.2 seconds and logs
     * a warning if a CUDA toolkit is installed. Without its native part JNA fails at once, which DJL takes for "no
     * GPU".
     */
    private static void skipGpuDetection() {
        System.setProperty("jna.nosys", "true");
        System.setProperty("jna.noclasspath", "true");
    }

    /** Returns advice for a message of the dynamic loader. */
    static String advice(String message, Libtorch libtorch) {
        if (message.contains("failed to map segment")) {
            return "code cannot be executed from the file system of " + libtorch.folder()
                    + " (mounted noexec?); set DJL_CACHE_DIR to a folder on another one";
        }
        if (message.contains("GLIBC") || message.contains("GLIBCXX")) {
            return "it needs glibc 2.28 and libstdc++ of GCC 8 or later";
        }
        return libtorch.source() == Libtorch.Source.BUNDLED
                ? "the bundled one is for Linux (x86-64, arm64), macOS (arm64) and Windows (x86-64)"
                : "it is in " + libtorch.folder() + " (" + libtorch.source() + ")"
                        + (libtorch.source() == Libtorch.Source.INSTALLED ? "; or use --device cpu" : "");
    }

    /** Returns the first line of the message of the innermost cause, and logs the error for debugging. */
    public static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        LOG.debug("failed", error);
        String message = String.valueOf(root.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
