package org.biggantune.command.doctor;

import java.util.concurrent.Callable;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code doctor}: reports on this machine, on problems and their remedies. */
@Command(
        name = "doctor",
        header = "Check this machine: Java, libtorch, GPUs, models",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Reports on Java, processor, memory, the libtorch that would be loaded, GPUs and models, with a line for"
                        + " each problem and its remedy. Does not load libtorch unless --try or --self-test is given. Exits"
                        + " with 0 if everything is usable, with 69 if the device is not.",
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
