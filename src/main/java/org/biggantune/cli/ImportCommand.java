package org.biggantune.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code import}: turns checkpoints into archives; shows its help when the kind is missing. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Turns a PyTorch checkpoint into an archive that this tool works with. Pickles are parsed, never"
                + " executed.",
        synopsisSubcommandLabel = "KIND",
        subcommands = {ImportGeneratorCommand.class, ImportClassifierCommand.class})
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE.code();
    }
}
