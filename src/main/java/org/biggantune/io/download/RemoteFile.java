package org.biggantune.io.download;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.biggantune.domain.failure.InvalidOptionException;

/**
 * A file that can be downloaded.
 *
 * @param uri its URL: https, http or file
 * @param bytes its size, if known
 * @param most the size limit; the size if that is known
 * @param digest its expected digest, if known
 */
public record RemoteFile(URI uri, OptionalLong bytes, long most, Optional<ExpectedDigest> digest) {
    private static final String FILE = "file";

    /**
     * Checks the URL.
     *
     * @throws InvalidOptionException if its scheme is not supported or it has no host
     */
    public RemoteFile {
        String scheme = String.valueOf(uri.getScheme());
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (web ? uri.getHost() == null : !scheme.equals(FILE)) {
            throw new InvalidOptionException(uri + ": expected a URL such as https://HOST/FILE");
        }
    }

    /** Returns a file with unknown size and digest. */
    public static RemoteFile of(URI uri) {
        return new RemoteFile(uri, OptionalLong.empty(), Long.MAX_VALUE, Optional.empty());
    }

    /** Returns a file with known size. */
    public static RemoteFile of(URI uri, long bytes, Optional<ExpectedDigest> digest) {
        return new RemoteFile(uri, OptionalLong.of(bytes), bytes, digest);
    }

    /** Returns its name, the part of the URL after the last slash. */
    public String name() {
        String path = String.valueOf(uri.getPath());
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether it is on this machine. */
    public boolean isLocal() {
        return FILE.equals(uri.getScheme());
    }
}
