package org.biggantune.command.exchange;

import org.biggantune.cli.CommandGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code import}: turns checkpoints into models; shows its help if neither kind nor file is given. */
@Command(
        name = "import",
        header = "Turn a PyTorch checkpoint into a model for this tool",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "biggan-tune import CHECKPOINT -o FILE [--kind KIND] [OPTIONS]",
            "biggan-tune import (generator | classifier) CHECKPOINT -o FILE [OPTIONS]"
        },
        description =
                "Turns a PyTorch checkpoint into a model for this tool. Pickles are parsed, never executed. Kind and"
                        + " architecture are detected from the tensors. The options are those of import generator and import"
                        + " classifier.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune import G_ema.pth -o biggan-256.pt",
            "  biggan-tune import resnet50.pth -o resnet50.pt"
        },
        subcommands = {ImportGeneratorCommand.class, ImportClassifierCommand.class})
public final class ImportCommand extends CommandGroup {
    @Option(
            names = ImportArguments.KIND,
            paramLabel = "KIND",
            description = "Instead of a command: generator or classifier (default: detected from the tensors). The"
                    + " arguments and options of that command follow.")
    @SuppressWarnings("unused") // Declared for help, completion and manual pages; ImportArguments acts on it.
    private String kind;
}
