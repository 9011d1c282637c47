package org.biggantune.support;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.biggantune.CommandLineTool;
import org.biggantune.cli.InstallDir;

/**
 * A run of the command line inside the tests' process, with the checkout's shipped models and settings; arguments are taken as
 * text.
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

    /** Runs with a user's own folder of models and settings. */
    public static ToolRun ofUser(Path user, Object... arguments) {
        return with(Map.of("BIGGAN_TUNE_HOME", user.toString()), arguments);
    }

    /** Runs with an environment. */
    public static ToolRun with(Map<String, String> environment, Object... arguments) {
        return run(Path.of(""), environment, arguments);
    }

    /** Runs the tool as installed in another folder. */
    public static ToolRun installedIn(Path folder, Object... arguments) {
        return run(folder, Map.of(), arguments);
    }

    private static ToolRun run(Path installed, Map<String, String> environment, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = String.valueOf(arguments[i]);
        }
        InstallDir home = new InstallDir(installed.toAbsolutePath());
        int code = new CommandLineTool(new PrintWriter(out), new PrintWriter(err), home, environment).run(texts);
        return new ToolRun(code, out.toString(), err.toString());
    }
}
