package org.biggantune.command.models;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code models install}: downloads and imports models. */
@Command(
        name = "install",
        header = "Download a model, or take it from a file, and import it",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Imports a model into the user's folder, so that every option for a model accepts its name. An interrupted"
                    + " download is resumed by the same command; sizes and digests are checked before anything is"
                    + " installed. A model that is already installed is left as it is.",
            "Proxies are taken from the environment (https_proxy, http_proxy, all_proxy, no_proxy) or from Java's"
                    + " properties; DJL_REPO_URL sets another address for DJL's model zoo."
        },
        footer = {
            "",
            "Examples:",
            "  biggan-tune models install biggan-deep-256 resnet50",
            "  biggan-tune models install biggan-deep-256 --dry-run",
            "  biggan-tune models install biggan-128 --from G_ema.pth",
            "  biggan-tune models install djl://ai.djl.pytorch/resnet/0.0.1/traced_resnet18",
            "  biggan-tune models install https://example.org/net.pth --as mine"
        })
final class ModelsInstallCommand implements Callable<Integer> {
    private final InstallDir home;

    @Spec
    private CommandSpec spec;

    @Mixin
    private InstallOptions options;

    @Mixin
    private CommonOptions common;

    ModelsInstallCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        options.check();
        common.print(new InstallRun(home, options, spec.commandLine(), common.progress()).execute());
        return ExitCode.DONE.code();
    }
}
