package org.biggantune.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;

/** Computes SHA-256 digests (FIPS 180-4) as 64 lower-case hexadecimal digits. */
public final class Sha256 {
    private static final int BUFFER_BYTES = 1 << 16;

    private Sha256() {}

    /**
     * Returns the digest of a file's content.
     *
     * @param file a readable file
     * @return 64 lower-case hexadecimal digits
     * @throws MissingInputException if the file does not exist
     * @throws UnsupportedInputException if it is a folder
     * @throws CorruptInputException if reading fails midway
     */
    public static String of(Path file) {
        if (Files.isDirectory(file)) {
            throw new UnsupportedInputException(file + ": is a folder, expected a file");
        }
        if (!Files.isRegularFile(file)) {
            throw new MissingInputException(file + ": no such file; check the path");
        }
        MessageDigest digest = begin();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw new MissingInputException(file + ": cannot be opened; check the path and its permissions", e);
        } catch (IOException e) {
            throw new CorruptInputException(file + ": reading failed: " + MessageText.of(e.toString()), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Starts the digest of a file on a background thread.
     *
     * @param file a readable file that does not change
     * @return waits for the digest, or throws the exception of {@link #of(Path)}
     */
    public static Supplier<String> begun(Path file) {
        CompletableFuture<String> digest = CompletableFuture.supplyAsync(() -> of(file), task -> {
            Thread thread = new Thread(task, "digest");
            // After another failure nobody waits for the digest.
            thread.setDaemon(true);
            thread.start();
        });
        return () -> {
            try {
                return digest.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof BigganTuneException known ? known : e;
            }
        };
    }

    /**
     * Returns the digest of bytes.
     *
     * @param content any bytes, not changed
     * @return 64 lower-case hexadecimal digits
     */
    public static String of(byte[] content) {
        return HexFormat.of().formatHex(begin().digest(content));
    }

    /** Returns a new digest for incremental use; format its result by {@link java.util.HexFormat}. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime supports SHA-256", e);
        }
    }
}
