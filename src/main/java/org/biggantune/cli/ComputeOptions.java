package org.biggantune.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.biggantune.domain.DeviceChoice;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What models compute in, where, and which ones may run. */
public final class ComputeOptions {
    /** The value that leaves a precision to the models' files. */
    public static final String AUTO = "auto";

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description =
                    "What models compute in: fp32, bf16 (half the memory, faster where the processor or GPU has it;"
                            + " results differ within noise), or auto: each as it was imported (default: ${DEFAULT-VALUE}).")
    private String precision;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private TrustOptions trust;

    /** Refuses what is not known, all of it at once. */
    public void check() {
        OptionCheck.all(this::precision, this::device, this::threads);
    }

    /** The precision; empty: each model's own. */
    public Optional<Precision> precision() {
        return precision(precision);
    }

    /** The device, the libtorch to load for it, and whether models run whatever their code calls. */
    public DeviceChoice device() {
        return trust.applied(device.device());
    }

    /** Threads of one operation; empty: as many as there are cores. */
    public OptionalInt threads() {
        return device.threads();
    }

    /** The precision of a name; empty for {@code auto}. */
    public static Optional<Precision> precision(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals(AUTO)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(Precision.values())
                .filter(value -> value.label().equals(lower))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidOptionException("--precision " + text + ": expected auto, fp32 or bf16")));
    }
}
