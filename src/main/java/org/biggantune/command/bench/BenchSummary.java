package org.biggantune.command.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.biggantune.cli.Report;
import org.biggantune.command.bench.profile.StepProfile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;

/**
 * The report of {@code bench}, as text, JSON or a chart.
 *
 * @param options the command's options
 * @param engine engine and device
 * @param machine the machine's peak
 * @param groups the results for each size
 */
record BenchSummary(BenchOptions options, String engine, BenchMachine.Peak machine, List<BenchGroup> groups)
        implements Report {
    private static final double MEBI = 1 << 20;
    private static final double TERA = 1e12;
    private static final int PERCENT = 100;
    private static final String LEGEND = """
            parts: parts of a batch computed in parallel (1 in the step that is profiled); s/step: median, minimum and
            interquartile range; CPU s: CPU time over all cores, median.
            TFLOP: two for each multiply-add of products, convolutions and attention in a profiled step. % peak: TFLOP/s
            relative to that of a large matrix product in the same precision, measured in the same round. % out: the
            part of a step outside of libtorch's operators (Java, its calls, interpreter, optimiser).
            """;

    /** Copies the list. */
    public BenchSummary {
        groups = List.copyOf(groups);
    }

    /** Returns lines that describe the measurement, and the results as a table. */
    @Override
    public String text(Page page) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, batch %d; %d steps per variant after %d of warm-up, in turns; %s%n",
                options.classifier,
                options.batch,
                options.steps,
                options.warmUp,
                engine));
        text.append(machine.text()).append('\n');
        for (BenchGroup group : groups) {
            text.append(group.title()).append('\n');
        }
        text.append('\n').append(table().render(page)).append('\n').append(LEGEND);
        text.append(
                options.isolate
                        ? "MiB: peak memory (with a GPU, of the GPU) during the steps in a separate process.\n"
                        : "");
        text.append(
                groups.stream().anyMatch(group -> group.released().isPresent())
                        ? "× ref: speed-up over the reference as released, the median of the ratios within a round.\n"
                        : "");
        groups.forEach(
                group -> group.results().forEach(result -> warn(group, result.variant(), result.profile(), text)));
        return text + (options.profile ? profiles(page) : "");
    }

    /** Returns the results as JSON, including the time of every step. */
    @Override
    public String json() {
        return new BenchJson(this).render();
    }

    /** Draws the chart if requested. */
    void draw() {
        options.chart.ifPresent(new BenchChart(this)::write);
    }

    private ResultTable table() {
        ResultTable table = new ResultTable(List.of(
                "size", "variant", "parts", "s/step", "min", "IQR", "CPU s", "img/s", "TFLOP", "TFLOP/s", "% peak",
                "% out", "MiB", "× ref"));
        groups.forEach(group -> group.results().forEach(result -> table.add(row(group, result))));
        return table;
    }

    private List<String> row(BenchGroup group, BenchResult result) {
        StepTimes times = result.times();
        StepProfile profile = result.profile();
        return new ArrayList<>(List.of(
                Integer.toString(group.pixels()),
                result.variant().name(),
                Integer.toString(result.parts()),
                ResultTable.number(times.median(), 3),
                ResultTable.number(times.shortest(), 3),
                ResultTable.number(times.interquartileRange(), 3),
                ResultTable.number(result.cpuTimes().median(), 3),
                ResultTable.number(options.batch / times.median(), 2),
                ResultTable.number(profile.flops() / TERA, 3),
                ResultTable.number(result.flopsPerSecond() / TERA, 3),
                ResultTable.number(result.shareOfPeak() * PERCENT, 1),
                ResultTable.number(profile.outsideShare() * PERCENT, 2),
                mebibytes(result.memory().peakBytes()),
                group.released()
                        .map(base -> ResultTable.number(base.times().medianRatioTo(times), 2))
                        .orElse("-")));
    }

    private static void warn(BenchGroup group, BenchVariant variant, StepProfile profile, StringBuilder text) {
        if (!profile.uncounted().isEmpty()) {
            text.append("Not counted in TFLOP of ")
                    .append(group.pixels())
                    .append(", ")
                    .append(variant.name());
            text.append(": ").append(String.join(", ", profile.uncounted())).append('\n');
        }
    }

    private String profiles(Page page) {
        StringBuilder text = new StringBuilder();
        for (BenchGroup group : groups) {
            for (BenchResult result : group.results()) {
                text.append('\n').append(group.generator()).append(", ");
                text.append(result.variant().name()).append(", one step\n");
                text.append(new ProfileText(result.profile()).render(page));
            }
        }
        return text.toString();
    }

    private static String mebibytes(OptionalLong bytes) {
        return bytes.isPresent() ? ResultTable.number(bytes.getAsLong() / MEBI, 0) : "-";
    }
}
