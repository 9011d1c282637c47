package org.biggantune.command.models;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code models list}: all models known by name. */
@Command(
        name = "list",
        header = "List the models that are here and those that can be had",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists the models that come with the tool, those that are installed, and those that the catalogue"
                + " knows: how large they are, under which licence, where they come from. Uses no network.",
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
