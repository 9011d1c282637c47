package org.biggantune.command.tune;

import java.util.OptionalDouble;
import org.biggantune.domain.settings.BackOff;
import org.biggantune.domain.settings.SelectionSettings;
import picocli.CommandLine.Option;

/** The options for choosing the result among candidates; the defaults are in {@code configs/default.yaml}. */
final class SelectionOptions {
    @Option(
            names = "--evaluate-every",
            paramLabel = "STEPS",
            description = "Steps between two candidates for the result (default: ${DEFAULT-VALUE}).")
    private int evaluateEvery;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "End a start after N consecutive candidates without a lower loss on the validation latents; 0: never."
                            + " With --schedule cosine the last steps bring much of the gain (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Option(
            names = "--back-off",
            paramLabel = "KIND",
            description =
                    "Which points on the way back to a start's beginning are candidates: all, so that the least loss"
                            + " wins; needed: one after the other, as long as none qualifies (default: ${DEFAULT-VALUE}).")
    private BackOff backOff;

    @Option(
            names = "--validation-samples",
            paramLabel = "N",
            description = "Validation latents, on which candidates are compared; an even number"
                    + " (default: ${DEFAULT-VALUE}).")
    private int validationSamples;

    @Option(
            names = "--test-samples",
            paramLabel = "N",
            description = "Test latents, on which the results before and after are reported; an even number"
                    + " (default: ${DEFAULT-VALUE}).")
    private int testSamples;

    @Option(
            names = "--least-gain",
            paramLabel = "GAIN",
            description = "The smallest gain on the test latents for which a class counts as improved: in mean"
                    + " probability, by classifier and judge, or in pair diversity if that is the goal"
                    + " (default: ${DEFAULT-VALUE}).")
    private double leastGain;

    SelectionSettings settings(double diversityFloor, OptionalDouble probabilityFloor) {
        return new SelectionSettings(
                evaluateEvery,
                patience,
                backOff,
                validationSamples,
                testSamples,
                leastGain,
                diversityFloor,
                probabilityFloor);
    }
}
