package org.biggantune.command.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.biggantune.report.BarChart;
import org.biggantune.report.BarPanel;

/**
 * Draws the results of {@code bench} as bars by size: seconds, fraction of the machine's peak, and memory if known.
 *
 * @param summary the results
 */
record BenchChart(BenchSummary summary) {
    private static final int PERCENT = 100;
    private static final double MEBI = 1 << 20;
    /** The ratio of the longest to the shortest bar above which the axis is logarithmic. */
    private static final double WIDE = 8;

    void write(Path file) {
        List<BarPanel> panels = new ArrayList<>();
        panels.add(panel("seconds per step", result -> result.times().median(), true));
        panels.add(panel(
                "% of the machine's peak FLOP/s in the same precision",
                result -> result.shareOfPeak() * PERCENT, false));
        boolean memory = summary.groups().stream()
                .flatMap(group -> group.results().stream())
                .allMatch(result -> result.memory().peakBytes().isPresent());
        if (memory) {
            panels.add(panel(
                    "peak memory, MiB", result -> result.memory().peakBytes().orElseThrow() / MEBI, true));
        }
        new BarChart(panels).write(file);
    }

    private BarPanel panel(String title, ToDoubleFunction<BenchResult> value, boolean mayBeLogarithmic) {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        List<String> places = new ArrayList<>();
        double least = Double.MAX_VALUE;
        double most = 0;
        for (BenchGroup group : summary.groups()) {
            places.add(group.pixels() + " px");
            for (BenchResult result : group.results()) {
                double height = value.applyAsDouble(result);
                series.computeIfAbsent(result.variant().name(), name -> new ArrayList<>())
                        .add(height);
                least = Math.min(least, height);
                most = Math.max(most, height);
            }
        }
        boolean logarithmic = mayBeLogarithmic && most > WIDE * least;
        return new BarPanel(title + (logarithmic ? " (logarithmic)" : ""), logarithmic, places, series);
    }
}
