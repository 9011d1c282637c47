package org.biggantune.run;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.biggantune.domain.Precision;
import org.biggantune.importer.ProductProgram;
import org.biggantune.io.TemporaryFolder;
import org.biggantune.model.MachineProbe;
import org.biggantune.model.TorchRuntime;

/**
 * The most that the machine gave, with the threads of the run.
 *
 * @param flopsPerSecond of products of large matrices, by precision
 * @param bytesPerSecond of a large copy, read and written
 */
record BenchMachine(Map<Precision, Double> flopsPerSecond, double bytesPerSecond) {
    private static final int PRODUCTS = 4;
    private static final double GIGA = 1e9;

    /** Copies the map. */
    BenchMachine {
        flopsPerSecond = Map.copyOf(flopsPerSecond);
    }

    /** Measures for some seconds. */
    static BenchMachine measure(TorchRuntime runtime, List<Precision> precisions) {
        MachineProbe probe = new MachineProbe(runtime);
        Map<Precision, Double> flops = new EnumMap<>(Precision.class);
        try (TemporaryFolder folder = TemporaryFolder.create("biggan-tune-bench")) {
            for (Precision precision : precisions) {
                var program = folder.path().resolve("product-" + precision + ".pt");
                ProductProgram.write(program, precision, PRODUCTS);
                flops.put(precision, probe.flopsPerSecond(program, PRODUCTS));
            }
        }
        return new BenchMachine(flops, probe.bytesPerSecond());
    }

    /** The better of two measurements, each number for itself: a busy moment makes a machine look slower, never faster. */
    BenchMachine best(BenchMachine other) {
        Map<Precision, Double> flops = new EnumMap<>(flopsPerSecond);
        other.flopsPerSecond.forEach((precision, value) -> flops.merge(precision, value, Math::max));
        return new BenchMachine(flops, Math.max(bytesPerSecond, other.bytesPerSecond));
    }

    /** A line for people. */
    String text() {
        StringBuilder text = new StringBuilder("The machine's peak: product of matrices");
        for (Precision precision : Precision.values()) {
            if (flopsPerSecond.containsKey(precision)) {
                text.append(String.format(
                        Locale.ROOT, " %s %.1f GFLOP/s,", precision, flopsPerSecond.get(precision) / GIGA));
            }
        }
        return text + String.format(Locale.ROOT, " copy %.1f GB/s (read and written)", bytesPerSecond / GIGA);
    }
}
