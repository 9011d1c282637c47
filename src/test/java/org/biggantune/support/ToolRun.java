package org.biggantune.support;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.biggantune.CommandLineTool;
import org.biggantune.cli.InstallDir;

/**
 * A run of the command line inside the tests' process, with the checkout's shipped models and settings.
 *
 * @param exitCode what the process would end with
 * @param out what went to standard output
 * @param err what went to standard error
 */
public record ToolRun(int exitCode, String out, String err) {
    /** Runs with an empty environment. */
    public static ToolRun of(Object... arguments) {
        return with(Map.of(), arguments);
    }

    /** Runs; arguments are taken as text. */
    public static ToolRun with(Map<String, String> environment, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = String.valueOf(arguments[i]);
        }
        InstallDir home = new InstallDir(Path.of("").toAbsolutePath());
        int code = new CommandLineTool(new PrintWriter(out), new PrintWriter(err), home, environment).run(texts);
        return new ToolRun(code, out.toString(), err.toString());
    }
}
