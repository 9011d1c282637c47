package org.biggantune;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
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
        requireHome();
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

    /**
     * Of a user that the system's list lacks, as in many containers, Java gives {@code ?} as home, which libraries take for
     * a folder in the working folder.
     */
    private static void requireHome() {
        if (!System.getProperty("user.home", "").startsWith("?")) {
            return;
        }
        String told = System.getenv().getOrDefault("HOME", "");
        System.setProperty("user.home", told.startsWith("/") ? told : "/nonexistent");
    }
}
