package org.biggantune.domain.settings;

import java.util.OptionalDouble;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;

/**
 * How candidates are evaluated and chosen, and when a start ends early. The defaults are in {@code
 * configs/default.yaml}.
 *
 * @param evaluateEvery the steps between two candidates, at least 1
 * @param patience the number of consecutive candidates without a lower validation loss that ends a start; 0 disables
 *     early stopping
 * @param backOff the points between a start's end and its beginning that become candidates
 * @param validationSamples the validation latents for comparing candidates, even and at least 2
 * @param testSamples the test latents for comparing the original and the chosen embedding, even and at least 2
 * @param leastGain the smallest rise of the mean probability, or of the pair diversity if diversity is the aim, that
 *     counts as an improvement, 0 to 1
 * @param diversityFloor the share of the original's pair diversity that a candidate must keep, 0 to 1
 * @param probabilityFloor if diversity is the aim, the share of the original's probability that a candidate must keep,
 *     0 to 1; empty if the probability must rise
 */
public record SelectionSettings(
        int evaluateEvery,
        int patience,
        BackOff backOff,
        int validationSamples,
        int testSamples,
        double leastGain,
        double diversityFloor,
        OptionalDouble probabilityFloor) {
    /** Checks every range. */
    public SelectionSettings {
        OptionCheck.all(
                () -> OptionRange.within("--evaluate-every", evaluateEvery, 1, OptionRange.MOST_STEPS),
                () -> OptionRange.within("--patience", patience, 0, OptionRange.MOST_STEPS),
                () -> OptionRange.even("--validation-samples", validationSamples, OptionRange.MOST_SAMPLES),
                () -> OptionRange.even("--test-samples", testSamples, OptionRange.MOST_SAMPLES),
                () -> OptionRange.share("--least-gain", leastGain),
                () -> OptionRange.share("--diversity-floor", diversityFloor),
                () -> probabilityFloor.ifPresent(floor -> OptionRange.share("--probability-floor", floor)));
    }
}
