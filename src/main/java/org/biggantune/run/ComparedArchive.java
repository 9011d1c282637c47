package org.biggantune.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.biggantune.archive.Checkpoint;
import org.biggantune.archive.MetadataFormat;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.StoredTensor;
import org.biggantune.archive.TorchScriptArchive;
import org.biggantune.archive.ZipArchiveFile;
import org.biggantune.archive.ZipRecord;
import org.biggantune.domain.MissingInputException;

/**
 * What {@code verify} knows of a zip file, every entry checked against its CRC-32.
 *
 * @param file the file
 * @param size its bytes
 * @param entries its entries in the order of the table of contents
 * @param embedding where its class embeddings are, if it is a generator and they have an entry of their own
 */
record ComparedArchive(Path file, long size, List<ZipRecord> entries, Optional<Embedding> embedding) {
    /** The embedding matrix's name in BigGAN-PyTorch's checkpoints. */
    private static final String CHECKPOINT_PARAMETER = "shared.weight";

    /**
     * The class-embedding matrix.
     *
     * @param parameter its name
     * @param entry the entry that holds it and nothing else
     * @param rows the count of classes
     * @param names the classes' names, or an empty list
     */
    record Embedding(String parameter, ZipRecord entry, int rows, List<String> names) {
        /** Copies the names. */
        Embedding {
            names = List.copyOf(names);
        }

        /** A row as people know it. */
        String label(int row) {
            return row < names.size() ? row + " (" + names.get(row) + ")" : Integer.toString(row);
        }
    }

    /** Reads and checks a file. */
    static ComparedArchive read(Path file) {
        try (ZipArchiveFile zip = ZipArchiveFile.open(file)) {
            zip.entries().forEach(zip::verify);
            return new ComparedArchive(file, Files.size(file), zip.entries(), embedding(file, zip.entries()));
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<Embedding> embedding(Path file, List<ZipRecord> entries) {
        if (TorchScriptArchive.isTorchScript(file)) {
            try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
                return archive.extra(MetadataFormat.FILE)
                        .filter(side -> MetadataFormat.kind(file, side).equals("generator"))
                        .map(side -> MetadataFormat.generator(file, side))
                        .flatMap(metadata -> locate(
                                archive.tensors(), metadata.embeddingParameter(), entries, metadata.classNames()));
            }
        }
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return checkpoint
                    .stateDict()
                    .find(CHECKPOINT_PARAMETER)
                    .flatMap(tensor -> locate(checkpoint.allTensors(), tensor, entries, List.of()));
        }
    }

    private static Optional<Embedding> locate(
            StateDict tensors, String parameter, List<ZipRecord> entries, List<String> names) {
        return tensors.find(parameter).flatMap(tensor -> locate(tensors, tensor, entries, names));
    }

    /** Empty where the matrix shares its entry with anything else: then rows cannot be told apart by bytes. */
    private static Optional<Embedding> locate(
            StateDict tensors, StoredTensor tensor, List<ZipRecord> entries, List<String> names) {
        long[] shape = tensor.shape();
        long sharing = tensors.names().stream()
                .filter(name -> tensors.get(name).storageKey().equals(tensor.storageKey()))
                .count();
        if (shape.length != 2 || sharing != 1 || !Arrays.equals(tensor.strides(), new long[] {shape[1], 1})) {
            return Optional.empty();
        }
        tensors.finiteFloats(tensors.contains(tensor.name()) ? tensor.name() : sole(tensors, tensor.storageKey()));
        return entries.stream()
                .filter(entry -> entry.name().endsWith("/data/" + tensor.storageKey()))
                .filter(entry -> entry.isStored()
                        && entry.size() == tensor.elementCount() * tensor.type().bytes())
                .findFirst()
                .map(entry -> new Embedding(tensor.name(), entry, (int) shape[0], names));
    }

    private static String sole(StateDict tensors, String storageKey) {
        return tensors.names().stream()
                .filter(name -> tensors.get(name).storageKey().equals(storageKey))
                .findFirst()
                .orElseThrow();
    }
}
