package org.biggantune;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.biggantune.cli.CommandLineTool;

/** Starts the tool: runs the command line and ends the process with its exit code. */
public final class Main {
    private Main() {}

    /**
     * Runs the tool and ends the process.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        PrintWriter out = writer(FileDescriptor.out, "stdout.encoding");
        PrintWriter err = writer(FileDescriptor.err, "stderr.encoding");
        int code = new CommandLineTool(out, err).run(arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }

    private static PrintWriter writer(FileDescriptor descriptor, String encodingProperty) {
        String encoding = System.getProperty(encodingProperty, System.getProperty("native.encoding", "UTF-8"));
        OutputStream stream = new FileOutputStream(descriptor);
        return new PrintWriter(stream, true, Charset.forName(encoding));
    }
}
