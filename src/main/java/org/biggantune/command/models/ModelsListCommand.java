package org.biggantune.command.models;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code models list}: lists all models known by name. */
@Command(
        name = "list",
        header = "List installed and available models",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Lists shipped, installed and available models with size, licence and description. Uses no network.",
        footer = {"", "Examples:", "  biggan-tune models list", "  biggan-tune models list --json"})
final class ModelsListCommand implements Callable<Integer> {
    private final InstallDir home;

    @Mixin
    private CommonOptions common;

    ModelsListCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        common.print(ModelListing.of(home));
        return ExitCode.DONE.code();
    }
}
