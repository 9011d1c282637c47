package org.biggantune.io.download;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.NetworkUnavailableException;
import org.biggantune.domain.failure.WriteFailedException;
import org.biggantune.io.MessageText;
import org.jspecify.annotations.Nullable;

/**
 * Fetches files. A file appears under its name complete and checked, or not at all; what came of one that was cut stays
 * beside it, and the next attempt, of this process or of a later one, fetches the rest. The caller sees to it that nobody
 * else fetches to the same name. Not thread-safe.
 */
public final class Downloader {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final double MEGA = 1e6;

    /** Attempts in a row that bring nothing. */
    private static final int MOST_FUTILE = 4;

    private final RemoteReader reader;
    private final long pauseMillis;

    /** A downloader with the proxies of an environment. */
    public Downloader(Map<String, String> environment) {
        this(environment, PATIENCE, FIRST_PAUSE_MILLIS);
    }

    /** For tests: how long a server may be silent, and the first pause before another attempt. */
    Downloader(Map<String, String> environment, Duration patience, long pauseMillis) {
        this.reader = new RemoteReader(new ProxyEnvironment(environment), patience);
        this.pauseMillis = pauseMillis;
    }

    /**
     * Fetches a file.
     *
     * @param target the file to make; its folder must exist
     * @throws NetworkUnavailableException if there is no answer, or it breaks off again and again
     * @throws org.biggantune.domain.failure.MissingInputException if the server has no such file
     * @throws CorruptInputException if what it sends is larger or other than announced, or a web page
     * @throws org.biggantune.domain.failure.UnsupportedInputException if it redirects to another scheme
     * @throws WriteFailedException if the disk is full
     */
    public void fetch(RemoteFile file, Path target, DownloadProgress progress) {
        int futile = 0;
        while (true) {
            try (PartialFile part = PartialFile.open(target, file)) {
                long before = part.size();
                IOException broken = attempt(file, part, progress);
                if (broken == null) {
                    requireWhole(file, part);
                    part.publish();
                    return;
                }
                futile = part.size() > before ? 0 : futile + 1;
                if (futile >= MOST_FUTILE || isHopeless(broken)) {
                    throw unreachable(file.uri(), broken, part.size());
                }
            } catch (IOException e) {
                throw unwritable(target, e);
            }
            pause(futile);
        }
    }

    /** Fetches as much as comes; null where the content ended by itself, else why it broke off. */
    private @Nullable IOException attempt(RemoteFile file, PartialFile part, DownloadProgress progress)
            throws IOException {
        if (!part.isResumable()) {
            part.restart();
        }
        RemoteContent content;
        try {
            content = reader.open(file.uri(), part.size(), part.validator());
        } catch (IOException e) {
            return e;
        }
        try (content) {
            if (content.offset() != part.size()) {
                part.restart();
            }
            if (part.size() > 0 && !content.validator().equals(part.validator())) {
                // Another file of this address by now, from a server that does not compare by itself.
                part.restart();
                return new IOException("the file has changed on the server");
            }
            part.belongsTo(content.validator());
            OptionalLong total = content.total().isPresent() ? content.total() : file.bytes();
            requireFitting(file, part, content.total());
            return copy(file, part, content, total, progress);
        }
    }

    private static @Nullable IOException copy(
            RemoteFile file, PartialFile part, RemoteContent content, OptionalLong total, DownloadProgress progress)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        progress.fetched(part.size(), total);
        while (true) {
            int count;
            try {
                count = content.stream().read(buffer);
            } catch (IOException e) {
                return e;
            }
            if (count < 0) {
                boolean cut = total.isPresent() && part.size() < total.getAsLong();
                return cut ? new IOException("the connection ended before the file did") : null;
            }
            if (part.size() == 0 && isWebPage(buffer, count)) {
                part.discard();
                throw RemoteReader.webPage(file.uri());
            }
            if (part.size() + count > file.most()) {
                part.discard();
                throw tooLarge(file, OptionalLong.empty());
            }
            part.append(buffer, count);
            progress.fetched(part.size(), total);
        }
    }

    private static void requireFitting(RemoteFile file, PartialFile part, OptionalLong total) throws IOException {
        if (total.isEmpty()) {
            return;
        }
        if (total.getAsLong() > file.most()) {
            part.discard();
            throw tooLarge(file, total);
        }
        long free = Files.getFileStore(part.folder()).getUsableSpace();
        if (total.getAsLong() - part.size() > free) {
            throw new WriteFailedException(
                    String.format(
                            Locale.ROOT,
                            "%s: %.1f MB are free, %.1f MB more are needed for %s; make room, or name another folder by"
                                    + " BIGGAN_TUNE_HOME",
                            part.folder(),
                            free / MEGA,
                            (total.getAsLong() - part.size()) / MEGA,
                            file.name()),
                    null);
        }
    }

    private static CorruptInputException tooLarge(RemoteFile file, OptionalLong total) {
        return new CorruptInputException(file.uri() + ": "
                + (total.isPresent() ? "has " + total.getAsLong() + " bytes" : "has more bytes than announced")
                + ", expected " + (file.bytes().isPresent() ? "" : "at most ") + file.most()
                + "; it is not the file that was meant, nothing is kept");
    }

    private static void requireWhole(RemoteFile file, PartialFile part) throws IOException {
        if (file.bytes().isPresent() && part.size() != file.bytes().getAsLong()) {
            long size = part.size();
            part.discard();
            throw new CorruptInputException(file.uri() + ": has " + size + " bytes, expected "
                    + file.bytes().getAsLong() + "; it is not the file that was meant, nothing is kept");
        }
        if (file.digest().isEmpty()) {
            return;
        }
        byte[] digest = part.digested();
        ExpectedDigest expected = file.digest().get();
        if (!expected.matches(digest)) {
            part.discard();
            throw new CorruptInputException(file.uri() + ": its " + expected.algorithm() + " is "
                    + HexFormat.of().formatHex(digest) + ", expected " + expected.hex()
                    + (expected.toString().endsWith("…") ? "…" : "")
                    + "; it was damaged on the way or is not the file that was meant, nothing is kept");
        }
    }

    private static boolean isWebPage(byte[] bytes, int count) {
        String begin = new String(bytes, 0, Math.min(count, 256), StandardCharsets.ISO_8859_1)
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return begin.startsWith("<!doctype html") || begin.startsWith("<html");
    }

    /** Whether another attempt would end likewise. */
    private static boolean isHopeless(IOException broken) {
        return broken instanceof UnknownHostException
                || broken instanceof ConnectException
                || broken instanceof NoRouteToHostException
                || broken instanceof SSLException;
    }

    private static NetworkUnavailableException unreachable(URI uri, IOException broken, long kept) {
        String host = String.valueOf(uri.getHost());
        String reason;
        if (broken instanceof UnknownHostException) {
            reason = "the host " + host + " is not known";
        } else if (broken instanceof SocketTimeoutException) {
            reason = host + " does not answer in time";
        } else {
            reason = MessageText.of(String.valueOf(broken == null ? "" : broken.getMessage()));
        }
        return new NetworkUnavailableException(
                uri + ": cannot be fetched: " + reason + "; is there a network? (a proxy: https_proxy=http://HOST:PORT)"
                        + (kept > 0
                                ? String.format(Locale.ROOT, "; %.1f MB are kept, run again for the rest", kept / MEGA)
                                : ""),
                broken);
    }

    private static WriteFailedException unwritable(Path target, IOException e) {
        String reason = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
        return new WriteFailedException(
                target + ": cannot be written: " + MessageText.of(reason) + "; check free space and quota", e);
    }

    private void pause(int futile) {
        try {
            Thread.sleep(pauseMillis << Math.min(futile, MOST_FUTILE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NetworkUnavailableException("stopped while it waited for the network", e);
        }
    }
}
