package org.biggantune.command.tune;

import java.util.OptionalDouble;
import org.biggantune.domain.settings.SelectionSettings;
import picocli.CommandLine.Option;

/** How the result is chosen among candidates; every default is in {@code configs/default.yaml}. */
final class SelectionOptions {
    @Option(
            names = "--evaluate-every",
            paramLabel = "STEPS",
            description = "Steps between two candidates for the result, 1 or more (default: ${DEFAULT-VALUE}).")
    private int evaluateEvery;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "End a start after N candidates in a row whose loss on validation latents is not lower; 0: never."
                            + " With --schedule cosine the last steps bring much of the gain (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Option(
            names = "--validation-samples",
            paramLabel = "N",
            description = "Validation latents on which candidates are compared, an even number"
                    + " (default: ${DEFAULT-VALUE}).")
    private int validationSamples;

    @Option(
            names = "--test-samples",
            paramLabel = "N",
            description = "Test latents on which before and after are reported, an even number"
                    + " (default: ${DEFAULT-VALUE}).")
    private int testSamples;

    @Option(
            names = "--least-gain",
            paramLabel = "GAIN",
            description = "The least rise on the test latents that makes a class improved: of its mean probability, as"
                    + " classifier and judge see it, or of its pair diversity where that is wanted"
                    + " (default: ${DEFAULT-VALUE}).")
    private double leastGain;

    SelectionSettings settings(double diversityFloor, OptionalDouble probabilityFloor) {
        return new SelectionSettings(
                evaluateEvery, patience, validationSamples, testSamples, leastGain, diversityFloor, probabilityFloor);
    }
}
