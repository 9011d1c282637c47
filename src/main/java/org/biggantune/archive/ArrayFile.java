package org.biggantune.archive;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.biggantune.archive.array.ArrayDescription;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.archive.array.NpyContent;
import org.biggantune.archive.array.NpyFile;
import org.biggantune.archive.zip.FileKind;
import org.biggantune.archive.zip.InputFile;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.io.MessageText;

/** Reads a file with a single array: {@code .npy}, {@code .npz}, or safetensors with one tensor. */
public final class ArrayFile {
    private ArrayFile() {}

    /**
     * Reads the array.
     *
     * @param path the file
     * @param requirement receives the header's description before the elements are read, and throws to reject it
     * @return the array, row-major; floating-point numbers of a safetensors file as float32
     * @throws org.biggantune.domain.failure.MissingInputException if the file does not exist
     * @throws org.biggantune.domain.failure.CorruptInputException if it is damaged
     * @throws UnsupportedInputException if it is of another kind, or contains more than one array
     */
    public static NpyArray read(Path path, Consumer<ArrayDescription> requirement) {
        try (InputFile file = InputFile.open(path)) {
            if (FileKind.of(file) == FileKind.SAFETENSORS) {
                StoredTensor tensor = only(file);
                requirement.accept(new ArrayDescription(tensor.type(), tensor.shape()));
                return NpyArray.ofFloats(tensor.shape(), tensor.floats());
            }
            try (NpyContent content = NpyFile.open(file)) {
                requirement.accept(content.description());
                return content.read();
            }
        }
    }

    private static StoredTensor only(InputFile file) {
        List<StoredTensor> tensors = new SafetensorsFile(file).tensors().all();
        if (tensors.size() != 1) {
            String names = String.join(
                    ", ", tensors.stream().map(StoredTensor::name).limit(4).toList());
            throw new UnsupportedInputException(file.path() + ": holds " + tensors.size() + " tensors ("
                    + MessageText.of(names) + "), expected one; save that tensor alone");
        }
        return tensors.get(0);
    }
}
