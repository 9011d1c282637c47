package org.biggantune.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.biggantune.archive.pickle.PickleLimits;
import org.biggantune.archive.script.ScriptPickler;
import org.biggantune.archive.script.ScriptTensor;
import org.biggantune.archive.script.StoredZipWriter;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.AtomicFile;
import org.biggantune.io.MessageText;

/**
 * A copy of a TorchScript file in which one matrix has another count of rows. The matrix's storage and the place in
 * {@code data.pkl} that tells its size are exchanged, and extra files if wanted; all other entries keep their content
 * and order.
 *
 * <p>The place in {@code data.pkl} is found as the exact bytes that {@link ScriptPickler} writes for the matrix, its
 * storage's key among them; a file that was pickled otherwise is refused.
 */
final class MatrixReplacement {
    private final ZipArchiveFile source;
    private final String folder;
    private final Map<String, byte[]> replaced;

    private MatrixReplacement(ZipArchiveFile source, String folder, Map<String, byte[]> replaced) {
        this.source = source;
        this.folder = folder;
        this.replaced = replaced;
    }

    /** Writes a copy of the source; the replaced extra files are those of the map, by entry name below the folder. */
    static void write(
            Path target,
            ZipArchiveFile source,
            String folder,
            StoredTensor matrix,
            ScriptTensor replacement,
            Map<String, byte[]> extras) {
        byte[] patched = patched(source, folder, matrix, replacement);
        float[] values = replacement.values().get();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Map<String, byte[]> replaced = new HashMap<>(extras);
        replaced.put("data.pkl", patched);
        replaced.put("data/" + matrix.storageKey(), bytes.array());
        AtomicFile.write(target, new MatrixReplacement(source, folder, replaced)::writeTo);
    }

    /** The bytes of data.pkl with the matrix's description exchanged for another one's. */
    static byte[] patched(ZipArchiveFile source, String folder, StoredTensor matrix, ScriptTensor replacement) {
        ZipRecord pickle = source.find(folder + "/data.pkl").orElseThrow();
        byte[] before = ScriptPickler.record(matrix.storageKey(), ScriptTensor.of(new float[0], matrix.shape()));
        byte[] after = ScriptPickler.record(matrix.storageKey(), replacement);
        byte[] patched = exchanged(source.read(pickle, (int) PickleLimits.DEFAULT.maxBytes()), before, after);
        if (patched.length == 0) {
            throw new UnsupportedInputException(source.path() + ": tensor " + MessageText.quoted(matrix.name())
                    + " is not described as this tool does it, so that its count of rows cannot be changed; import the"
                    + " generator's checkpoint, if there is one, instead of a TorchScript program");
        }
        return patched;
    }

    private void writeTo(WritableByteChannel target) throws IOException {
        StoredZipWriter zip = new StoredZipWriter(target);
        for (ZipRecord entry : source.entries()) {
            String name = entry.name().substring(folder.length() + 1);
            // What is compressed is code; storages stand in the file as they are.
            int most = entry.isStored() ? Integer.MAX_VALUE : TorchScriptArchive.MAX_EXTRA_BYTES;
            byte[] content = replaced.containsKey(name) ? replaced.get(name) : source.read(entry, most);
            zip.add(entry.name(), ByteBuffer.wrap(content));
        }
        zip.finish();
        source.file().requireUntouched();
    }

    /** The bytes with the only place of some exchanged for others; nothing where there is none or more than one. */
    private static byte[] exchanged(byte[] bytes, byte[] before, byte[] after) {
        // Every byte is a character of Latin-1, which makes a text search one for bytes.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String wanted = new String(before, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(wanted);
        if (at < 0 || text.indexOf(wanted, at + 1) >= 0) {
            return new byte[0];
        }
        String changed = text.substring(0, at)
                + new String(after, StandardCharsets.ISO_8859_1)
                + text.substring(at + wanted.length());
        return changed.getBytes(StandardCharsets.ISO_8859_1);
    }
}
