package org.biggantune;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import org.biggantune.cli.CommandLineTool;
import org.biggantune.cli.StandardOutput;
import org.biggantune.cli.StandardStream;

/** Starts the tool: runs the command line and ends the process with its exit code. */
public final class Main {
    private Main() {}

    /**
     * Runs the tool and ends the process.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        StandardOutput results = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = new PrintWriter(results, true, StandardStream.OUTPUT.charset());
        PrintWriter err =
                new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardStream.ERROR.charset());
        int code = new CommandLineTool(out, err).run(arguments);
        out.flush();
        results.complaint().ifPresent(err::println);
        err.flush();
        System.exit(results.exitCode(code));
    }
}
