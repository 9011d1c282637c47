package org.biggantune.model;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Stream;
import org.biggantune.domain.DeviceUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a libtorch into this process through DJL. A process has one libtorch: the first that is loaded. */
final class LibtorchLoader {
    private static final Logger LOG = LoggerFactory.getLogger(LibtorchLoader.class);

    private LibtorchLoader() {}

    /**
     * Loads, or finds that this libtorch is loaded already.
     *
     * @param libtorch what to load
     * @param cuda what the driver says; without a driver nothing looks for a GPU
     * @param threads how many threads one operation may use; empty for libtorch's own choice
     * @return DJL's engine on this libtorch
     * @throws DeviceUnavailableException if it cannot be loaded, or another one is loaded
     */
    static Engine load(Libtorch libtorch, CudaState cuda, OptionalInt threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty(TorchRuntime.GRAPH_OPTIMIZER, "false");
        threads.ifPresent(n -> System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(n)));
        libtorch.settings().forEach(System::setProperty);
        if (!cuda.present()) {
            doNotLookForGpus();
        }
        Engine engine;
        try {
            engine = Engine.getEngine("PyTorch");
        } catch (EngineException | UnsatisfiedLinkError e) {
            throw new DeviceUnavailableException(
                    "libtorch cannot be loaded: " + rootMessage(e) + "; " + advice(libtorch), e);
        }
        Path loaded = Path.of(LibUtils.getLibtorchPath());
        if (!loaded.toAbsolutePath()
                .normalize()
                .equals(libtorch.folder().toAbsolutePath().normalize())) {
            throw new DeviceUnavailableException(
                    libtorch + " was to be loaded, but this process has loaded the one in " + loaded);
        }
        JniUtils.setGradMode(false);
        return engine;
    }

    /** The JNI library that DJL uses with a libtorch, in the order in which DJL looks; empty where it is not there yet. */
    static Optional<Path> bridge(Libtorch libtorch, NativeCache cache) {
        String name = System.mapLibraryName("djl_torch");
        String versioned = djlVersion() + "-" + name;
        Path ofCache =
                cache.root().resolve(LibtorchVersion.REQUIRED + "-" + libtorch.bridge() + "-" + cache.platform());
        return Stream.of(
                        libtorch.folder().resolve(versioned),
                        libtorch.folder().resolve(name),
                        ofCache.resolve(versioned))
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

    private static String advice(Libtorch libtorch) {
        return libtorch.source() == Libtorch.Source.BUNDLED
                ? "the bundled one is for Linux (x86-64, arm64), macOS (arm64) and Windows (x86-64), and needs room in the"
                        + " cache folder (DJL_CACHE_DIR)"
                : "it was taken from " + libtorch.folder() + " (" + libtorch.source() + ")"
                        + (libtorch.source() == Libtorch.Source.INSTALLED ? "; or use --device cpu" : "");
    }

    static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        LOG.debug("failed", error);
        String message = String.valueOf(root.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
