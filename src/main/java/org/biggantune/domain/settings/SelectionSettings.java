package org.biggantune.domain.settings;

import java.util.OptionalDouble;
import org.biggantune.domain.OptionCheck;
import org.biggantune.domain.OptionRange;

/**
 * How candidates for the result are measured and chosen, and when a start has had enough of them. The defaults are in
 * {@code configs/default.yaml}.
 *
 * @param evaluateEvery steps between two candidates, at least 1
 * @param patience how many candidates in a row without a lower loss on validation latents end a start; 0: none do
 * @param validationSamples validation latents on which candidates are compared, even and at least 2
 * @param testSamples validation latents on which before and after are reported, even and at least 2
 * @param leastGain the least rise, of the mean probability or where diversity is wanted of the pair diversity, that makes
 *     a class improved, 0 to 1
 * @param diversityFloor the share of the original row's pair diversity that a candidate must keep, 0 to 1
 * @param probabilityFloor where diversity is what is wanted: the share of the original row's probability that a candidate
 *     must keep, 0 to 1; empty where the probability itself is to rise
 */
public record SelectionSettings(
        int evaluateEvery,
        int patience,
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
