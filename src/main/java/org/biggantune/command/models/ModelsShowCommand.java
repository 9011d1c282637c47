package org.biggantune.command.models;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code models show}: shows the facts about a model. */
@Command(
        name = "show",
        header = "Show the facts about a model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows a model's description, source, digests, import options and classes or labels; for a model that is"
                        + " not installed, its entry in the catalogue.",
        footer = {"", "Examples:", "  biggan-tune models show demo", "  biggan-tune models show biggan-deep-256 --json"
        })
final class ModelsShowCommand implements Callable<Integer> {
    private final InstallDir home;

    @Parameters(paramLabel = "NAME", description = "A model's name.")
    private String name;

    @Mixin
    private CommonOptions common;

    ModelsShowCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        common.print(new ModelDescription(home).of(name));
        return ExitCode.DONE.code();
    }
}
