package org.biggantune.command.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.FilePart;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.domain.failure.MissingInputException;

/**
 * A model archive or checkpoint to be compared by {@code verify}; every zip entry is checked against its CRC-32.
 *
 * @param file the file
 * @param size the file's size in bytes
 * @param entries the zip entries in the order of the central directory, or the storages of the tensors
 * @param embedding the class embeddings, if it is a generator and they have their own entry
 */
record ComparedArchive(Path file, long size, List<FilePart> entries, Optional<Embedding> embedding) {
    /** The name of the embedding matrix in BigGAN-PyTorch's checkpoints, with a row per class. */
    private static final String ROWS = "shared.weight";

    /** The name in Hugging Face's checkpoints: a linear layer, with a column per class. */
    private static final String COLUMNS = "embeddings.weight";

    /**
     * The class-embedding matrix.
     *
     * @param parameter the matrix's name
     * @param entry the entry that contains nothing but the matrix
     * @param width the bytes of a number
     * @param rows the number of classes
     * @param size the numbers per class
     * @param columns whether classes are columns
     * @param names the names of the classes, or an empty list
     */
    record Embedding(
            String parameter, FilePart entry, int width, int rows, int size, boolean columns, List<String> names) {
        /** Copies the names. */
        Embedding {
            names = List.copyOf(names);
        }

        /** Returns the class that the number at a position of the matrix belongs to. */
        int row(int number) {
            return columns ? number % rows : number / size;
        }

        /** Returns whether another file's matrix has the same layout. */
        boolean fits(Embedding other) {
            return entry.name().equals(other.entry.name())
                    && width == other.width
                    && rows == other.rows
                    && size == other.size
                    && columns == other.columns;
        }

        /** Returns a class's index and name. */
        String label(int row) {
            return row < names.size() ? row + " (" + names.get(row) + ")" : Integer.toString(row);
        }
    }

    /** Reads and checks a file. */
    static ComparedArchive read(Path file) {
        try {
            if (TorchScriptArchive.isTorchScript(file)) {
                return ofProgram(file);
            }
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                List<FilePart> parts =
                        checkpoint.format() == Checkpoint.Format.ZIP ? entries(file) : checkpoint.parts();
                StateDict network = checkpoint.stateDict();
                Optional<Embedding> embedding = network.find(ROWS)
                        .or(() -> network.find(COLUMNS))
                        .flatMap(tensor -> locate(checkpoint.allTensors(), tensor, parts, List.of()));
                return new ComparedArchive(file, Files.size(file), parts, embedding);
            }
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static ComparedArchive ofProgram(Path file) throws IOException {
        List<FilePart> parts = entries(file);
        try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
            Optional<Embedding> embedding = archive.extra(MetadataFormat.FILE)
                    .filter(side -> MetadataFormat.kind(file, side).equals("generator"))
                    .map(side -> MetadataFormat.generator(file, side))
                    .flatMap(metadata ->
                            locate(archive.tensors(), metadata.embeddingParameter(), parts, metadata.classNames()));
            return new ComparedArchive(file, Files.size(file), parts, embedding);
        }
    }

    /** Lists the entries of a zip file, checking each against its CRC-32. */
    private static List<FilePart> entries(Path file) {
        try (ZipArchiveFile zip = ZipArchiveFile.open(file)) {
            zip.entries().forEach(zip::verify);
            return zip.entries().stream().map(FilePart::of).toList();
        }
    }

    private static Optional<Embedding> locate(
            StateDict tensors, String parameter, List<FilePart> entries, List<String> names) {
        return tensors.find(parameter).flatMap(tensor -> locate(tensors, tensor, entries, names));
    }

    /** Locates the matrix; empty if it shares its entry with another tensor, so that rows cannot be compared by bytes. */
    private static Optional<Embedding> locate(
            StateDict tensors, StoredTensor tensor, List<FilePart> entries, List<String> names) {
        long[] shape = tensor.shape();
        long sharing = tensors.names().stream()
                .filter(name -> tensors.get(name).storageKey().equals(tensor.storageKey()))
                .count();
        if (shape.length != 2 || sharing != 1 || !Arrays.equals(tensor.strides(), new long[] {shape[1], 1})) {
            return Optional.empty();
        }
        tensors.finiteFloats(tensors.contains(tensor.name()) ? tensor.name() : sole(tensors, tensor.storageKey()));
        return entries.stream()
                .filter(entry -> entry.name().equals(tensor.storageKey())
                        || entry.name().endsWith("/data/" + tensor.storageKey()))
                .filter(entry ->
                        entry.length() == tensor.elementCount() * tensor.type().bytes())
                .findFirst()
                .map(entry -> embedding(tensor, entry, names));
    }

    private static Embedding embedding(StoredTensor tensor, FilePart entry, List<String> names) {
        boolean columns = tensor.name().equals(COLUMNS) || tensor.name().endsWith("." + COLUMNS);
        int first = (int) tensor.shape()[0];
        int second = (int) tensor.shape()[1];
        return new Embedding(
                tensor.name(),
                entry,
                tensor.type().bytes(),
                columns ? second : first,
                columns ? first : second,
                columns,
                names);
    }

    private static String sole(StateDict tensors, String storageKey) {
        return tensors.names().stream()
                .filter(name -> tensors.get(name).storageKey().equals(storageKey))
                .findFirst()
                .orElseThrow();
    }
}
