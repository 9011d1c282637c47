package org.biggantune.command.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.command.bench.profile.StepProfile;

/**
 * The results for one variant.
 *
 * @param variant the variant
 * @param parts the parts of a batch computed in parallel
 * @param times the times of the steps
 * @param cpuTimes the CPU times of the steps over all cores, which other programs hardly affect
 * @param firstLoss the objective at the first step, equal for variants with the same preprocessing
 * @param peaks the machine's FLOP/s in the same precision, measured in the round of each step
 * @param profile the profile of one more step
 * @param memory the memory of a process that runs only its steps
 */
record BenchResult(
        BenchVariant variant,
        int parts,
        StepTimes times,
        StepTimes cpuTimes,
        double firstLoss,
        List<Double> peaks,
        StepProfile profile,
        BenchMemory memory) {
    /** Copies the list. */
    BenchResult {
        peaks = List.copyOf(peaks);
    }

    /** Returns floating-point operations per second, for the median step. */
    double flopsPerSecond() {
        return profile.flops() / times.median();
    }

    /**
     * Returns the fraction of the machine's FLOP/s for a matrix product: the median over rounds of the ratio within a round,
     * in which a busy machine slows both.
     */
    double shareOfPeak() {
        List<Double> shares = IntStream.range(0, peaks.size())
                .mapToObj(round -> profile.flops() / times.seconds().get(round) / peaks.get(round))
                .toList();
        return new StepTimes(shares).median();
    }
}
