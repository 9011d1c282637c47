package org.biggantune.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where results go, which remembers whether all of them got there: the writers in front of it report no failure, and a
 * file on a full disk would look complete. Not thread-safe.
 */
public final class StandardOutput extends FilterOutputStream {
    private static final String NOBODY_READS = "Broken pipe";

    private @Nullable String failure;

    /** Output to a stream. */
    public StandardOutput(OutputStream stream) {
        super(stream);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = failure == null ? String.valueOf(e.getMessage()) : failure;
            throw e;
        }
    }

    /**
     * What a process ends with that would end with a code otherwise.
     *
     * @param code the code of the command itself
     * @return the code; where the command had none of its own but its output is lost, that of a failed write
     */
    public int exitCode(int code) {
        return code == ExitCode.DONE.code() && failure != null ? ExitCode.CANNOT_WRITE.code() : code;
    }

    /** One line for the user about lost output; empty where none is lost, or where its reader went away by itself. */
    public Optional<String> complaint() {
        return failure == null || failure.contains(NOBODY_READS)
                ? Optional.empty()
                : Optional.of("biggan-tune: standard output: writing failed: " + failure
                        + "; the results printed are not complete, check free space and run again");
    }
}
