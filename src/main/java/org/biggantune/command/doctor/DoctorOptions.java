package org.biggantune.command.doctor;

import java.util.Optional;
import org.biggantune.cli.DeviceOptions;
import org.biggantune.cli.InstallDir;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code doctor}. */
final class DoctorOptions {
    private static final String CUDA = "cuda";

    final InstallDir home;

    @Option(
            names = "--install",
            paramLabel = CUDA,
            description =
                    "First download libtorch for CUDA 12.8 (several GB) from DJL's server into the cache folder, where"
                            + " --device cuda and auto find it. Only this and models install use the network.")
    Optional<String> install;

    @Option(
            names = "--try",
            fallbackValue = "true",
            description = "Also load libtorch and run a small computation with its gradient on the device.")
    boolean trial;

    @Option(
            names = "--self-test",
            fallbackValue = "true",
            description =
                    "Also compute images, logits, gradients and a short improve with the shipped models, in float32 (on a GPU"
                            + " with TF32 off and on) and bfloat16, compare them with recorded results of a CPU, and measure"
                            + " step time, idle time between kernels (on a GPU), the share of evaluation, and memory. Exits"
                            + " with 69 if a result is outside its tolerance.")
    boolean selfTest;

    @Mixin
    DeviceOptions device;

    DoctorOptions(InstallDir home) {
        this.home = home;
    }

    /** Checks all values and reports every invalid one. */
    void check() {
        OptionCheck.all(this::checkInstall, device::check);
    }

    private void checkInstall() {
        if (install.isPresent() && !install.get().equals(CUDA)) {
            throw new InvalidOptionException("--install " + install.get() + ": expected cuda");
        }
    }
}
