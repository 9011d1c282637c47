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

/** The command {@code completion}: prints a shell's completion script, or installs those of all shells and manual pages. */
@Command(
        name = "completion",
        header = "Print or install shell completion and manual pages",
        mixinStandardHelpOptions = true,
        customSynopsis = "biggan-tune completion (SHELL | --install DIR) [OPTIONS]",
        sortOptions = false,
        description = "Prints a script with which a shell completes biggan-tune's commands, options and values. With"
                + " --install it instead writes the scripts for bash, zsh and fish and the manual pages below a folder."
                + " In ~/.local/share they are found by bash (with the package bash-completion), fish and man; for zsh,"
                + " add its subfolder zsh/site-functions to fpath.",
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

    @Parameters(index = "0", arity = "0..1", paramLabel = "SHELL", description = "The shell: ${COMPLETION-CANDIDATES}.")
    private Shell shell;

    @Option(
            names = "--install",
            paramLabel = "DIR",
            description = "Write the scripts for all three shells and the manual pages below this folder.")
    private Path folder;

    @Mixin
    @SuppressWarnings("unused") // Declared for picocli; LoggingOptions.apply reads the values.
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
            // Printed as it is, since CommonOptions.print would replace control characters.
            tool.getOut().print(shell.script(tool));
            tool.getOut().flush();
        }
        return ExitCode.DONE.code();
    }
}
