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
 * A file under way, {@code NAME.part}, and beside it {@code NAME.part.from} with the address and the validator of its
 * content: what a later attempt needs to fetch the rest. Both outlive the process. The caller closes it.
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

    /** Opens what an earlier attempt at the same address has left, or an empty file. */
    static PartialFile open(Path target, RemoteFile remote) throws IOException {
        PartialFile file = new PartialFile(target, remote);
        try {
            List<String> lines = Files.isRegularFile(file.origin)
                    ? Files.readAllLines(file.origin, StandardCharsets.UTF_8)
                    : List.of();
            if (lines.size() == 2 && lines.get(0).equals(remote.uri().toString())) {
                file.validator = lines.get(1);
                file.digestWhatIsThere();
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

    private void digestWhatIsThere() throws IOException {
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

    /** The folder that it lies in. */
    Path folder() {
        return Objects.requireNonNull(part.toAbsolutePath().getParent());
    }

    /** The bytes that are there. */
    long size() {
        return size;
    }

    /** What tells the content from another of the same address; empty where nothing does. */
    String validator() {
        return validator;
    }

    /** Whether what is there can be gone on with: the end can be told to fit the beginning. */
    boolean isResumable() {
        return size > 0 && (!validator.isEmpty() || remote.digest().isPresent());
    }

    /** Throws away what is there. */
    void restart() throws IOException {
        channel.truncate(0);
        size = 0;
        digest = begin();
        validator = "";
    }

    /** Notes what content the next bytes belong to. */
    void belongsTo(String contentValidator) throws IOException {
        validator = contentValidator;
        Files.writeString(
                origin, remote.uri() + "\n" + contentValidator.replaceAll("\\R", " ") + "\n", StandardCharsets.UTF_8);
    }

    /** Adds bytes at the end. */
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

    /** The finished digest of all that is there; empty where none is expected. Ends the digest. */
    byte[] digested() {
        return digest == null ? new byte[0] : digest.digest();
    }

    /** Gives the file its name. */
    void publish() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(origin);
    }

    /** Deletes it. */
    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
        Files.deleteIfExists(origin);
    }

    /** Leaves what is there to a later attempt; an empty file is deleted. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen() && size == 0) {
            discard();
        }
        channel.close();
    }
}
