package org.biggantune.io.download;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a file's digest must be, or begin with: publishers such as torchvision name eight digits only.
 *
 * @param algorithm {@code SHA-256} or {@code SHA-1}
 * @param hex at least eight lower-case hexadecimal digits, at most all of the digest
 */
public record ExpectedDigest(String algorithm, String hex) {
    private static final int LEAST_DIGITS = 8;

    /**
     * Checks algorithm and digits.
     *
     * @throws IllegalArgumentException if the algorithm is another one, or these are not its digits
     */
    public ExpectedDigest {
        hex = hex.toLowerCase(Locale.ROOT);
        int most =
                switch (algorithm) {
                    case "SHA-256" -> 64;
                    case "SHA-1" -> 40;
                    default -> throw new IllegalArgumentException("no digest of a download: " + algorithm);
                };
        if (!hex.matches("[0-9a-f]{" + LEAST_DIGITS + "," + most + "}")) {
            throw new IllegalArgumentException("expected " + LEAST_DIGITS + " to " + most + " hexadecimal digits, as a "
                    + algorithm + " begins with");
        }
    }

    /** The SHA-256 that begins with these digits. */
    public static ExpectedDigest sha256(String hex) {
        return new ExpectedDigest("SHA-256", hex);
    }

    /** The SHA-1 that begins with these digits. */
    public static ExpectedDigest sha1(String hex) {
        return new ExpectedDigest("SHA-1", hex);
    }

    /** A digest to be fed with the file's bytes. */
    public MessageDigest begin() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }

    /** Whether a finished digest is the expected one. */
    public boolean matches(byte[] digest) {
        return HexFormat.of().formatHex(digest).startsWith(hex);
    }

    /** As people read it: {@code SHA-256 7be5be79…}. */
    @Override
    public String toString() {
        return algorithm + " " + hex + (hex.length() < begin().getDigestLength() * 2 ? "…" : "");
    }
}
