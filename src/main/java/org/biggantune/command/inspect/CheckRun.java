package org.biggantune.command.inspect;

import java.nio.file.Path;
import org.biggantune.archive.FileCheck;
import org.biggantune.io.Sha256;

/** Reads every byte of a file and tells what is damaged; without libtorch. */
public final class CheckRun {
    private final Path file;

    /** The check of a file. */
    public CheckRun(Path file) {
        this.file = file;
    }

    /**
     * Checks.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if the file is missing or nothing that can be checked
     */
    public CheckReport execute() {
        FileCheck.Result found = FileCheck.of(file);
        return new CheckReport(file, found.format(), Sha256.of(file), found.entries());
    }
}
