package org.biggantune.libtorch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.failure.NetworkUnavailableException;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.io.DirectoryLock;
import org.jspecify.annotations.Nullable;

/**
 * Installs DJL's CUDA libraries into its cache: {@link CudaDownload} fetches the files, resuming an earlier attempt,
 * then DJL adds the JNI library from its jar. A lock admits one process at a time; not thread-safe.
 */
public final class CudaInstaller {
    /** The resource by which DJL detects bundled libraries, which it prefers to downloaded ones. */
    private static final String BUNDLED = "native/lib/pytorch.properties";

    private final NativeCache cache;
    private final Map<String, String> environment;

    /** Creates an installer for a cache, which must be the one of this process. */
    public CudaInstaller(NativeCache cache, Map<String, String> environment) {
        this.cache = cache;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Installs the libraries unless they are installed already.
     *
     * @param progress receives the progress
     * @return false if the libraries were already installed
     * @throws DeviceUnavailableException if there are none for this platform, or they cannot be downloaded; downloaded
     *     parts are kept for the next call
     * @throws CannotCreateException if the cache cannot be written
     * @throws WriteFailedException if the disk is full
     */
    @SuppressWarnings("try") // the lock is only held
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
            // DJL keeps an existing folder, even if it contains only a JNI library.
            Utils.deleteQuietly(cache.cudaFolder());
            download(progress);
            addJniLibrary();
            return true;
        }
    }

    private void download(CudaInstallProgress progress) {
        try {
            new CudaDownload(cache, environment, progress).run();
        } catch (CannotCreateException | WriteFailedException e) {
            throw e;
        } catch (NetworkUnavailableException e) {
            throw failed(
                    e.getMessage() + "; or give a PyTorch " + LibtorchVersion.REQUIRED + " with CUDA by --libtorch", e);
        } catch (BigganTuneException e) {
            throw failed(e.getMessage(), e);
        }
    }

    /** Creates the cache so that no other user can replace downloaded files. */
    private void createRoot() {
        try {
            NativeTrust.createFolders(cache.root());
        } catch (IOException e) {
            throw new CannotCreateException(cache.root() + ": cannot be created: " + e.getMessage(), e);
        }
        NativeTrust.ofProcess().requireTrustedParents(cache.root());
        cache.configureDjl();
    }

    private void checkEnvironment() {
        if (Boolean.parseBoolean(environment.get("DJL_OFFLINE"))) {
            throw failed("DJL_OFFLINE=true in the environment forbids downloads; unset it", null);
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
                        throw failed(
                                name + "=" + value + " in the environment selects another libtorch; unset it", null);
                    }
                });
    }

    /** Lets DJL copy its JNI library to the others, as it does before loading them. */
    private void addJniLibrary() {
        Map<String, String> settings = Map.of(
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
            throw failed(LibtorchLoader.rootMessage(e), e);
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

    private static DeviceUnavailableException failed(String why, @Nullable Throwable cause) {
        return new DeviceUnavailableException("the CUDA libraries cannot be installed: " + why, cause);
    }
}
