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

/** Loads a libtorch into this process through DJL. A process has one libtorch: the first that is loaded. */
public final class LibtorchLoader {
    /** DJL's switch for the graph executor's optimiser, read at each call: it makes folded graphs slower. */
    public static final String GRAPH_OPTIMIZER = "ai.djl.pytorch.graph_optimizer";

    private static final Logger LOG = LoggerFactory.getLogger(LibtorchLoader.class);

    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private LibtorchLoader() {}

    /**
     * Loads, or finds that this libtorch is loaded already.
     *
     * @param libtorch what to load
     * @param cuda what the driver says; without a driver nothing looks for a GPU
     * @param threads how many threads one operation may use; empty for libtorch's own choice, which is the machine's
     *     physical cores, but not more than this process may use
     * @return DJL's engine on this libtorch
     * @throws DeviceUnavailableException if it cannot be loaded, or another one is loaded
     */
    public static Engine load(Libtorch libtorch, CudaState cuda, OptionalInt threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty(GRAPH_OPTIMIZER, "false");
        threads.ifPresent(n -> System.setProperty(THREADS, Integer.toString(n)));
        libtorch.settings().forEach(System::setProperty);
        NativeCache cache = NativeCache.ofProcess();
        cache.tellDjl();
        prepare(libtorch, cache, NativeTrust.ofProcess());
        if (!cuda.present()) {
            doNotLookForGpus();
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
                    libtorch + " was to be loaded, but this process has loaded the one in " + loaded);
        }
        JniUtils.setGradMode(false);
        if (System.getProperty(THREADS) == null) {
            keepToQuota();
        }
        return engine;
    }

    /** libtorch knows of a container's cores as the machine has them, and not of its quota; Java knows both. */
    private static void keepToQuota() {
        int allowed = Runtime.getRuntime().availableProcessors();
        if (allowed < JniUtils.getNumThreads()) {
            JniUtils.setNumThreads(allowed);
        }
    }

    /** Sees to it that what DJL is going to load is there, and is what may be loaded. */
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
     * Requires that a libtorch, as far as it is there, may be loaded.
     *
     * @throws DeviceUnavailableException if somebody else owns it or can write to it
     */
    static void requireTrusted(Libtorch libtorch, NativeCache cache, NativeTrust trust) {
        if (!Files.exists(libtorch.folder(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        switch (libtorch.source()) {
            case OPTION, ENVIRONMENT -> trust.requireNamed(libtorch.folder());
            case INSTALLED, BUNDLED -> trust.requireOwn(libtorch.folder());
        }
    }

    /** Where DJL unpacks the JNI library for a libtorch without one of its own, and what that is: file name to resource. */
    static Map<String, String> bridgeResource(String platform, String flavour) {
        String name = System.mapLibraryName("djl_torch");
        return Map.of(djlVersion() + "-" + name, "/jnilib/" + platform + "/" + flavour + "/" + name);
    }

    private static Path bridgeFolder(Libtorch libtorch, NativeCache cache) {
        return cache.root().resolve(LibtorchVersion.REQUIRED + "-" + libtorch.bridge() + "-" + cache.platform());
    }

    /** The JNI library that DJL uses with a libtorch, in the order in which DJL looks; empty where it is not there yet. */
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
     * DJL counts GPUs through JNA and the CUDA runtime at each start. Without a driver that takes a fifth of a second and,
     * where a CUDA toolkit is installed, warns; JNA without its native part fails at once, and DJL takes that for "no GPU".
     */
    private static void doNotLookForGpus() {
        System.setProperty("jna.nosys", "true");
        System.setProperty("jna.noclasspath", "true");
    }

    /** What to do about the loader's message. */
    static String advice(String message, Libtorch libtorch) {
        if (message.contains("failed to map segment")) {
            return "programs cannot be run from the disk of " + libtorch.folder()
                    + " (mounted noexec?); name a folder on another one by DJL_CACHE_DIR";
        }
        if (message.contains("GLIBC") || message.contains("GLIBCXX")) {
            return "it needs a newer system: glibc 2.28 and libstdc++ of GCC 8 or later";
        }
        return libtorch.source() == Libtorch.Source.BUNDLED
                ? "the bundled one is for Linux (x86-64, arm64), macOS (arm64) and Windows (x86-64)"
                : "it was taken from " + libtorch.folder() + " (" + libtorch.source() + ")"
                        + (libtorch.source() == Libtorch.Source.INSTALLED ? "; or use --device cpu" : "");
    }

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
