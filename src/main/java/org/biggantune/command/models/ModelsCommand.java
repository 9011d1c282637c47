package org.biggantune.command.models;

import org.biggantune.cli.CommandGroup;
import picocli.CommandLine.Command;

/** The command {@code models}: lists, installs and chooses models; shows its help without a subcommand. */
@Command(
        name = "models",
        header = "List, install and choose models",
        mixinStandardHelpOptions = true,
        description =
                "Manages models known by name: shipped, installed and available ones. Only models install and doctor"
                        + " --install use the network; a file that was downloaded elsewhere can be installed without it.",
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
