package org.biggantune.run;

import java.util.OptionalLong;
import org.biggantune.run.profile.StepProfile;

/**
 * What was measured of one variant.
 *
 * @param variant the variant
 * @param times of its steps
 * @param cpuTimes of its steps, all processors' work together: what other programs do hardly touches it
 * @param firstLoss the objective at the first step, the same for variants that prepare images alike
 * @param residentBytes of the whole process after its last step, models of all variants among them
 * @param peakBytes the most resident bytes of the whole process during its measured steps; empty where the system keeps
 *     one peak for all
 * @param profile of one further step
 */
public record BenchResult(
        BenchVariant variant,
        StepTimes times,
        StepTimes cpuTimes,
        double firstLoss,
        OptionalLong residentBytes,
        OptionalLong peakBytes,
        StepProfile profile) {}
