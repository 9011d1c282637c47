package org.biggantune.io.download;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * A file that can be fetched.
 *
 * @param uri its address: https, http or file
 * @param bytes its size, if known
 * @param most the most bytes it may have; its size where that is known
 * @param digest what its content must digest to, if known
 */
public record RemoteFile(URI uri, OptionalLong bytes, long most, Optional<ExpectedDigest> digest) {
    private static final String FILE = "file";

    /**
     * Checks the address.
     *
     * @throws InvalidOptionException if it is none that can be fetched
     */
    public RemoteFile {
        String scheme = String.valueOf(uri.getScheme());
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (web ? uri.getHost() == null : !scheme.equals(FILE)) {
            throw new InvalidOptionException(uri + ": expected an address such as https://HOST/FILE");
        }
    }

    /** A file of which nothing is known but its address. */
    public static RemoteFile of(URI uri) {
        return new RemoteFile(uri, OptionalLong.empty(), Long.MAX_VALUE, Optional.empty());
    }

    /** A file of a known size. */
    public static RemoteFile of(URI uri, long bytes, Optional<ExpectedDigest> digest) {
        return new RemoteFile(uri, OptionalLong.of(bytes), bytes, digest);
    }

    /** Its name: what follows the last slash of its address. */
    public String name() {
        String path = String.valueOf(uri.getPath());
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it lies on this machine. */
    public boolean isLocal() {
        return FILE.equals(uri.getScheme());
    }
}
