package org.biggantune.io.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A partial download {@code NAME.part}, with {@code NAME.part.from} beside it, which contains the URL and validator
 * that a later attempt needs to resume. Both outlive the process. The caller closes it.
 */
final class PartialFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path target;
    private final Path part;
    private final Path origin;
    private final RemoteFile remote;
    private final FileChannel channel;
    private @Nullable MessageDigest digest;
    private String validator = "";
    private long size;

    private PartialFile(Path target, RemoteFile remote) throws IOException {
        this.target = target;
        this.remote = remote;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        this.origin = target.resolveSibling(target.getFileName() + ".part.from");
        this.digest = begin();
        this.channel =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Opens the partial download of an earlier attempt at the same URL, or an empty one. */
    static PartialFile open(Path target, RemoteFile remote) throws IOException {
        PartialFile file = new PartialFile(target, remote);
        try {
            List<String> lines = Files.isRegularFile(file.origin)
                    ? Files.readAllLines(file.origin, StandardCharsets.UTF_8)
                    : List.of();
            if (lines.size() == 2 && lines.get(0).equals(remote.uri().toString())) {
                file.validator = lines.get(1);
                file.digestExisting();
            } else {
                file.restart();
            }
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private @Nullable MessageDigest begin() {
        return remote.digest().map(ExpectedDigest::begin).orElse(null);
    }

    private void digestExisting() throws IOException {
        size = channel.size();
        if (digest != null) {
            byte[] buffer = new byte[BUFFER_BYTES];
            try (InputStream in = Files.newInputStream(part)) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    digest.update(buffer, 0, count);
                }
            }
        }
    }

    /** Returns its folder. */
    Path folder() {
        return Objects.requireNonNull(part.toAbsolutePath().getParent());
    }

    /** Returns the number of bytes received so far. */
    long size() {
        return size;
    }

    /** Returns the validator of the content; empty if there is none. */
    String validator() {
        return validator;
    }

    /** Whether the download can be resumed, which needs a validator or a digest to detect another content. */
    boolean isResumable() {
        return size > 0 && (!validator.isEmpty() || remote.digest().isPresent());
    }

    /** Discards the bytes received so far. */
    void restart() throws IOException {
        channel.truncate(0);
        size = 0;
        digest = begin();
        validator = "";
    }

    /** Records the validator of the content that follows. */
    void recordValidator(String contentValidator) throws IOException {
        validator = contentValidator;
        Files.writeString(
                origin, remote.uri() + "\n" + contentValidator.replaceAll("\\R", " ") + "\n", StandardCharsets.UTF_8);
    }

    /** Appends bytes. */
    void append(byte[] bytes, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        long position = size;
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
        size = position;
        if (digest != null) {
            digest.update(bytes, 0, count);
        }
    }

    /** Finishes and returns the digest of the file; empty if none is expected. */
    byte[] digested() {
        return digest == null ? new byte[0] : digest.digest();
    }

    /** Renames the file to its final name. */
    void publish() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(origin);
    }

    /** Deletes the partial download. */
    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
        Files.deleteIfExists(origin);
    }

    /** Closes the file and keeps it for a later attempt; deletes an empty one. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen() && size == 0) {
            discard();
        }
        channel.close();
    }
}
