package org.biggantune.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers a failed write. The writers around it report none, so that a truncated file on a full
 * disk would otherwise go unnoticed. Not thread-safe.
 */
public final class StandardOutput extends FilterOutputStream {
    private static final String READER_GONE = "Broken pipe";

    private @Nullable String failure;

    /** Wraps a stream. */
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
     * Returns the exit code of the process.
     *
     * @param code the exit code of the command
     * @return that of a failed write if the command succeeded but its output was lost; else the command's
     */
    public int exitCode(int code) {
        return code == ExitCode.DONE.code() && failure != null ? ExitCode.CANNOT_WRITE.code() : code;
    }

    /** Returns an error line if output was lost; empty if none was, or if the reader closed the pipe. */
    public Optional<String> errorLine() {
        return failure == null || failure.contains(READER_GONE)
                ? Optional.empty()
                : Optional.of("biggan-tune: standard output: writing failed: " + failure
                        + "; the printed results are incomplete; check the free space and run again");
    }
}
