package org.biggantune.runfolder;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.biggantune.io.SameFile;
import org.biggantune.io.Sha256;
import org.biggantune.report.JsonFile;

/**
 * The content of {@code written.json}: the files that commands have written on request besides those of a run's folder, such
 * as that of {@code --write-generator}. A later command on the same folder may replace them, unless they have changed since.
 *
 * @param files the files, the latest last
 */
public record WrittenFiles(@JsonProperty("written") List<WrittenFile> files) {
    static final String NAME = "written.json";

    /** Replaces a missing list with an empty one. */
    public WrittenFiles {
        files = List.copyOf(Objects.requireNonNullElse(files, List.of()));
    }

    /**
     * A file.
     *
     * @param file its absolute path
     * @param sha256 the digest of what was written
     */
    public record WrittenFile(String file, String sha256) {
        /** Replaces missing values with empty ones. */
        public WrittenFile {
            file = Objects.requireNonNullElse(file, "");
            sha256 = Objects.requireNonNullElse(sha256, "");
        }

        private static WrittenFile of(Path path) {
            return new WrittenFile(path.toAbsolutePath().normalize().toString(), Sha256.of(path));
        }

        private boolean isAt(Path path) {
            try {
                return SameFile.of(Path.of(file), path);
            } catch (InvalidPathException e) {
                return false;
            }
        }
    }

    /**
     * Reads the record in a run's folder.
     *
     * @return an empty record if nothing was written
     * @throws org.biggantune.domain.failure.CorruptInputException if it is damaged
     */
    public static WrittenFiles in(Path folder) {
        Path record = folder.resolve(NAME);
        return Files.exists(record) ? JsonFile.read(record, WrittenFiles.class) : new WrittenFiles(List.of());
    }

    /** Returns whether a file is one of these and has not changed since it was written. */
    public boolean include(Path file) {
        return Files.isRegularFile(file)
                && files.stream().anyMatch(one -> one.isAt(file) && one.sha256().equals(Sha256.of(file)));
    }

    /** Returns whether one of these, wherever it may be now, has the digest. */
    boolean have(String sha256) {
        return files.stream().anyMatch(one -> one.sha256().equals(sha256));
    }

    /**
     * Records in a run's folder, which this process has claimed, that a file has been written.
     *
     * @return the entry
     */
    public static WrittenFile add(RunDirectory directory, Path file) {
        WrittenFile written = WrittenFile.of(file);
        List<WrittenFile> all = new ArrayList<>(in(directory.root()).files());
        all.removeIf(one -> one.isAt(file));
        all.add(written);
        directory.write(NAME, (ObjectNode) JsonFile.tree(new WrittenFiles(all)));
        return written;
    }
}
