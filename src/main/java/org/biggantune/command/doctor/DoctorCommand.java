package org.biggantune.command.doctor;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what the tool finds on this machine, and what to do about what is missing. */
@Command(
        name = "doctor",
        header = "Show what this machine offers and what is wrong with it",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows what the tool finds on this machine: Java, processor, memory, the libtorch it would load, GPUs"
                        + " and models, with a line on each problem and what to do. Loads no libtorch unless --try or --self-test is given."
                        + " Exits with 0 where all can be used, with 69 where the device cannot.",
        footer = {
            "",
            "Examples:",
            "  biggan-tune doctor --try",
            "  biggan-tune doctor --device cuda --try",
            "  biggan-tune doctor --device cuda --self-test",
            "  biggan-tune doctor --install cuda"
        })
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private DoctorOptions options;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        options.check();
        DoctorReport report = new DoctorRun(options, common.progress()).execute();
        common.print(report);
        if (!report.usable()) {
            return ExitCode.UNAVAILABLE.code();
        }
        return (report.modelsThere() ? ExitCode.DONE : ExitCode.NO_INPUT).code();
    }
}
