package org.biggantune.image;

import com.luciad.imageio.webp.internal.NativeLoader;
import com.luciad.imageio.webp.internal.OsInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.domain.failure.DeviceUnavailableException;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.io.MessageText;
import org.biggantune.io.TemporaryFolder;

/** The native library for WebP, which comes in a jar and is unpacked into a temporary folder to be loaded. */
final class WebPLibrary {
    private static final String FOLDER = "com.luciad.imageio.webp.tmpdir";
    private static final int TAG = 4;
    private static final int FORM = 8;
    private static final int FLAGS = 20;
    private static final int ANIMATED = 2;

    /** Of the process, like the library. */
    private static boolean loaded;

    private WebPLibrary() {}

    /**
     * Loads the library unless it is loaded.
     *
     * @throws DeviceUnavailableException if there is none for this machine, or it cannot be loaded
     * @throws WriteFailedException if it cannot be unpacked
     */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        try (TemporaryFolder folder = TemporaryFolder.create("biggan-tune-webp")) {
            // The jar's own loader prints its failures and carries on, so failures must show before it is called.
            tryOut(folder.path().resolve(System.mapLibraryName("webp-imageio")));
            System.setProperty(FOLDER, folder.path().toString());
            NativeLoader.initialize();
        } finally {
            System.clearProperty(FOLDER);
        }
        loaded = true;
    }

    private static void tryOut(Path file) {
        String resource = "/native/" + OsInfo.getNativeLibFolderPathForCurrentOS() + "/" + file.getFileName();
        try (InputStream in = NativeLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new DeviceUnavailableException("WebP: its library has no build for "
                        + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + "; use PNG files");
            }
            Files.copy(in, file);
        } catch (IOException e) {
            throw new WriteFailedException(
                    file + ": the library for WebP cannot be unpacked: " + MessageText.of(e.toString())
                            + "; free space there, or give another folder with -Djava.io.tmpdir in"
                            + " BIGGAN_TUNE_JAVA_OPTS",
                    e);
        }
        try {
            System.load(file.toString());
        } catch (UnsatisfiedLinkError e) {
            throw new DeviceUnavailableException(
                    file + ": the library for WebP cannot be loaded: "
                            + MessageText.of(String.valueOf(e.getMessage()).replace(file + ": ", ""))
                            + "; if programs may not run from there, give another folder with -Djava.io.tmpdir in"
                            + " BIGGAN_TUNE_JAVA_OPTS, or use PNG files",
                    e);
        }
    }

    /** Whether a file is a WebP image, by its first bytes. */
    static boolean isWebP(byte[] file) {
        return has(file, 0, "RIFF") && has(file, FORM, "WEBP");
    }

    /** Whether a WebP image is an animation. */
    static boolean isAnimated(byte[] file) {
        return has(file, FORM + TAG, "VP8X") && file.length > FLAGS && (file[FLAGS] & ANIMATED) != 0;
    }

    private static boolean has(byte[] file, int from, String tag) {
        return file.length >= from + TAG && new String(file, from, TAG, StandardCharsets.ISO_8859_1).equals(tag);
    }
}
