package org.biggantune.archive;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.archive.pickle.PickleLimits;
import org.biggantune.archive.pickle.PickleObject;
import org.biggantune.archive.pickle.PickleParser;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.archive.script.ScriptTensor;
import org.biggantune.archive.script.StoredZipWriter;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.AtomicFile;

/**
 * A TorchScript program file opened without libtorch: its tensors, plain attributes and extra files. The code is not
 * read unless requested. The caller closes it; its tensors are unusable afterwards.
 */
public final class TorchScriptArchive implements AutoCloseable {
    static final int MAX_EXTRA_BYTES = 64 << 20;

    private final ZipArchiveFile archive;
    private final TorchZip zip;
    private final ProgramCheck check;
    private final String folder;
    private final String rootClass;
    private final StateDict tensors;
    private final Map<String, Object> attributes;

    private TorchScriptArchive(ZipArchiveFile archive) {
        this.archive = archive;
        if (!TorchZip.isScript(archive)) {
            throw new UnsupportedInputException(archive.path()
                    + ": is not a TorchScript program (it has no code); a checkpoint must be imported first");
        }
        this.zip = new TorchZip(archive);
        this.folder = zip.folder();
        this.check = new ProgramCheck(archive, zip);
        check.names();
        check.debugTables();
        PickleParser.Described objects = zip.objects();
        if (!(objects.value() instanceof PickleObject root)) {
            throw new UnsupportedInputException(archive.path() + ": its data are not a TorchScript module");
        }
        this.rootClass = root.type().qualifiedName();
        TensorTree tree = zip.tree(objects);
        this.tensors = tree.tensors();
        zip.constants();
        this.attributes = Collections.unmodifiableMap(tree.plain());
    }

    /**
     * Opens a TorchScript file and reads everything but its code and the elements of its tensors. All tensors in its
     * pickles are checked, so libtorch can load them safely; {@link #requireHarmless} checks the code.
     *
     * @param path the file
     * @return the open archive; the caller closes it
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws org.biggantune.domain.failure.CorruptInputException if it is empty, truncated or damaged
     * @throws UnsupportedInputException if it is of another kind
     */
    public static TorchScriptArchive open(Path path) {
        ZipArchiveFile archive = ZipArchiveFile.open(path);
        boolean opened = false;
        try {
            TorchScriptArchive script = new TorchScriptArchive(archive);
            opened = true;
            return script;
        } finally {
            if (!opened) {
                archive.close();
            }
        }
    }

    /**
     * Whether a file is a TorchScript program: a zip file with {@code NAME/constants.pkl} or {@code NAME/code/}.
     *
     * @param path an existing file
     * @return false for files of any other kind
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws org.biggantune.domain.failure.CorruptInputException if it begins like a zip file but is truncated or
     *     damaged
     */
    public static boolean isTorchScript(Path path) {
        return ZipArchiveFile.isOne(path, TorchZip::isScript);
    }

    /** Returns the file's path as given when it was opened. */
    public Path path() {
        return archive.path();
    }

    /**
     * Requires that the file was neither modified nor replaced since it was opened; usable after closing.
     *
     * @throws org.biggantune.domain.failure.SettingsConflictException if it was
     */
    public void requireUntouched() {
        archive.file().requireUntouched();
    }

    /** Returns the dotted class name of the program's root module, beginning with {@code __torch__.}. */
    public String rootClass() {
        return rootClass;
    }

    /**
     * Returns parameters, buffers and other tensors by the dotted names of attributes, such as {@code
     * blocks.0.0.conv1.weight}.
     *
     * @return the tensors in the file's order, usable until this is closed
     */
    public StateDict tensors() {
        return tensors;
    }

    /**
     * Returns the tensor constants of the program's code by their names there, such as {@code CONSTANTS.c0}. A frozen
     * program stores its weights this way.
     *
     * @return the tensors in the file's order, usable until this is closed
     * @throws org.biggantune.domain.failure.CorruptInputException if {@code constants.pkl} is damaged
     */
    public StateDict constants() {
        return zip.constants();
    }

    /**
     * Returns the plain attributes by dotted name, list items by position, without None.
     *
     * @return an unmodifiable map of String, Long, Double, Boolean and BigInteger values, in order
     */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /**
     * Reads an extra file saved with the program.
     *
     * @param name such as {@code biggan-tune.json}
     * @return its content of at most 64 MiB, checked against its CRC-32; empty if there is none
     */
    public Optional<byte[]> extra(String name) {
        return archive.find(folder + "/extra/" + name).map(entry -> archive.read(entry, MAX_EXTRA_BYTES));
    }

    /** Returns the program's sources, each of at most 64 MiB, in the file's order. */
    public List<String> code() {
        return check.texts();
    }

    /**
     * Requires that the code refers only to operators known to be harmless and to its own declarations.
     *
     * @throws UnsupportedInputException if not; the message gives the call and its position
     */
    public void requireHarmless() {
        check.code();
    }

    /**
     * Explains why the program does not run unless it is trusted.
     *
     * @return a clause such as {@code its code (__torch__.py, line 5) calls torch.save}; empty if it is harmless
     */
    public Optional<String> refusal() {
        return check.refusal();
    }

    /** Returns all entries of the zip file, in the order of the central directory. */
    public List<ZipRecord> entries() {
        return archive.entries();
    }

    /**
     * Reads every entry and checks its CRC-32.
     *
     * @throws org.biggantune.domain.failure.CorruptInputException for the first damaged entry
     */
    public void verify() {
        archive.entries().forEach(archive::verify);
    }

    /**
     * Writes a copy of this file with new elements for one tensor, rounded to its type; all bytes outside the tensor
     * and its checksum stay unchanged. A stored element equal to the new value in float32 is kept.
     *
     * @param target the copy, published atomically; may be this file's own path
     * @param tensorName a name from {@link #tensors()}
     * @param rowMajorValues the new elements
     * @throws UnsupportedInputException if there is no such tensor, it contains integers, repeats elements, shares its
     *     storage with another tensor, has another number of elements, or its type cannot represent a value
     */
    public void replaceTensor(Path target, String tensorName, float[] rowMajorValues) {
        StorageReplacement.write(target, archive.file(), tensors.get(tensorName), tensors, rowMajorValues);
    }

    /**
     * Writes a copy of this file with a new matrix, possibly of another number of rows, and new content of extra files.
     * All other entries keep their content and order.
     *
     * @param target the copy, published atomically; may be this file's own path
     * @param tensorName a matrix from {@link #tensors()}
     * @param rows the new number of rows, at least 1
     * @param rowMajorValues the new elements, with as many columns as before
     * @param extras new content of existing extra files, by name
     * @throws UnsupportedInputException if there is no such tensor, it is not a contiguous float32 matrix, it shares
     *     its storage, or the file was not written by this tool
     */
    public void replaceMatrix(
            Path target, String tensorName, int rows, float[] rowMajorValues, Map<String, byte[]> extras) {
        StoredTensor matrix = tensors.get(tensorName);
        StorageReplacement.requireOwnStorage(path(), matrix, tensors);
        long[] shape = matrix.shape();
        if (shape.length != 2 || rows < 1 || rowMajorValues.length != rows * shape[1]) {
            throw new IllegalArgumentException(
                    rowMajorValues.length + " values for " + rows + " rows of " + matrix.describe());
        }
        Map<String, byte[]> replaced = new HashMap<>();
        extras.forEach((name, content) -> replaced.put("extra/" + name, content));
        ScriptTensor replacement = ScriptTensor.of(rowMajorValues, rows, shape[1]);
        MatrixReplacement.write(target, archive, folder, matrix, replacement, replaced);
    }

    /** Returns the bytes of {@code data.pkl}, the program's objects, checked against their CRC-32. */
    public byte[] pickle() {
        return archive.read(archive.find(folder + "/data.pkl").orElseThrow(), (int) PickleLimits.DEFAULT.maxBytes());
    }

    /**
     * Writes a copy of this file with entries added or replaced; all others keep their content and order.
     *
     * @param target the copy, published atomically; may be this file's own path
     * @param contents content by name below the archive's folder, such as {@code extra/facts.json}; new names are
     *     appended in the map's order
     */
    public void copyWith(Path target, Map<String, byte[]> contents) {
        AtomicFile.write(target, channel -> {
            StoredZipWriter zip = new StoredZipWriter(channel);
            Map<String, byte[]> added = new LinkedHashMap<>(contents);
            for (ZipRecord entry : archive.entries()) {
                byte[] content = added.remove(entry.name().substring(folder.length() + 1));
                // Only code is compressed; storages are stored uncompressed.
                int most = entry.isStored() ? Integer.MAX_VALUE : MAX_EXTRA_BYTES;
                zip.add(entry.name(), ByteBuffer.wrap(content == null ? archive.read(entry, most) : content));
            }
            for (Map.Entry<String, byte[]> entry : added.entrySet()) {
                zip.add(folder + "/" + entry.getKey(), ByteBuffer.wrap(entry.getValue()));
            }
            zip.finish();
            archive.file().requireUntouched();
        });
    }

    /**
     * Writes a copy of this file with tensors converted to another floating-point type, rounded to nearest with ties to
     * even, and new content of extra files. All other entries keep their content and order.
     *
     * @param target the copy, published atomically; may be this file's own path
     * @param names tensors from {@link #tensors()}
     * @param type a floating-point type
     * @param extras new content of existing extra files, by name
     * @throws UnsupportedInputException if a value exceeds the type's range, or the file was not written by this tool
     */
    void convertTensors(Path target, List<String> names, ScalarType type, Map<String, byte[]> extras) {
        Map<String, byte[]> replaced = new HashMap<>();
        extras.forEach((name, content) -> replaced.put("extra/" + name, content));
        TensorConversion.write(
                target, archive, folder, names.stream().map(tensors::get).toList(), type, replaced);
    }

    /**
     * A range of the file.
     *
     * @param position its first byte
     * @param bytes its length
     */
    public record Extent(long position, long bytes) {}

    /**
     * Returns the range of a tensor with the same layout in the file as in memory: little-endian, row-major, without
     * gaps.
     *
     * @param tensorName the name of a tensor
     * @return empty if there is no such tensor, or it has another layout
     */
    public Optional<Extent> extent(String tensorName) {
        return tensors.find(tensorName).filter(StoredTensor::isContiguous).map(tensor -> {
            int width = tensor.type().bytes();
            return new Extent(
                    tensor.storage().position() + tensor.storageOffset() * width, tensor.elementCount() * width);
        });
    }

    /**
     * Requires that {@link #replaceTensor} can replace a tensor.
     *
     * @param tensorName a name from {@link #tensors()}
     * @throws UnsupportedInputException if there is no such tensor, it is not contiguous float32, or it does not fill
     *     its own storage
     */
    public void requireReplaceable(String tensorName) {
        StorageReplacement.requireOwnStorage(path(), tensors.get(tensorName), tensors);
    }

    /**
     * Requires that {@link #replaceMatrix} can replace a matrix.
     *
     * @param tensorName a matrix from {@link #tensors()}
     * @throws UnsupportedInputException as {@link #replaceMatrix}
     */
    public void requireResizable(String tensorName) {
        requireReplaceable(tensorName);
        StoredTensor matrix = tensors.get(tensorName);
        MatrixReplacement.patched(archive, folder, matrix, ScriptTensor.of(new float[0], matrix.shape()));
    }

    /** Closes the file; closing twice has no effect. */
    @Override
    public void close() {
        archive.close();
    }
}
