package org.biggantune.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.biggantune.domain.UnsupportedInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.MessageText;

/**
 * A copy of a file in which the bytes of one storage are replaced. In a zip file the storage's CRC-32 changes with it
 * wherever it stands: central directory, local header unless it leaves it to the data descriptor, data descriptor.
 */
final class StorageReplacement {
    private static final int CHUNK_FLOATS = 1 << 18;

    private final StoredTensor tensor;
    private final InputFile source;
    private final float[] values;

    private StorageReplacement(InputFile source, StoredTensor tensor, float[] values) {
        this.tensor = tensor;
        this.source = source;
        this.values = values;
    }

    /** Writes a copy of the source; all are its tensors, among which none may share the storage. */
    static void write(Path target, InputFile source, StoredTensor tensor, StateDict all, float[] values) {
        StorageReplacement replacement = new StorageReplacement(source, tensor, values);
        replacement.check(all);
        AtomicFile.write(target, replacement::writeTo);
    }

    private void check(StateDict all) {
        requireOwnStorage(source.path(), tensor, all);
        if (values.length != tensor.elementCount()) {
            throw refused(
                    source.path(),
                    tensor,
                    "has " + tensor.elementCount() + " elements, but " + values.length + " new ones were given");
        }
    }

    /** Refuses a tensor that is not contiguous float32 numbers which fill a storage of their own. */
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
        List<String> sharing = all.all().stream()
                .filter(other -> other.storageKey().equals(storage.key()))
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
        long crc = writeValues(target);
        ZipRecord entry = tensor.storage().entry();
        if (entry != null) {
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

    private long writeValues(FileChannel target) throws IOException {
        CRC32 crc = new CRC32();
        long position = tensor.storage().position();
        for (int done = 0; done < values.length; done += CHUNK_FLOATS) {
            int count = Math.min(CHUNK_FLOATS, values.length - done);
            ByteBuffer chunk = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            chunk.asFloatBuffer().put(values, done, count);
            crc.update(chunk.array());
            writeFully(target, chunk, position + (long) done * Float.BYTES);
        }
        return crc.getValue();
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
