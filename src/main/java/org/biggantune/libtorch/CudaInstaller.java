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
 * Fetches DJL's CUDA libraries into its cache: the files by {@link CudaDownload}, which a later call resumes; DJL itself
 * then adds its JNI library, which its jar brings. One thread, one process at a time.
 */
public final class CudaInstaller {
    /** DJL downloads only what no jar brings; this is how it learns what a jar brings. */
    private static final String BUNDLED = "native/lib/pytorch.properties";

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
     * @param progress is informed how far it is
     * @return false if the libraries were there already
     * @throws DeviceUnavailableException if there are none for this platform, or they cannot be fetched; what has been
     *     fetched stays for the next call
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
            // DJL keeps a folder that is already there, even where it holds nothing but a JNI library.
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
                    e.getMessage() + "; or name a PyTorch " + LibtorchVersion.REQUIRED + " with CUDA by --libtorch", e);
        } catch (BigganTuneException e) {
            throw failed(e.getMessage(), e);
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

    /** Lets DJL put its JNI library beside the others, as it would before it loads them. */
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
