package org.biggantune.command.models;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code models show}: all that is known of a model. */
@Command(
        name = "show",
        header = "Show what is known of a model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows a model's card: what it is, where it comes from, its digests, how it was imported, its classes or"
                        + " labels; of one that is not installed what the catalogue says.",
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
