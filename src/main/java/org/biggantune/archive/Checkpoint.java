package org.biggantune.archive;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.archive.zip.FileKind;
import org.biggantune.archive.zip.InputFile;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.jspecify.annotations.Nullable;

/**
 * An open checkpoint, written by {@code torch.save} or in safetensors format: its tensors and plain values by name.
 * Pickles are parsed, never executed. The caller closes it; its tensors are unusable afterwards.
 */
public final class Checkpoint implements AutoCloseable {
    private final InputFile file;
    private final Format format;
    private final StateDict allTensors;
    private final StateDict stateDict;
    private final Map<String, Object> metadata;

    /** The format of the file. */
    public enum Format {
        /** A zip file with one entry per storage, since PyTorch 1.6. */
        ZIP,
        /** A sequence of pickles followed by the storages, before PyTorch 1.6. */
        LEGACY,
        /** A JSON header followed by the elements. */
        SAFETENSORS
    }

    private Checkpoint(InputFile file, Format format, @Nullable Object root, StorageLocator locator) {
        this.file = file;
        this.format = format;
        TensorTree tree = TensorTree.of(file.path(), root, locator);
        this.allTensors = tree.tensors();
        this.metadata = Collections.unmodifiableMap(tree.plain());
        StateDict located = TensorTree.of(file.path(), StateDictLocator.locate(file.path(), root), locator)
                .tensors();
        this.stateDict = StateDictLocator.unwrapped(located);
    }

    private Checkpoint(InputFile file, SafetensorsFile content) {
        this.file = file;
        this.format = Format.SAFETENSORS;
        this.allTensors = content.tensors();
        this.metadata = Collections.unmodifiableMap(content.metadata());
        this.stateDict = StateDictLocator.unwrapped(allTensors);
        if (allTensors.names().isEmpty()) {
            throw new UnsupportedInputException(file.path() + ": is a safetensors file without tensors");
        }
    }

    /**
     * Requires that the file was neither modified nor replaced since it was opened.
     *
     * @throws org.biggantune.domain.failure.SettingsConflictException if it was
     */
    public void requireUntouched() {
        file.requireUntouched();
    }

    /**
     * Opens a checkpoint and reads everything but the elements of its tensors.
     *
     * @param path the file
     * @return the open checkpoint; the caller closes it
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws org.biggantune.domain.failure.CorruptInputException if it is empty, truncated or damaged
     * @throws UnsupportedInputException if it is of another kind, or its pickle calls a function that is not allowed
     */
    public static Checkpoint open(Path path) {
        InputFile file = InputFile.open(path);
        boolean opened = false;
        try {
            Checkpoint checkpoint = read(file);
            opened = true;
            return checkpoint;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    private static Checkpoint read(InputFile file) {
        FileKind kind = FileKind.of(file);
        switch (kind) {
            case PICKLE -> {
                LegacyCheckpoint legacy = new LegacyCheckpoint(file);
                return new Checkpoint(file, Format.LEGACY, legacy.root(), legacy);
            }
            case ZIP -> {
                // The checkpoint closes the file; the zip view has no other resources.
                @SuppressWarnings("resource")
                ZipArchiveFile archive = new ZipArchiveFile(file);
                if (TorchZip.isScript(archive)) {
                    throw new UnsupportedInputException(
                            file.path() + ": is a TorchScript program, expected a checkpoint written by torch.save");
                }
                TorchZip zip = new TorchZip(archive);
                return new Checkpoint(file, Format.ZIP, zip.checkpoint(), zip);
            }
            case SAFETENSORS -> {
                return new Checkpoint(file, new SafetensorsFile(file));
            }
            default -> throw kind.unexpected(file.path(), "a PyTorch or safetensors checkpoint");
        }
    }

    /** Returns the format of the file. */
    public Format format() {
        return format;
    }

    /**
     * Returns the network's tensors: the dict at top level, or under {@code state_dict}, {@code model}, {@code
     * model_state_dict}, {@code G_ema}, {@code g_ema}, {@code generator} or {@code net}. Common prefixes of all names
     * ({@code module.}, {@code model.}, {@code generator.} and others) are removed; for a file of the robustness
     * package these are the tensors under {@code module.model.}.
     *
     * @return the tensors, usable until this is closed
     */
    public StateDict stateDict() {
        return stateDict;
    }

    /**
     * Returns all tensors in the file by their full dotted names, such as {@code model.module.normalizer.new_mean}.
     *
     * @return the tensors, usable until this is closed
     */
    public StateDict allTensors() {
        return allTensors;
    }

    /**
     * Returns the plain values in the file by dotted name, such as {@code epoch}; list items by position.
     *
     * @return an unmodifiable map of String, Long, Double, Boolean and BigInteger values, in order
     */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /** Returns the positions of all storages in the file, in order. */
    public List<FilePart> parts() {
        Map<String, FilePart> parts = new LinkedHashMap<>();
        for (StoredTensor tensor : allTensors.all()) {
            TensorStorage storage = tensor.storage();
            parts.computeIfAbsent(
                    storage.key(),
                    key -> storage.entry() == null ? FilePart.of(storage) : FilePart.of(storage.entry()));
        }
        return parts.values().stream()
                .sorted(Comparator.comparingLong(FilePart::offset))
                .toList();
    }

    /**
     * Writes a copy of this file with new elements for one tensor, rounded to its type; all bytes outside the tensor
     * and its checksum stay unchanged. A stored element equal to the new value in float32 is kept, so unchanged
     * elements of a float64 tensor keep their digits.
     *
     * @param target the copy, published atomically; may be this file's own path
     * @param tensorName a name from {@link #stateDict()} or {@link #allTensors()}
     * @param rowMajorValues the new elements
     * @throws UnsupportedInputException if there is no such tensor, it contains integers, repeats elements, shares its
     *     storage with another tensor, has another number of elements, or its type cannot represent a value
     */
    public void replaceTensor(Path target, String tensorName, float[] rowMajorValues) {
        StoredTensor tensor = stateDict.find(tensorName).orElseGet(() -> allTensors.get(tensorName));
        StorageReplacement.write(target, file, tensor, allTensors, rowMajorValues);
    }

    /** Closes the file; closing twice has no effect. */
    @Override
    public void close() {
        file.close();
    }
}
