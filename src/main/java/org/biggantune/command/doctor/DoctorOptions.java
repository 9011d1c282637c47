package org.biggantune.command.doctor;

import java.util.Optional;
import org.biggantune.cli.DeviceOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code doctor} is asked to do. */
final class DoctorOptions {
    private static final String CUDA = "cuda";

    final InstallDir home;

    @Option(
            names = "--install",
            paramLabel = CUDA,
            description =
                    "First fetch libtorch for CUDA 12.8 (several GB) from DJL's server into the cache folder, where"
                            + " --device cuda and auto find it. Beside models install, nothing else in this tool uses the network.")
    Optional<String> install;

    @Option(
            names = "--try",
            fallbackValue = "true",
            description = "Also load libtorch and compute something small, with its gradient, on the device.")
    boolean trial;

    @Option(
            names = "--self-test",
            fallbackValue = "true",
            description =
                    "Also compute images, logits, gradients and a short improve with the shipped models, in float32 (on a GPU"
                            + " with TF32 off and on) and bfloat16, compare them with results that a CPU gave, and measure"
                            + " step time, waits between kernels (on a GPU), evaluation's share and memory. Exits with 69"
                            + " if something is outside its tolerance.")
    boolean selfTest;

    @Mixin
    DeviceOptions device;

    DoctorOptions(InstallDir home) {
        this.home = home;
    }

    /** Refuses what is not known, all of it at once. */
    void check() {
        OptionCheck.all(this::checkInstall, device::check);
    }

    private void checkInstall() {
        if (install.isPresent() && !install.get().equals(CUDA)) {
            throw new InvalidOptionException("--install " + install.get() + ": expected cuda");
        }
    }
}
