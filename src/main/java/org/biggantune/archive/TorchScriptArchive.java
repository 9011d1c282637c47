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
 * A TorchScript program file, open for reading without libtorch: its tensors, plain attributes and extra files. The
 * program itself is not looked at. Close it; tensors are unusable afterwards.
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
            throw new UnsupportedInputException(archive.path() + ": its data are not those of a TorchScript module");
        }
        this.rootClass = root.type().qualifiedName();
        TensorTree tree = zip.tree(objects);
        this.tensors = tree.tensors();
        zip.constants();
        this.attributes = Collections.unmodifiableMap(tree.plain());
    }

    /**
     * Opens a TorchScript file and reads everything but its code and the elements of its tensors. Whatever its pickles make
     * of its storages is checked, seen or not, so that libtorch can load the file as far as tensors are concerned; whether
     * its code may run is {@link #requireHarmless}'s question.
     *
     * @param path the file
     * @return the open archive; the caller closes it
     * @throws org.biggantune.domain.failure.MissingInputException when the file is not there
     * @throws org.biggantune.domain.failure.CorruptInputException when it is empty, truncated or damaged
     * @throws UnsupportedInputException when it is something else
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
     * @throws org.biggantune.domain.failure.MissingInputException when the file is not there
     * @throws org.biggantune.domain.failure.CorruptInputException when it starts as a zip file but is truncated or damaged
     */
    public static boolean isTorchScript(Path path) {
        return ZipArchiveFile.isOne(path, TorchZip::isScript);
    }

    /**
     * The file's path.
     *
     * @return as given when it was opened
     */
    public Path path() {
        return archive.path();
    }

    /**
     * Requires that nobody wrote to the file, or put another one in its place, since it was opened; also once this is
     * closed.
     *
     * @throws org.biggantune.domain.failure.SettingsConflictException if someone did
     */
    public void requireUntouched() {
        archive.file().requireUntouched();
    }

    /**
     * The class of the program's root module.
     *
     * @return dotted name, starting with {@code __torch__.}
     */
    public String rootClass() {
        return rootClass;
    }

    /**
     * Parameters, buffers and other tensors by the dotted names of attributes, such as {@code blocks.0.0.conv1.weight}.
     *
     * @return the tensors in the file's order, usable until this is closed
     */
    public StateDict tensors() {
        return tensors;
    }

    /**
     * The tensors in the program's code, by the names that they have there, such as {@code CONSTANTS.c0}. A frozen program
     * holds its weights so.
     *
     * @return the tensors in the file's order, usable until this is closed
     * @throws org.biggantune.domain.failure.CorruptInputException when {@code constants.pkl} is damaged
     */
    public StateDict constants() {
        return zip.constants();
    }

    /**
     * Plain attributes by dotted name, list items by position; None is left out.
     *
     * @return an unmodifiable map of String, Long, Double, Boolean and BigInteger values, in order
     */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /**
     * An extra file that was saved with the program.
     *
     * @param name such as {@code biggan-tune.json}
     * @return its content of at most 64 MiB, checked against its CRC-32; empty when there is none
     */
    public Optional<byte[]> extra(String name) {
        return archive.find(folder + "/extra/" + name).map(entry -> archive.read(entry, MAX_EXTRA_BYTES));
    }

    /**
     * The program's code.
     *
     * @return one text a source file, each of at most 64 MiB, in the file's order
     */
    public List<String> code() {
        return check.texts();
    }

    /**
     * Refuses a program whose code names anything but operators that are known to be harmless and what it declares itself.
     *
     * @throws UnsupportedInputException naming what it calls, and where
     */
    public void requireHarmless() {
        check.code();
    }

    /**
     * Why the program is not run unless it is trusted.
     *
     * @return a clause such as {@code its code (__torch__.py, line 5) calls torch.save}; empty where it is harmless
     */
    public Optional<String> refusal() {
        return check.refusal();
    }

    /**
     * All entries of the zip file.
     *
     * @return in the order of the central directory
     */
    public List<ZipRecord> entries() {
        return archive.entries();
    }

    /**
     * Reads every entry and checks its CRC-32.
     *
     * @throws org.biggantune.domain.failure.CorruptInputException naming the first entry that is damaged
     */
    public void verify() {
        archive.entries().forEach(archive::verify);
    }

    /**
     * Writes a copy of this file in which one tensor has other elements, rounded to its type; every byte that is not one
     * of the tensor's, or part of its checksum, stays as it is. A stored element that is the same number when read as
     * float32 is left alone too.
     *
     * @param target the copy, published atomically; may be this file's own path
     * @param tensorName a name from {@link #tensors()}
     * @param rowMajorValues the new elements
     * @throws UnsupportedInputException when there is no such tensor, it holds integers, repeats elements, shares its
     *     storage with another tensor, has another number of elements, or its type cannot hold a value
     */
    public void replaceTensor(Path target, String tensorName, float[] rowMajorValues) {
        StorageReplacement.write(target, archive.file(), tensors.get(tensorName), tensors, rowMajorValues);
    }

    /**
     * Writes a copy of this file in which a matrix has other rows, any number of them, and extra files other content.
     * All other entries keep their content and order.
     *
     * @param target the copy, published atomically; may be this file's own path
     * @param tensorName a matrix from {@link #tensors()}
     * @param rows the new count of rows, at least 1
     * @param rowMajorValues the new elements, as many columns as before
     * @param extras new content of extra files that are there, by name
     * @throws UnsupportedInputException when there is no such tensor, it is not float32, not a contiguous matrix, shares
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

    /**
     * The pickle of the program's objects.
     *
     * @return the bytes of {@code data.pkl}, checked against their CRC-32
     */
    public byte[] pickle() {
        return archive.read(archive.find(folder + "/data.pkl").orElseThrow(), (int) PickleLimits.DEFAULT.maxBytes());
    }

    /**
     * Writes a copy of this file with entries added or exchanged; all others keep their content and order.
     *
     * @param target the copy, published atomically; may be this file's own path
     * @param contents content by name below the archive's folder, such as {@code extra/facts.json}; names that are not
     *     there are added at the end, in the map's order
     */
    public void copyWith(Path target, Map<String, byte[]> contents) {
        AtomicFile.write(target, channel -> {
            StoredZipWriter zip = new StoredZipWriter(channel);
            Map<String, byte[]> added = new LinkedHashMap<>(contents);
            for (ZipRecord entry : archive.entries()) {
                byte[] content = added.remove(entry.name().substring(folder.length() + 1));
                // What is compressed is code; storages stand in the file as they are.
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
     * Writes a copy of this file in which tensors have another floating-point type, rounded to nearest with ties to even,
     * and extra files other content. All other entries keep their content and order.
     *
     * @param target the copy, published atomically; may be this file's own path
     * @param names tensors from {@link #tensors()}
     * @param type a floating-point type
     * @param extras new content of extra files that are there, by name
     * @throws UnsupportedInputException when a number lies beyond the type's range, or the file was not written by this
     *     tool
     */
    void convertTensors(Path target, List<String> names, ScalarType type, Map<String, byte[]> extras) {
        Map<String, byte[]> replaced = new HashMap<>();
        extras.forEach((name, content) -> replaced.put("extra/" + name, content));
        TensorConversion.write(
                target, archive, folder, names.stream().map(tensors::get).toList(), type, replaced);
    }

    /**
     * A piece of the file.
     *
     * @param position its first byte
     * @param bytes its length
     */
    public record Extent(long position, long bytes) {}

    /**
     * Where a tensor's elements stand as they are in memory: little-endian, row-major, without gaps.
     *
     * @param tensorName the name of a tensor
     * @return empty where there is no such tensor, or it stands otherwise
     */
    public Optional<Extent> extent(String tensorName) {
        return tensors.find(tensorName).filter(StoredTensor::isContiguous).map(tensor -> {
            int width = tensor.type().bytes();
            return new Extent(
                    tensor.storage().position() + tensor.storageOffset() * width, tensor.elementCount() * width);
        });
    }

    /**
     * Refuses a tensor that {@link #replaceTensor} could not replace.
     *
     * @param tensorName a name from {@link #tensors()}
     * @throws UnsupportedInputException when there is no such tensor, it is not float32, not contiguous, or shares its
     *     storage with another tensor or part of it
     */
    public void requireReplaceable(String tensorName) {
        StorageReplacement.requireOwnStorage(path(), tensors.get(tensorName), tensors);
    }

    /**
     * Refuses a matrix that {@link #replaceMatrix} could not replace.
     *
     * @param tensorName a matrix from {@link #tensors()}
     * @throws UnsupportedInputException as {@link #replaceMatrix} throws it
     */
    public void requireResizable(String tensorName) {
        requireReplaceable(tensorName);
        StoredTensor matrix = tensors.get(tensorName);
        MatrixReplacement.patched(archive, folder, matrix, ScriptTensor.of(new float[0], matrix.shape()));
    }

    /** Closes the file; closing twice does nothing. */
    @Override
    public void close() {
        archive.close();
    }
}
