package org.biggantune.command.exchange;

import java.nio.file.Path;
import java.util.Optional;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.importer.LabelList;

/**
 * What {@code export} is asked for.
 *
 * @param home the installation
 * @param run the folder of a finished run
 * @param embedding a file with a whole matrix, in place of a run
 * @param to what to write; empty: as the file that the matrix is put into
 * @param into a file to write a copy of, with the matrix in it
 * @param parameter the name of the embedding in that file, where it is not found by itself
 * @param out the file to write; empty: a name in the working folder
 * @param classNames names of the rows, as {@link LabelList} reads them
 * @param force whether to replace an existing file
 */
public record ExportRequest(
        InstallDir home,
        Optional<Path> run,
        Optional<Path> embedding,
        Optional<ExportFormat> to,
        Optional<Path> into,
        Optional<String> parameter,
        Optional<Path> out,
        Optional<String> classNames,
        boolean force) {
    /**
     * Checks that the options fit together.
     *
     * @throws InvalidOptionException if not
     */
    public ExportRequest {
        if (run.isPresent() == embedding.isPresent()) {
            throw new InvalidOptionException("give either --run DIR or --embedding FILE");
        }
        if (into.isEmpty() && to.isEmpty()) {
            throw new InvalidOptionException(
                    "--to: give --to npy, safetensors, pt, pth or bin for the matrix alone, or name"
                            + " the checkpoint to put the embeddings into with --into FILE");
        }
        if (into.isPresent() && to.equals(Optional.of(ExportFormat.NPY))) {
            throw new InvalidOptionException("--to npy: a .npy file holds the matrix alone; leave --into out");
        }
        if (into.isEmpty() && parameter.isPresent()) {
            throw new InvalidOptionException("--parameter names a tensor of the file given with --into; give that too");
        }
        if (into.isPresent() && classNames.isPresent()) {
            throw new InvalidOptionException(
                    "--class-names: a checkpoint is copied as it is and takes no names; leave it or --into out");
        }
    }

    /** The file to write. */
    Path target() {
        return out.orElseGet(() -> into.map(ExportRequest::tuned)
                .orElseGet(() -> Path.of("embeddings." + to.orElseThrow().label())));
    }

    private static Path tuned(Path into) {
        String name = String.valueOf(into.getFileName());
        int dot = name.lastIndexOf('.');
        return Path.of(dot > 0 ? name.substring(0, dot) + "-tuned" + name.substring(dot) : name + "-tuned");
    }
}
