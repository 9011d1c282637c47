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
 * What {@code bench} tells: as text, as JSON, as a chart.
 *
 * @param options what was asked for
 * @param engine engine and device
 * @param machine the machine's peak
 * @param groups a size each
 */
record BenchSummary(BenchOptions options, String engine, BenchMachine.Peak machine, List<BenchGroup> groups)
        implements Report {
    private static final double MEBI = 1 << 20;
    private static final double TERA = 1e12;
    private static final int PERCENT = 100;
    private static final String LEGEND = """
            parts: of a batch, worked on side by side, but one in the step that is counted; s/step: the median, the least
            and the interquartile range; CPU s: all processors' work together, median.
            TFLOP: two for each multiply-add of products, convolutions and attention in the step that really ran. % peak:
            TFLOP/s over that of a large product of matrices in the same precision, measured in the same round. % out: the
            share of a step in no operator of libtorch (Java, its calls, interpreter, optimiser).
            """;

    /** Copies the list. */
    public BenchSummary {
        groups = List.copyOf(groups);
    }

    /** The results as a table under lines that say what was measured. */
    @Override
    public String text(Page page) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, batch %d; %d steps each after %d of warm-up, taken in turns; %s%n",
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
                        ? "MiB: the most memory (with a GPU, of the GPU) during the steps of a process that does nothing else.\n"
                        : "");
        text.append(
                groups.stream().anyMatch(group -> group.released().isPresent())
                        ? "× ref: how many times as fast as the reference as released, the median of the ratios within a"
                                + " round.\n"
                        : "");
        groups.forEach(
                group -> group.results().forEach(result -> warn(group, result.variant(), result.profile(), text)));
        return text + (options.profile ? profiles(page) : "");
    }

    /** The results as JSON, every step's time among them. */
    @Override
    public String json() {
        return new BenchJson(this).render();
    }

    /** Draws the results where a chart was asked for. */
    void draw() {
        options.chart.ifPresent(new BenchChart(this)::write);
    }

    private ResultTable table() {
        ResultTable table = new ResultTable(List.of(
                "size", "variant", "parts", "s/step", "least", "IQR", "CPU s", "img/s", "TFLOP", "TFLOP/s", "% peak",
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
