package org.biggantune;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.biggantune.cli.CommandLineTool;
import org.biggantune.cli.StandardOutput;

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
        PrintWriter out = writer(results, "stdout.encoding");
        PrintWriter err = writer(new FileOutputStream(FileDescriptor.err), "stderr.encoding");
        int code = new CommandLineTool(out, err).run(arguments);
        out.flush();
        results.complaint().ifPresent(err::println);
        err.flush();
        System.exit(results.exitCode(code));
    }

    private static PrintWriter writer(OutputStream stream, String encodingProperty) {
        String encoding = System.getProperty(encodingProperty, System.getProperty("native.encoding", "UTF-8"));
        return new PrintWriter(stream, true, Charset.forName(encoding));
    }
}
