package org.biggantune.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.biggantune.archive.scalar.ScalarDecoder;
import org.biggantune.archive.scalar.ScalarEncoder;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.zip.InputFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.MessageText;

/**
 * Writes a copy of a file with one tensor's elements replaced in place. In a zip file the storage's CRC-32 is updated
 * everywhere: in the central directory, in the local header unless it defers to the data descriptor, and in the data
 * descriptor.
 */
final class StorageReplacement {
    private static final long MAX_BYTES = 1L << 30;

    private final StoredTensor tensor;
    private final InputFile source;
    private final ByteBuffer content;

    private StorageReplacement(InputFile source, StoredTensor tensor, ByteBuffer content) {
        this.tensor = tensor;
        this.source = source;
        this.content = content;
    }

    /** Writes a copy of the source; no other of {@code all} its tensors may share the storage. */
    static void write(Path target, InputFile source, StoredTensor tensor, StateDict all, float[] values) {
        requireReplaceable(source.path(), tensor, all);
        if (values.length != tensor.elementCount()) {
            throw refused(
                    source.path(),
                    tensor,
                    "has " + tensor.elementCount() + " elements, but " + values.length + " new ones were given");
        }
        ByteBuffer content = replaced(source, tensor, values);
        AtomicFile.write(target, new StorageReplacement(source, tensor, content)::writeTo);
    }

    /** Returns the storage's bytes with the new elements. */
    private static ByteBuffer replaced(InputFile source, StoredTensor tensor, float[] values) {
        TensorStorage storage = tensor.storage();
        ScalarType type = storage.type();
        long bytes = storage.elementCount() * type.bytes();
        if (bytes > MAX_BYTES) {
            throw refused(
                    source.path(),
                    tensor,
                    "is in a storage of " + bytes + " bytes; at most " + MAX_BYTES + " can be replaced");
        }
        storage.check().run();
        ByteBuffer content = source.read(storage.position(), (int) bytes);
        tensor.forEachIndex((n, index) -> {
            int at = Math.toIntExact(index * type.bytes());
            float value = values[n];
            if (Float.floatToRawIntBits(value) != Float.floatToRawIntBits(ScalarDecoder.single(type, content, at))
                    && !ScalarEncoder.put(type, content, at, value)) {
                throw refused(source.path(), tensor, "is " + tensor.describe() + ", which cannot represent " + value);
            }
        });
        return content;
    }

    /** Rejects a tensor with integer or repeated elements, or that shares its storage with another tensor. */
    private static void requireReplaceable(Path source, StoredTensor tensor, StateDict all) {
        if (!tensor.type().isFloating()) {
            throw refused(source, tensor, "is " + tensor.describe() + ", expected floating-point numbers");
        }
        if (tensor.repeatsElements()) {
            throw refused(
                    source,
                    tensor,
                    "repeats elements (shape " + Arrays.toString(tensor.shape()) + ", strides "
                            + Arrays.toString(tensor.strides()) + "); its elements cannot be replaced one by one");
        }
        requireUnshared(source, tensor, all);
    }

    /** Requires a contiguous float32 tensor that fills its own storage. */
    static void requireOwnStorage(Path source, StoredTensor tensor, StateDict all) {
        TensorStorage storage = tensor.storage();
        boolean whole =
                tensor.isContiguous() && tensor.storageOffset() == 0 && tensor.elementCount() == storage.elementCount();
        if (tensor.type() != ScalarType.FLOAT32 || !whole) {
            throw refused(
                    source,
                    tensor,
                    "is " + tensor.describe() + " with "
                            + (whole ? "a storage of its own" : "strides, or in part of a storage")
                            + "; only a contiguous float32 tensor that fills its storage can be replaced");
        }
        requireUnshared(source, tensor, all);
    }

    private static void requireUnshared(Path source, StoredTensor tensor, StateDict all) {
        List<String> sharing = all.all().stream()
                .filter(other -> other.storageKey().equals(tensor.storageKey()))
                .map(StoredTensor::name)
                .toList();
        if (sharing.size() > 1) {
            throw refused(
                    source,
                    tensor,
                    "shares its storage with another tensor (" + MessageText.of(String.join(", ", sharing))
                            + ") and cannot be replaced alone");
        }
    }

    private void writeTo(FileChannel target) throws IOException {
        copy(target);
        CRC32 crc = new CRC32();
        crc.update(content.duplicate());
        writeFully(target, content, tensor.storage().position());
        ZipRecord entry = tensor.storage().entry();
        if (entry != null) {
            writeCrc(target, entry, crc.getValue());
        }
        source.requireUntouched();
    }

    private void writeCrc(FileChannel target, ZipRecord entry, long crc) throws IOException {
        writeCrc(target, entry.directoryOffset() + ZipRecord.DIRECTORY_CRC, crc);
        long inHeader = entry.headerOffset() + ZipRecord.HEADER_CRC;
        boolean deferred = entry.descriptorCrcOffset() >= 0
                && source.read(inHeader, Integer.BYTES).getInt(0) == 0;
        if (!deferred) {
            writeCrc(target, inHeader, crc);
        }
        if (entry.descriptorCrcOffset() >= 0) {
            writeCrc(target, entry.descriptorCrcOffset(), crc);
        }
    }

    private void copy(FileChannel target) throws IOException {
        long at = 0;
        while (at < source.size()) {
            long count = source.channel().transferTo(at, source.size() - at, target);
            if (count <= 0) {
                throw new EOFException(source.path() + " became shorter while it was copied");
            }
            at += count;
        }
    }

    private static void writeCrc(FileChannel target, long position, long crc) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        writeFully(target, bytes.putInt(0, (int) crc), position);
    }

    private static void writeFully(FileChannel target, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += target.write(bytes, at);
        }
    }

    private static UnsupportedInputException refused(Path source, StoredTensor tensor, String what) {
        return new UnsupportedInputException(source + ": tensor " + MessageText.quoted(tensor.name()) + " " + what);
    }
}
