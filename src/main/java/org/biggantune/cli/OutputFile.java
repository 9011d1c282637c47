package org.biggantune.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.InvalidOptionException;

/** Whether an output may be written, found out before the work begins. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Refuses an output that is there already, or that is an input.
     *
     * @param option the option that names it
     * @param out the file to be written
     * @param inputs what the command reads, by what it is to the user ("checkpoint")
     * @param force whether an existing file is to be replaced; an input never is
     * @throws CannotCreateException if it exists and is not to be replaced
     * @throws InvalidOptionException if it is an input
     */
    public static void check(String option, Path out, Map<String, Path> inputs, boolean force) {
        requireNoInput(option, out, inputs);
        if (Files.isDirectory(out)) {
            throw new CannotCreateException(option + " " + out + ": is a folder; give a file");
        }
        if (Files.exists(out) && !force) {
            throw new CannotCreateException(
                    option + " " + out + ": the file exists; give another one, or --force to replace it");
        }
    }

    /**
     * Refuses an output that is an input, by whatever name or link.
     *
     * @throws InvalidOptionException if it is one
     */
    public static void requireNoInput(String option, Path out, Map<String, Path> inputs) {
        inputs.forEach((role, input) -> {
            if (isSame(input, out)) {
                throw new InvalidOptionException(
                        option + " " + out + ": this is the " + role + " itself; give another file");
            }
        });
    }

    private static boolean isSame(Path input, Path out) {
        try {
            return Files.exists(input) && Files.exists(out) && Files.isSameFile(input, out);
        } catch (IOException e) {
            return false;
        }
    }
}
