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
        results.errorLine().ifPresent(err::println);
        err.flush();
        System.exit(results.exitCode(code));
    }

    /**
     * Replaces the home folder {@code ?}, which Java reports for a user missing from the user database, as in many
     * containers; libraries would create a folder of that name in the working folder.
     */
    private static void requireHome() {
        if (!System.getProperty("user.home", "").startsWith("?")) {
            return;
        }
        String home = System.getenv().getOrDefault("HOME", "");
        System.setProperty("user.home", home.startsWith("/") ? home : "/nonexistent");
    }
}
