package org.biggantune.command.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.biggantune.command.bench.profile.StepProfile;

/**
 * What was measured of one variant.
 *
 * @param variant the variant
 * @param parts of a batch that it works on side by side
 * @param times of its steps
 * @param cpuTimes of its steps, all processors' work together: what other programs do hardly touches it
 * @param firstLoss the objective at the first step, the same for variants that prepare images alike
 * @param peaks the machine's FLOP/s in the same precision, measured in the round of each step
 * @param profile of one further step
 * @param memory of a process that takes only its steps
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

    /** Floating-point operations a second: those that a step counts, over the median step. */
    double flopsPerSecond() {
        return profile.flops() / times.median();
    }

    /**
     * The share of what the machine gave for a product of matrices: the median of the shares within a round, so that a
     * busy moment slows both.
     */
    double shareOfPeak() {
        List<Double> shares = IntStream.range(0, peaks.size())
                .mapToObj(round -> profile.flops() / times.seconds().get(round) / peaks.get(round))
                .toList();
        return new StepTimes(shares).median();
    }
}
