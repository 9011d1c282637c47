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
 * What {@code verify} knows of a model archive or a checkpoint; every zip entry is checked against its CRC-32.
 *
 * @param file the file
 * @param size its bytes
 * @param entries its contents: zip entries in the order of the table of contents, else the tensors' storages
 * @param embedding where its class embeddings are, if it is a generator and they have an entry of their own
 */
record ComparedArchive(Path file, long size, List<FilePart> entries, Optional<Embedding> embedding) {
    /** The embedding matrix's name in BigGAN-PyTorch's checkpoints: a row a class. */
    private static final String ROWS = "shared.weight";

    /** The same in Hugging Face's: a linear layer, whose columns are the classes. */
    private static final String COLUMNS = "embeddings.weight";

    /**
     * The class-embedding matrix.
     *
     * @param parameter its name
     * @param entry the entry that holds it and nothing else
     * @param width bytes of a number
     * @param rows the count of classes
     * @param size numbers of a class
     * @param columns whether a class is a column
     * @param names the classes' names, or an empty list
     */
    record Embedding(
            String parameter, FilePart entry, int width, int rows, int size, boolean columns, List<String> names) {
        /** Copies the names. */
        Embedding {
            names = List.copyOf(names);
        }

        /** The class that a number of the matrix belongs to. */
        int row(int number) {
            return columns ? number % rows : number / size;
        }

        /** Whether another file's matrix is laid out alike. */
        boolean fits(Embedding other) {
            return entry.name().equals(other.entry.name())
                    && width == other.width
                    && rows == other.rows
                    && size == other.size
                    && columns == other.columns;
        }

        /** A row as people know it. */
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

    /** The entries of a zip file, each checked against its CRC-32. */
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

    /** Empty where the matrix shares its entry with anything else: then rows cannot be told apart by bytes. */
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
