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

/** The options that say in which precision and on which device models run, and whether untrusted ones may. */
public final class ComputeOptions {
    /** The value that leaves the precision to each model file. */
    public static final String AUTO = "auto";

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "Precision of the models: fp32, bf16 (half the memory, faster on hardware that supports it;"
                    + " results differ within noise), or auto: each as imported (default: ${DEFAULT-VALUE}).")
    private String precision;

    @Mixin
    private DeviceOptions device;

    @Mixin
    private TrustOptions trust;

    /** Checks all values and reports every invalid one. */
    public void check() {
        OptionCheck.all(this::precision, this::device, this::threads);
    }

    /** Returns the precision; empty for each model's own. */
    public Optional<Precision> precision() {
        return precision(precision);
    }

    /** Returns the device, the libtorch to load for it, and whether all models are trusted. */
    public DeviceChoice device() {
        return trust.applied(device.device());
    }

    /** Returns the number of threads of an operation; empty for one per core. */
    public OptionalInt threads() {
        return device.threads();
    }

    /** Parses a precision; empty for {@code auto}. */
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
