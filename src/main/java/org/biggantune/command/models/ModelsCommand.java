package org.biggantune.command.models;

import org.biggantune.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code models}: what models there are, and getting more of them; shows its help without a subcommand. */
@Command(
        name = "models",
        header = "List, install and choose models",
        mixinStandardHelpOptions = true,
        description =
                "Models known by name: those that come with the tool, those that were installed, and those that can be."
                        + " models install is the one command, beside doctor --install, that uses the network; files that"
                        + " somebody else fetched install without it.",
        subcommands = {
            ModelsListCommand.class,
            ModelsInstallCommand.class,
            ModelsUseCommand.class,
            ModelsShowCommand.class,
            ModelsRemoveCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune models install biggan-deep-256 resnet50",
            "  biggan-tune models use biggan-deep-256 resnet50"
        })
public final class ModelsCommand extends CommandGroup {}
