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
 * Writes a copy of a TorchScript file in which one matrix has another number of rows. The matrix's storage, its
 * description in {@code data.pkl} and optionally extra files are replaced; all other entries keep their content and
 * order.
 *
 * <p>The description in {@code data.pkl} is located by the exact bytes that {@link ScriptPickler} writes for the
 * matrix, including its storage key; a file pickled differently is rejected.
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

    /** Writes a copy of the source. {@code extras} maps entry names below the folder to replaced extra files. */
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

    /** Returns the bytes of data.pkl with the matrix's description replaced. */
    static byte[] patched(ZipArchiveFile source, String folder, StoredTensor matrix, ScriptTensor replacement) {
        ZipRecord pickle = source.find(folder + "/data.pkl").orElseThrow();
        byte[] before = ScriptPickler.record(matrix.storageKey(), ScriptTensor.of(new float[0], matrix.shape()));
        byte[] after = ScriptPickler.record(matrix.storageKey(), replacement);
        byte[] patched = replaceOnly(source.read(pickle, (int) PickleLimits.DEFAULT.maxBytes()), before, after);
        if (patched.length == 0) {
            throw new UnsupportedInputException(source.path() + ": tensor " + MessageText.quoted(matrix.name())
                    + " is not described as this tool describes it, so its number of rows cannot be changed; import the"
                    + " generator's checkpoint, if there is one, instead of a TorchScript program");
        }
        return patched;
    }

    private void writeTo(WritableByteChannel target) throws IOException {
        StoredZipWriter zip = new StoredZipWriter(target);
        for (ZipRecord entry : source.entries()) {
            String name = entry.name().substring(folder.length() + 1);
            // Only code is compressed; storages are stored uncompressed.
            int most = entry.isStored() ? Integer.MAX_VALUE : TorchScriptArchive.MAX_EXTRA_BYTES;
            byte[] content = replaced.containsKey(name) ? replaced.get(name) : source.read(entry, most);
            zip.add(entry.name(), ByteBuffer.wrap(content));
        }
        zip.finish();
        source.file().requireUntouched();
    }

    /** Replaces the only occurrence of a byte sequence; returns an empty array if there is none or more than one. */
    private static byte[] replaceOnly(byte[] bytes, byte[] before, byte[] after) {
        // In Latin-1 every byte is a character, so a text search finds bytes.
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
