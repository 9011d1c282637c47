package org.biggantune.io.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/**
 * Opens remote and local files at an offset. Redirects are followed only within the requested scheme, so an https
 * download never continues over plain http.
 *
 * @param proxies the proxy settings
 * @param patience the timeout for a silent server
 */
record RemoteReader(ProxyEnvironment proxies, Duration patience) {
    private static final int MOST_REDIRECTS = 10;
    private static final int PARTIAL = HttpURLConnection.HTTP_PARTIAL;
    private static final int BEYOND_END = 416;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int PERMANENT_REDIRECT = 308;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");

    /**
     * Opens a file.
     *
     * @param offset the requested offset; the content may begin at 0 nevertheless
     * @param validator the validator of the content before the offset; empty if there is none
     * @throws IOException if the server does not answer, or with a temporary error
     * @throws MissingInputException if the server does not have the file or denies access
     * @throws CorruptInputException if it returns a web page
     * @throws UnsupportedInputException if it redirects to another scheme or too often
     */
    RemoteContent open(URI uri, long offset, String validator) throws IOException {
        return "file".equals(uri.getScheme()) ? local(uri, offset) : remote(uri, offset, validator);
    }

    private static RemoteContent local(URI uri, long offset) throws IOException {
        Path file = Path.of(uri);
        InputStream stream = null;
        try {
            long size = Files.size(file);
            long begin = offset <= size ? offset : 0;
            stream = Files.newInputStream(file);
            stream.skipNBytes(begin);
            String changed = Files.getLastModifiedTime(file).toString();
            return new RemoteContent(stream, begin, OptionalLong.of(size), changed);
        } catch (NoSuchFileException e) {
            throw new MissingInputException(uri + ": no such file", e);
        }
    }

    private RemoteContent remote(URI requested, long offset, String validator) throws IOException {
        URI uri = requested;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpURLConnection connection = connect(uri, offset, validator);
            int status = connection.getResponseCode();
            if (status == BEYOND_END && offset > 0) {
                connection.disconnect();
                return remote(requested, 0, "");
            }
            if (!isRedirection(status)) {
                return content(requested, connection, status, offset);
            }
            connection.disconnect();
            uri = redirected(requested, uri, connection.getHeaderField("Location"));
        }
        throw new UnsupportedInputException(requested + ": redirected more than " + MOST_REDIRECTS + " times");
    }

    private HttpURLConnection connect(URI uri, long offset, String validator) throws IOException {
        URL url = uri.toURL();
        Optional<ProxyEnvironment.Chosen> proxy = proxies.proxy(uri);
        HttpURLConnection connection = (HttpURLConnection)
                (proxy.isPresent() ? url.openConnection(proxy.get().proxy()) : url.openConnection());
        proxy.filter(chosen -> !chosen.user().isEmpty())
                .ifPresent(chosen -> connection.setAuthenticator(chosen.authenticator()));
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) patience.toMillis());
        connection.setReadTimeout((int) patience.toMillis());
        connection.setRequestProperty("User-Agent", "biggan-tune");
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (offset > 0) {
            connection.setRequestProperty("Range", "bytes=" + offset + "-");
            // A weak ETag does not guarantee equal bytes, and servers reject it here.
            if (!validator.isEmpty() && !validator.startsWith("W/")) {
                connection.setRequestProperty("If-Range", validator);
            }
        }
        return connection;
    }

    private static boolean isRedirection(int status) {
        return switch (status) {
            case HttpURLConnection.HTTP_MOVED_PERM,
                    HttpURLConnection.HTTP_MOVED_TEMP,
                    HttpURLConnection.HTTP_SEE_OTHER,
                    TEMPORARY_REDIRECT,
                    PERMANENT_REDIRECT -> true;
            default -> false;
        };
    }

    private static URI redirected(URI requested, URI from, String location) {
        try {
            URI to = from.resolve(URI.create(String.valueOf(location)));
            if (location != null && from.getScheme().equals(to.getScheme()) && to.getHost() != null) {
                return to;
            }
            throw new UnsupportedInputException(requested + ": redirects to " + MessageText.of(String.valueOf(location))
                    + ", which is not " + from.getScheme() + "; not followed");
        } catch (IllegalArgumentException e) {
            throw new UnsupportedInputException(
                    requested + ": redirects to an invalid URL: " + MessageText.of(String.valueOf(location)), e);
        }
    }

    private static RemoteContent content(URI requested, HttpURLConnection connection, int status, long offset)
            throws IOException {
        if (status != HttpURLConnection.HTTP_OK && status != PARTIAL) {
            connection.disconnect();
            throw refused(requested, status);
        }
        String type = String.valueOf(connection.getContentType());
        if (type.startsWith("text/html")) {
            connection.disconnect();
            throw webPage(requested);
        }
        String etag = connection.getHeaderField("ETag");
        String date = connection.getHeaderField("Last-Modified");
        String validator = etag != null ? etag : date != null ? date : "";
        if (status == PARTIAL) {
            Matcher range = RANGE.matcher(String.valueOf(connection.getHeaderField("Content-Range")));
            if (!range.matches() || Long.parseLong(range.group(1)) != offset) {
                connection.disconnect();
                throw new UnsupportedInputException(
                        requested + ": the server sends another range of the file than requested");
            }
            OptionalLong total =
                    range.group(2).equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(range.group(2)));
            return new RemoteContent(connection.getInputStream(), offset, total, validator);
        }
        long length = connection.getContentLengthLong();
        return new RemoteContent(
                connection.getInputStream(), 0, length < 0 ? OptionalLong.empty() : OptionalLong.of(length), validator);
    }

    /** Returns the failure for a web page in place of the file, such as a form, a login or an error page. */
    static CorruptInputException webPage(URI requested) {
        return new CorruptInputException(requested
                + ": is a web page, such as a form or a login, not a model; download the file with a browser");
    }

    private static RuntimeException refused(URI requested, int status) throws IOException {
        if (status >= HttpURLConnection.HTTP_INTERNAL_ERROR
                || status == TOO_MANY_REQUESTS
                || status == HttpURLConnection.HTTP_CLIENT_TIMEOUT) {
            throw new IOException("the server responds with status " + status);
        }
        return new MissingInputException(requested + ": "
                + switch (status) {
                    case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_GONE ->
                        "not found (status " + status + "); the file may have moved";
                    case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                        "access denied without a login (status " + status + ")";
                    case HttpURLConnection.HTTP_PROXY_AUTH ->
                        "the proxy requires a name and a password: https_proxy=http://NAME:PASSWORD@HOST:PORT";
                    default -> "refused by the server (status " + status + ")";
                });
    }
}
