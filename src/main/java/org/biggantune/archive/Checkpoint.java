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
 * A file written by {@code torch.save}, or a safetensors file, open for reading: its tensors and plain values by name.
 * A pickle in it is parsed, never executed. Close it; tensors are unusable afterwards.
 */
public final class Checkpoint implements AutoCloseable {
    private final InputFile file;
    private final Format format;
    private final StateDict allTensors;
    private final StateDict stateDict;
    private final Map<String, Object> metadata;

    /** How the file is laid out. */
    public enum Format {
        /** A zip file with one entry per storage, since PyTorch 1.6. */
        ZIP,
        /** A row of pickles followed by the storages, before PyTorch 1.6. */
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
     * Requires that nobody wrote to the file, or put another one in its place, since it was opened.
     *
     * @throws org.biggantune.domain.failure.SettingsConflictException if someone did
     */
    public void requireUntouched() {
        file.requireUntouched();
    }

    /**
     * Opens a checkpoint and reads everything but the elements of its tensors.
     *
     * @param path the file
     * @return the open checkpoint; the caller closes it
     * @throws org.biggantune.domain.failure.MissingInputException when the file is not there
     * @throws org.biggantune.domain.failure.CorruptInputException when it is empty, truncated or damaged
     * @throws UnsupportedInputException when it is something else, or its pickle calls what is not allowed
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
                // The checkpoint closes the file itself; the zip view of it holds nothing else.
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

    /**
     * How the file is laid out.
     *
     * @return the format
     */
    public Format format() {
        return format;
    }

    /**
     * The network's tensors: the dict at top level, or under {@code state_dict}, {@code model},
     * {@code model_state_dict}, {@code G_ema}, {@code g_ema}, {@code generator} or {@code net}. Prefixes that every
     * name has ({@code module.}, {@code model.}, {@code generator.} and others) are taken off; of a file of the robustness package these are the
     * tensors under {@code module.model.}.
     *
     * @return the tensors, usable until this is closed
     */
    public StateDict stateDict() {
        return stateDict;
    }

    /**
     * Every tensor in the file under its full dotted name, such as {@code model.module.normalizer.new_mean}.
     *
     * @return the tensors, usable until this is closed
     */
    public StateDict allTensors() {
        return allTensors;
    }

    /**
     * The plain values in the file by dotted name, such as {@code epoch}; list items by position.
     *
     * @return an unmodifiable map of String, Long, Double, Boolean and BigInteger values, in order
     */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /**
     * Where the elements of all tensors stand in the file.
     *
     * @return each storage once, in the file's order
     */
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
     * Writes a copy of this file in which one tensor has other elements, rounded to its type; every byte that is not one
     * of the tensor's, or part of its checksum, stays as it is. A stored element that is the same number when read as
     * float32 is left alone too, so that a float64 tensor keeps the digits of what did not change.
     *
     * @param target the copy, published atomically; may be this file's own path
     * @param tensorName a name from {@link #stateDict()} or {@link #allTensors()}
     * @param rowMajorValues the new elements
     * @throws UnsupportedInputException when there is no such tensor, it holds integers, repeats elements, shares its
     *     storage with another tensor, has another number of elements, or its type cannot hold a value
     */
    public void replaceTensor(Path target, String tensorName, float[] rowMajorValues) {
        StoredTensor tensor = stateDict.find(tensorName).orElseGet(() -> allTensors.get(tensorName));
        StorageReplacement.write(target, file, tensor, allTensors, rowMajorValues);
    }

    /** Closes the file; closing twice does nothing. */
    @Override
    public void close() {
        file.close();
    }
}
