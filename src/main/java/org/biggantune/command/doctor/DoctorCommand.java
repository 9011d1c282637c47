package org.biggantune.command.doctor;

import java.util.concurrent.Callable;
import org.biggantune.cli.ConfigOptions;
import org.biggantune.cli.DeviceOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.LoggingOptions;
import org.biggantune.cli.Results;
import org.biggantune.cli.TerminalProgress;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what the tool finds on this machine, and what to do about what is missing. */
@Command(
        name = "doctor",
        header = "Show what this machine offers and what is wrong with it",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows what the tool finds on this machine: Java, processor, memory, the libtorch it would load, GPUs"
                        + " and models, with a line on each problem and what to do. Loads no libtorch unless --try is given."
                        + " Exits with 0 where all can be used, with 69 where the device cannot.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune doctor --try",
            "  biggan-tune doctor --device cuda --try",
            "  biggan-tune doctor --install cuda"
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final String CUDA = "cuda";

    private final InstallDir home;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--install",
            paramLabel = "cuda",
            description =
                    "First fetch libtorch for CUDA 12.8 (several GB) from DJL's server into the cache folder, where"
                            + " --device cuda and auto find it. Nothing else in this tool uses the network.")
    private String install;

    @Option(
            names = "--try",
            fallbackValue = "true",
            description = "Also load libtorch and compute something small, with its gradient, on the device.")
    private boolean trial;

    @Option(names = "--json", fallbackValue = "true", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private DeviceOptions device;

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli knows it; its values are read elsewhere.
    private ConfigOptions config;

    @Mixin
    private LoggingOptions logging;

    public DoctorCommand(InstallDir home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        if (install != null && !install.equals(CUDA)) {
            throw new InvalidOptionException("--install " + install + ": expected cuda");
        }
        DoctorRequest request = new DoctorRequest(home, device.device(), device.threads(), trial, install != null);
        DoctorReport report =
                new DoctorRun(request, TerminalProgress.on(spec.commandLine().getErr(), logging.quiet())).execute();
        Results.print(spec, json ? report.json() : report.text());
        if (!report.usable()) {
            return ExitCode.UNAVAILABLE.code();
        }
        return (report.modelsThere() ? ExitCode.DONE : ExitCode.NO_INPUT).code();
    }
}
