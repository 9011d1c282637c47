package org.biggantune.command.completion;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.biggantune.cli.AllCommands;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.LoggingOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: prints a shell's completion script, or installs those of all shells with the manual pages. */
@Command(
        name = "completion",
        header = "Complete commands and options in your shell; manual pages",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints a script that lets a shell complete biggan-tune's commands, options and their values."
                + " With --install it writes the scripts for bash, zsh and fish and the manual pages below a folder"
                + " instead. ~/.local/share is where bash (with the package bash-completion), fish and man look by"
                + " themselves; zsh needs its subfolder zsh/site-functions in fpath.",
        footer = {
            "",
            "Examples:",
            "  source <(biggan-tune completion bash)",
            "  biggan-tune completion fish | source",
            "  biggan-tune completion --install ~/.local/share"
        })
public final class CompletionCommand implements Callable<Integer>, AllCommands {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Option(
            names = "--install",
            paramLabel = "DIR",
            description = "Write the scripts for all three shells and the manual pages below this folder.")
    private Path folder;

    @Mixin
    @SuppressWarnings("unused") // read by LoggingOptions.apply
    private LoggingOptions logging;

    @Override
    public Integer call() {
        CommandLine tool = spec.root().commandLine();
        if ((shell == null) == (folder == null)) {
            throw new ParameterException(
                    spec.commandLine(), "completion: give either a shell (bash, zsh or fish) or --install DIR");
        }
        if (folder != null) {
            SharedFiles.write(tool, folder);
        } else {
            // Not through Results, which shows control characters: this is a program.
            tool.getOut().print(shell.script(tool));
            tool.getOut().flush();
        }
        return ExitCode.DONE.code();
    }
}
