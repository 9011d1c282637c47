package org.biggantune.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.zip.InputFile;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.AtomicFile;

/**
 * The safetensors format: {@code header length (8 bytes, little-endian), header (JSON), elements}. For reading, the
 * header is limited to 100 MB and 100,000 tensors, and the tensors must fill the rest of the file without gap or
 * overlap. For writing, tensors are sorted by type, largest first, then by name, and the header is padded with spaces
 * to a multiple of 8 bytes, as in the format's own library.
 */
public final class SafetensorsFile {
    private static final long MAX_HEADER = 100_000_000;
    private static final int ALIGNMENT = 8;
    private static final JsonMapper JSON = new JsonMapper();

    /** The order of types in the format's own library, by descending alignment. */
    private static final List<ScalarType> ORDER = List.of(
            ScalarType.INT64,
            ScalarType.FLOAT64,
            ScalarType.FLOAT32,
            ScalarType.INT32,
            ScalarType.BFLOAT16,
            ScalarType.FLOAT16,
            ScalarType.INT16,
            ScalarType.INT8,
            ScalarType.UINT8,
            ScalarType.BOOL);

    private final InputFile file;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, Object> metadata;
    private final long headerBytes;

    /** Reads a file's header; the caller keeps ownership of the file. */
    SafetensorsFile(InputFile file) {
        this.file = file;
        long length = file.read(0, Long.BYTES).getLong(0);
        if (length < 2 || length > MAX_HEADER || length > file.size() - Long.BYTES) {
            throw new CorruptInputException(file.path() + ": its safetensors header is declared as " + length
                    + " bytes, expected 2 to " + Math.min(MAX_HEADER, file.size() - Long.BYTES) + " (truncated?)");
        }
        SafetensorsHeader header = SafetensorsHeader.parse(file.path(), file.stream(Long.BYTES, length));
        this.headerBytes = Long.BYTES + length;
        requireGapless(header, file.size() - Long.BYTES - length);
        header.entries().forEach((name, entry) -> tensors.put(name, tensor(name, entry, Long.BYTES + length)));
        this.metadata = header.metadata();
    }

    /** Returns all tensors in the header's order. */
    StateDict tensors() {
        return new StateDict(file.path(), tensors);
    }

    /** Returns the number of bytes before the elements. */
    long headerBytes() {
        return headerBytes;
    }

    /** Returns the texts under {@code __metadata__}. */
    Map<String, Object> metadata() {
        return metadata;
    }

    /**
     * Writes arrays to a file atomically.
     *
     * @param target the file, replaced if it exists
     * @param arrays the arrays by name
     * @param metadata texts by name, written in alphabetical order
     */
    public static void write(Path target, Map<String, NpyArray> arrays, Map<String, String> metadata) {
        List<Map.Entry<String, NpyArray>> ordered = new ArrayList<>(arrays.entrySet());
        ordered.sort(Comparator.comparingInt((Map.Entry<String, NpyArray> entry) ->
                        ORDER.indexOf(entry.getValue().type()))
                .thenComparing(Map.Entry::getKey));
        byte[] text = headerText(ordered, metadata);
        int padding = Math.floorMod(-text.length, ALIGNMENT);
        ByteBuffer head =
                ByteBuffer.allocate(Long.BYTES + text.length + padding).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(text.length + padding).put(text).put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        AtomicFile.write(target, channel -> {
            writeFully(channel, head.flip());
            for (Map.Entry<String, NpyArray> entry : ordered) {
                writeFully(channel, entry.getValue().bytes());
            }
        });
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static byte[] headerText(List<Map.Entry<String, NpyArray>> arrays, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put("__metadata__", new TreeMap<>(metadata));
        }
        long at = 0;
        for (Map.Entry<String, NpyArray> entry : arrays) {
            NpyArray array = entry.getValue();
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("dtype", array.type().safetensorsName());
            described.put("shape", array.shape());
            long end = at + (long) array.elementCount() * array.type().bytes();
            described.put("data_offsets", new long[] {at, end});
            at = end;
            header.put(entry.getKey(), described);
        }
        try {
            return JSON.writeValueAsBytes(header);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts and numbers cannot be written as JSON", e);
        }
    }

    private void requireGapless(SafetensorsHeader header, long available) {
        List<SafetensorsHeader.Entry> ordered = new ArrayList<>(header.entries().values());
        ordered.sort(Comparator.comparingLong(SafetensorsHeader.Entry::begin)
                .thenComparingLong(SafetensorsHeader.Entry::end));
        long at = 0;
        for (SafetensorsHeader.Entry entry : ordered) {
            if (entry.begin() != at) {
                throw new CorruptInputException(
                        file.path() + ": its tensors " + (entry.begin() < at ? "overlap" : "leave a gap") + " at byte "
                                + Math.min(at, entry.begin()) + " of the data");
            }
            at = entry.end();
        }
        if (at != available) {
            throw new CorruptInputException(file.path() + ": its tensors have " + at + " bytes, the file holds "
                    + available + (at > available ? " (truncated?)" : " (extended?)"));
        }
    }

    private StoredTensor tensor(String name, SafetensorsHeader.Entry entry, long dataStart) {
        long count = (entry.end() - entry.begin()) / entry.type().bytes();
        TensorStorage storage =
                new TensorStorage(file, name, entry.type(), count, dataStart + entry.begin(), null, () -> {});
        long[] shape = entry.shape();
        long[] strides = new long[shape.length];
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(1, shape[axis]);
        }
        return new StoredTensor(name, storage, 0, shape, strides);
    }
}
