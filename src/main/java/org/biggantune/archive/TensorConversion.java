package org.biggantune.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.pickle.PickleLimits;
import org.biggantune.archive.scalar.ScalarDecoder;
import org.biggantune.archive.scalar.ScalarEncoder;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.script.ScriptPickler;
import org.biggantune.archive.script.StoredZipWriter;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.MessageText;

/**
 * Writes a copy of a TorchScript file with storages converted to another floating-point type, rounded to nearest with
 * ties to even. The types in {@code data.pkl} are located by the exact bytes that {@link ScriptPickler} writes for a
 * storage; a file pickled differently is rejected. All other entries keep their content and order.
 */
final class TensorConversion {
    private final ZipArchiveFile source;
    private final String folder;
    private final ScalarType type;
    private final Map<String, StoredTensor> converted = new HashMap<>();
    private final Map<String, byte[]> replaced;

    private TensorConversion(ZipArchiveFile source, String folder, ScalarType type, Map<String, byte[]> replaced) {
        this.source = source;
        this.folder = folder;
        this.type = type;
        this.replaced = new HashMap<>(replaced);
    }

    /**
     * Writes a copy of the source.
     *
     * @param tensors the tensors to convert, each with its own storage
     * @param replaced other replaced entries, by entry name below the folder
     */
    static void write(
            Path target,
            ZipArchiveFile source,
            String folder,
            List<StoredTensor> tensors,
            ScalarType type,
            Map<String, byte[]> replaced) {
        TensorConversion conversion = new TensorConversion(source, folder, type, replaced);
        ZipRecord pickle = source.find(folder + "/data.pkl").orElseThrow();
        // In Latin-1 every byte is a character, so a text search finds bytes.
        StringBuilder text = new StringBuilder(latin(source.read(pickle, (int) PickleLimits.DEFAULT.maxBytes())));
        for (StoredTensor tensor : tensors) {
            conversion.add(tensor, text);
        }
        conversion.replaced.put("data.pkl", text.toString().getBytes(StandardCharsets.ISO_8859_1));
        AtomicFile.write(target, conversion::writeTo);
    }

    private void add(StoredTensor tensor, StringBuilder pickle) {
        TensorStorage storage = tensor.storage();
        String before = record(storage.type(), storage);
        int at = pickle.indexOf(before);
        boolean whole = tensor.storageOffset() == 0 && tensor.elementCount() == storage.elementCount();
        if (!whole || at < 0 || pickle.indexOf(before, at + 1) >= 0) {
            throw new UnsupportedInputException(source.path() + ": tensor " + MessageText.quoted(tensor.name())
                    + " is not described as this tool describes it, so its type cannot be changed; import the"
                    + " checkpoint again");
        }
        pickle.replace(at, at + before.length(), record(type, storage));
        converted.put("data/" + storage.key(), tensor);
    }

    private static String record(ScalarType type, TensorStorage storage) {
        return latin(ScriptPickler.storageRecord(type.storageName(), storage.key(), storage.elementCount()));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void writeTo(WritableByteChannel target) throws IOException {
        StoredZipWriter zip = new StoredZipWriter(target);
        for (ZipRecord entry : source.entries()) {
            String name = entry.name().substring(folder.length() + 1);
            StoredTensor tensor = converted.get(name);
            if (tensor != null) {
                zip.add(entry.name(), converted(tensor));
            } else {
                byte[] content = replaced.get(name);
                zip.add(
                        entry.name(),
                        ByteBuffer.wrap(content == null ? source.read(entry, Integer.MAX_VALUE) : content));
            }
        }
        zip.finish();
        source.file().requireUntouched();
    }

    private ByteBuffer converted(StoredTensor tensor) {
        TensorStorage storage = tensor.storage();
        storage.check().run();
        int count = Math.toIntExact(storage.elementCount());
        ByteBuffer before =
                source.file().read(storage.position(), count * storage.type().bytes());
        ByteBuffer after = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            float value = ScalarDecoder.single(
                    storage.type(), before, i * storage.type().bytes());
            if (!ScalarEncoder.put(type, after, i * type.bytes(), value)) {
                throw new UnsupportedInputException(source.path() + ": tensor " + MessageText.quoted(tensor.name())
                        + " contains " + value + ", which " + type.label()
                        + " cannot represent");
            }
        }
        return after;
    }
}
