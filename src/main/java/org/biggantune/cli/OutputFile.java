package org.biggantune.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.io.SameFile;

/** Checks whether an output file may be written, before the work begins. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Refuses an output that already exists or that is one of the inputs.
     *
     * @param option the option that names the output
     * @param out the output
     * @param inputs the command's inputs, by the name that a message uses ("checkpoint")
     * @param force whether to replace an existing file; an input is never replaced
     * @throws CannotCreateException if the output exists and must not be replaced
     * @throws InvalidOptionException if the output is an input
     */
    public static void check(String option, Path out, Map<String, Path> inputs, boolean force) {
        requireNoInput(option, out, inputs);
        if (Files.isDirectory(out)) {
            throw new CannotCreateException(option + " " + out + ": this is a folder; give a file name");
        }
        if (Files.exists(out) && !force) {
            throw new CannotCreateException(
                    option + " " + out + ": the file already exists; give another name, or --force to replace it");
        }
    }

    /**
     * Refuses an output that is one of the inputs, also under another name or link.
     *
     * @throws InvalidOptionException if the output is an input
     */
    public static void requireNoInput(String option, Path out, Map<String, Path> inputs) {
        inputs.forEach((role, input) -> {
            if (SameFile.of(input, out)) {
                throw new InvalidOptionException(
                        option + " " + out + ": this is the " + role + " itself; give another file");
            }
        });
    }
}
