package org.biggantune.libtorch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import java.io.IOException;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.io.DirectoryLock;
import org.jspecify.annotations.Nullable;

/**
 * Fetches DJL's CUDA libraries into its cache, by DJL's own downloader: the one thing in this tool that uses the network.
 * DJL downloads into a temporary folder and renames that when all files are there, each checked by its gzip checksum; so
 * an interrupted download leaves nothing that is taken for complete. One thread, one process at a time.
 */
public final class CudaInstaller {
    /** DJL downloads only what no jar brings; this is how it learns what a jar brings. */
    private static final String BUNDLED = "native/lib/pytorch.properties";

    private static final String OFFLINE = "ai.djl.offline";
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final NativeCache cache;
    private final Map<String, String> environment;

    /** An installer into a cache, which must be the one of this process. */
    public CudaInstaller(NativeCache cache, Map<String, String> environment) {
        this.cache = cache;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Installs.
     *
     * @param progress is told how far it is, from a thread of its own
     * @return false if the libraries were there already
     * @throws DeviceUnavailableException if there are none for this platform, or they cannot be fetched
     * @throws CannotCreateException if the cache cannot be written
     * @throws WriteFailedException if the disk is full
     */
    @SuppressWarnings("try") // the lock and the watch are only held
    public boolean install(CudaInstallProgress progress) {
        if (!cache.hasCudaForPlatform()) {
            throw failed("DJL offers no CUDA libraries for " + cache.platform() + "; use --device cpu", null);
        }
        if (cache.cuda().isPresent()) {
            return false;
        }
        checkEnvironment();
        createRoot();
        try (DirectoryLock lock = DirectoryLock.acquire(cache.root())) {
            if (cache.cuda().isPresent()) {
                return false;
            }
            clear();
            try (DownloadWatch watch = DownloadWatch.start(cache, progress)) {
                download();
            }
            List<String> missing = cache.missingOfCuda();
            if (!missing.isEmpty()) {
                Utils.deleteQuietly(cache.cudaFolder());
                throw failed("what was fetched lacks " + String.join(", ", missing) + "; try again later", null);
            }
            return true;
        }
    }

    /** Nobody else may be able to exchange what is downloaded. */
    private void createRoot() {
        try {
            NativeTrust.createFolders(cache.root());
        } catch (IOException e) {
            throw new CannotCreateException(cache.root() + ": cannot be made: " + e.getMessage(), e);
        }
        NativeTrust.ofProcess().requireOwnWay(cache.root());
        cache.tellDjl();
    }

    private void checkEnvironment() {
        if (Boolean.parseBoolean(environment.get("DJL_OFFLINE"))) {
            throw failed("DJL_OFFLINE=true in the environment forbids it; unset it", null);
        }
        Map.of(
                        "PYTORCH_LIBRARY_PATH",
                        "",
                        "PYTORCH_VERSION",
                        LibtorchVersion.REQUIRED,
                        "PYTORCH_FLAVOR",
                        NativeCache.CUDA_FLAVOUR)
                .forEach((name, expected) -> {
                    String value = environment.get(name);
                    if (value != null && !value.equals(expected)) {
                        throw failed(name + "=" + value + " in the environment asks for another one; unset it", null);
                    }
                });
    }

    /** Removes what would be taken for the libraries, and temporary folders that a killed process left. */
    private void clear() {
        // DJL keeps a folder that is already there, even where it holds nothing but a JNI library.
        Utils.deleteQuietly(cache.cudaFolder());
        try {
            Files.deleteIfExists(cache.index());
            Instant before = Instant.now().minus(FORGOTTEN);
            for (Path folder : DownloadWatch.temporaryFolders(cache.root())) {
                FileTime changed = Files.getLastModifiedTime(folder);
                if (changed.toInstant().isBefore(before)) {
                    Utils.deleteQuietly(folder);
                }
            }
        } catch (IOException e) {
            throw new CannotCreateException(cache.root() + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private void download() {
        Map<String, String> settings = Map.of(
                OFFLINE,
                "false",
                "PYTORCH_FLAVOR",
                NativeCache.CUDA_FLAVOUR,
                "ai.djl.pytorch.native_helper",
                DownloadOnly.class.getName());
        Map<String, String> before = new HashMap<>();
        settings.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        thread.setContextClassLoader(new WithoutBundled(loader));
        try {
            LibUtils.loadLibrary();
        } catch (EngineException | IllegalArgumentException e) {
            throw explained(e);
        } finally {
            thread.setContextClassLoader(loader);
            before.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
        }
    }

    /** Hides the bundled CPU libraries from DJL. */
    private static final class WithoutBundled extends ClassLoader {
        WithoutBundled(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals(BUNDLED) ? Collections.emptyEnumeration() : super.getResources(name);
        }
    }

    private RuntimeException explained(RuntimeException failure) {
        Throwable root = Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .reduce((outer, inner) -> inner)
                .orElse(failure);
        String reason = LibtorchLoader.rootMessage(failure);
        if (reason.contains("No space left")) {
            return new WriteFailedException(
                    cache.root() + ": the disk is full; make room (several GB) and try again", root);
        }
        if (root instanceof UnknownHostException) {
            reason = "the host " + reason + " is not known";
        }
        return failed(
                reason
                        + "; it needs the network (a proxy: BIGGAN_TUNE_JAVA_OPTS=-Dhttps.proxyHost=…); or name a PyTorch "
                        + LibtorchVersion.REQUIRED + " with CUDA by --libtorch",
                failure);
    }

    private static DeviceUnavailableException failed(String why, @Nullable Throwable cause) {
        return new DeviceUnavailableException("the CUDA libraries cannot be installed: " + why, cause);
    }
}
