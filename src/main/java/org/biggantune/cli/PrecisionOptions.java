package org.biggantune.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.biggantune.domain.Precision;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Option;

/** What models compute in. */
public final class PrecisionOptions {
    public static final String AUTO = "auto";

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description =
                    "What models compute in: fp32, bf16 (half the memory, faster where the processor or GPU has it;"
                            + " results differ within noise), or auto: each as it was imported (default: ${DEFAULT-VALUE}).")
    private String precision;

    public Optional<Precision> precision() {
        return parse(precision);
    }

    /** The precision of a name; empty for {@code auto}. */
    public static Optional<Precision> parse(String text) {
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
