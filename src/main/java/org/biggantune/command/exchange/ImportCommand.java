package org.biggantune.command.exchange;

import org.biggantune.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code import}: turns checkpoints into archives; shows its help when neither kind nor file is given. */
@Command(
        name = "import",
        header = "Turn a PyTorch checkpoint into a model for this tool",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "biggan-tune import CHECKPOINT -o FILE [--kind=generator|classifier] [OPTIONS]",
            "biggan-tune import (generator | classifier) CHECKPOINT -o FILE [OPTIONS]"
        },
        description = "Turns a PyTorch checkpoint into an archive that this tool works with. Pickles are parsed, never"
                + " executed. Its tensors tell the kind and the architecture; the options are those of the kind's own"
                + " command.",
        subcommands = {ImportGeneratorCommand.class, ImportClassifierCommand.class})
public final class ImportCommand extends CommandGroup {}
