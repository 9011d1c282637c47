package org.biggantune.io.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The expected digest of a file, or its beginning: publishers such as torchvision give only eight digits.
 *
 * @param algorithm {@code SHA-256} or {@code SHA-1}
 * @param hex lower-case hexadecimal digits, from eight up to the whole digest
 */
public record ExpectedDigest(String algorithm, String hex) {
    private static final int LEAST_DIGITS = 8;

    /**
     * Checks algorithm and digits.
     *
     * @throws IllegalArgumentException if the algorithm is not supported or the digits are invalid
     */
    public ExpectedDigest {
        hex = hex.toLowerCase(Locale.ROOT);
        int most =
                switch (algorithm) {
                    case "SHA-256" -> 64;
                    case "SHA-1" -> 40;
                    default -> throw new IllegalArgumentException("unsupported digest: " + algorithm);
                };
        if (!hex.matches("[0-9a-f]{" + LEAST_DIGITS + "," + most + "}")) {
            throw new IllegalArgumentException(
                    "expected " + LEAST_DIGITS + " to " + most + " hexadecimal digits of a " + algorithm);
        }
    }

    /** Returns a SHA-1 that begins with these digits. */
    public static ExpectedDigest sha1(String hex) {
        return new ExpectedDigest("SHA-1", hex);
    }

    /** Returns a new digest for the file's bytes. */
    public MessageDigest begin() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime supports " + algorithm, e);
        }
    }

    /**
     * Returns whether a file has the expected digest; reads all of it.
     *
     * @throws IOException if it cannot be read
     */
    public boolean isOf(Path file) throws IOException {
        MessageDigest found = begin();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), found)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return matches(found.digest());
    }

    /**
     * Returns whether a file has the expected digest.
     *
     * @param sha256 the file's SHA-256; the file is read only if another digest is expected
     * @throws IOException if it cannot be read
     */
    public boolean isOf(Path file, String sha256) throws IOException {
        return algorithm.equals("SHA-256") ? sha256.startsWith(hex) : isOf(file);
    }

    /** Returns whether a digest is the expected one. */
    public boolean matches(byte[] digest) {
        return HexFormat.of().formatHex(digest).startsWith(hex);
    }

    /** Returns for example {@code SHA-256 7be5be79…}. */
    @Override
    public String toString() {
        return algorithm + " " + hex + (hex.length() < begin().getDigestLength() * 2 ? "…" : "");
    }
}
