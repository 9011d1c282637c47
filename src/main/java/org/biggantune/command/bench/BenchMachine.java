package org.biggantune.command.bench;

import java.nio.file.Path;
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
 * Measures the machine's peak performance repeatedly, with the threads of the run. The best result counts, since other
 * programs only make the machine slower. The caller closes it.
 */
final class BenchMachine implements AutoCloseable {
    private static final int PRODUCTS = 4;

    private final TorchRuntime runtime;
    private final Map<Precision, MachineProbe> probes = new EnumMap<>(Precision.class);
    private final Map<Precision, Double> flops = new EnumMap<>(Precision.class);
    private double bytes;

    /**
     * The peak performance measured.
     *
     * @param flopsPerSecond FLOP/s for products of large matrices, by precision
     * @param bytesPerSecond bytes read and written per second for a large copy
     */
    record Peak(Map<Precision, Double> flopsPerSecond, double bytesPerSecond) {
        private static final double GIGA = 1e9;

        /** Copies the map. */
        Peak {
            flopsPerSecond = Map.copyOf(flopsPerSecond);
        }

        /** Returns the peak as a line of text. */
        String text() {
            StringBuilder text = new StringBuilder("The machine's peak: matrix product");
            for (Precision precision : Precision.values()) {
                if (flopsPerSecond.containsKey(precision)) {
                    text.append(String.format(
                            Locale.ROOT, " %s %.1f GFLOP/s,", precision, flopsPerSecond.get(precision) / GIGA));
                }
            }
            return text + String.format(Locale.ROOT, " copy %.1f GB/s (read and written)", bytesPerSecond / GIGA);
        }
    }

    BenchMachine(TorchRuntime runtime) {
        this.runtime = runtime;
    }

    /** Measures once more and returns the current FLOP/s by precision. */
    Map<Precision, Double> measure(List<Precision> precisions) {
        Map<Precision, Double> now = new EnumMap<>(Precision.class);
        for (Precision precision : precisions) {
            MachineProbe probe = probes.computeIfAbsent(precision, this::probe);
            now.put(precision, probe.flopsPerSecond());
            flops.merge(precision, now.get(precision), Math::max);
            bytes = Math.max(bytes, probe.bytesPerSecond());
        }
        return now;
    }

    private MachineProbe probe(Precision precision) {
        try (TemporaryFolder folder = TemporaryFolder.create("biggan-tune-bench")) {
            Path program = folder.path().resolve("product-" + precision + ".pt");
            ProductProgram.write(program, precision, PRODUCTS);
            return new MachineProbe(runtime, program, PRODUCTS);
        }
    }

    /** Returns the best results so far. */
    Peak peak() {
        return new Peak(flops, bytes);
    }

    @Override
    public void close() {
        probes.values().forEach(MachineProbe::close);
    }
}
