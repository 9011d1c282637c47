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
 * Downloads files. A file appears under its name complete and verified, or not at all; a partial download stays beside
 * it and is resumed by the next attempt, even in a later process. The caller must ensure that nobody else downloads to
 * the same name. Not thread-safe.
 */
public final class Downloader {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final double MEGA = 1e6;

    /** The limit of consecutive attempts without progress. */
    private static final int MOST_FRUITLESS = 4;

    private final RemoteReader reader;
    private final long pauseMillis;

    /** Creates a downloader with the proxies of an environment. */
    public Downloader(Map<String, String> environment) {
        this(environment, PATIENCE, FIRST_PAUSE_MILLIS);
    }

    /** Creates a downloader with a timeout for a silent server and a first pause between attempts, for tests. */
    Downloader(Map<String, String> environment, Duration patience, long pauseMillis) {
        this.reader = new RemoteReader(new ProxyEnvironment(environment), patience);
        this.pauseMillis = pauseMillis;
    }

    /**
     * Downloads a file.
     *
     * @param file the file to download
     * @param target the file to create; its folder must exist
     * @param progress receives the progress
     * @throws NetworkUnavailableException if the server does not answer, or the connection is interrupted repeatedly
     * @throws org.biggantune.domain.failure.MissingInputException if the server does not have the file
     * @throws CorruptInputException if the content is a web page, or not of the expected size or digest
     * @throws org.biggantune.domain.failure.UnsupportedInputException if the server redirects to another scheme
     * @throws WriteFailedException if the disk is full
     */
    public void fetch(RemoteFile file, Path target, DownloadProgress progress) {
        int fruitless = 0;
        while (true) {
            try (PartialFile part = PartialFile.open(target, file)) {
                long before = part.size();
                IOException interruption = attempt(file, part, progress);
                if (interruption == null) {
                    requireWhole(file, part);
                    part.publish();
                    return;
                }
                fruitless = part.size() > before ? 0 : fruitless + 1;
                if (fruitless >= MOST_FRUITLESS || isHopeless(interruption)) {
                    throw unreachable(file.uri(), interruption, part.size());
                }
            } catch (IOException e) {
                throw unwritable(target, e);
            }
            pause(fruitless);
        }
    }

    /**
     * Receives as much as possible; returns null if the content is complete, else why the connection was interrupted.
     */
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
                // The file has changed, and the server ignored the validator in the request.
                part.restart();
                return new IOException("the file has changed on the server");
            }
            part.recordValidator(content.validator());
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
                            "%s: %.1f MB are free, but %s needs %.1f MB more; free some space, or set BIGGAN_TUNE_HOME to"
                                    + " another folder",
                            part.folder(),
                            free / MEGA,
                            file.name(),
                            (total.getAsLong() - part.size()) / MEGA),
                    null);
        }
    }

    private static CorruptInputException tooLarge(RemoteFile file, OptionalLong total) {
        return new CorruptInputException(file.uri() + ": "
                + (total.isPresent() ? "has " + total.getAsLong() + " bytes" : "has more bytes than announced")
                + ", expected " + (file.bytes().isPresent() ? "" : "at most ") + file.most()
                + "; it is not the expected file, nothing is kept");
    }

    private static void requireWhole(RemoteFile file, PartialFile part) throws IOException {
        if (file.bytes().isPresent() && part.size() != file.bytes().getAsLong()) {
            long size = part.size();
            part.discard();
            throw new CorruptInputException(file.uri() + ": has " + size + " bytes, expected "
                    + file.bytes().getAsLong() + "; it is not the expected file, nothing is kept");
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
                    + "; it was damaged in transit or is not the expected file, nothing is kept");
        }
    }

    private static boolean isWebPage(byte[] bytes, int count) {
        String begin = new String(bytes, 0, Math.min(count, 256), StandardCharsets.ISO_8859_1)
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return begin.startsWith("<!doctype html") || begin.startsWith("<html");
    }

    /** Whether another attempt would fail in the same way. */
    private static boolean isHopeless(IOException interruption) {
        return interruption instanceof UnknownHostException
                || interruption instanceof ConnectException
                || interruption instanceof NoRouteToHostException
                || interruption instanceof SSLException;
    }

    private static NetworkUnavailableException unreachable(URI uri, IOException interruption, long kept) {
        String host = String.valueOf(uri.getHost());
        String reason;
        if (interruption instanceof UnknownHostException) {
            reason = "unknown host " + host;
        } else if (interruption instanceof SocketTimeoutException) {
            reason = host + " does not respond";
        } else {
            reason = MessageText.of(String.valueOf(interruption == null ? "" : interruption.getMessage()));
        }
        return new NetworkUnavailableException(
                uri + ": cannot be downloaded: " + reason
                        + "; check the network (for a proxy set https_proxy=http://HOST:PORT)"
                        + (kept > 0
                                ? String.format(Locale.ROOT, "; %.1f MB are kept, run again to resume", kept / MEGA)
                                : ""),
                interruption);
    }

    private static WriteFailedException unwritable(Path target, IOException e) {
        String reason = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
        return new WriteFailedException(
                target + ": cannot be written: " + MessageText.of(reason) + "; check free space and quota", e);
    }

    private void pause(int fruitless) {
        try {
            Thread.sleep(pauseMillis << Math.min(fruitless, MOST_FRUITLESS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NetworkUnavailableException("interrupted while waiting for the network", e);
        }
    }
}
