package org.biggantune.run;

import org.biggantune.run.profile.StepProfile;

/**
 * What was measured of one variant.
 *
 * @param variant the variant
 * @param times of its steps
 * @param cpuTimes of its steps, all processors' work together: what other programs do hardly touches it
 * @param firstLoss the objective at the first step, the same for variants that prepare images alike
 * @param profile of one further step
 * @param memory of a process that takes only its steps
 */
record BenchResult(
        BenchVariant variant,
        StepTimes times,
        StepTimes cpuTimes,
        double firstLoss,
        StepProfile profile,
        BenchMemory memory) {
    /** Floating-point operations a second: those that a step counts, over the median step. */
    double flopsPerSecond() {
        return profile.flops() / times.median();
    }

    /** The share of the machine's peak in the variant's precision; 0 where that was not measured. */
    double shareOf(BenchMachine machine) {
        Double peak = machine.flopsPerSecond().get(variant.precision());
        return peak == null ? 0 : flopsPerSecond() / peak;
    }
}
