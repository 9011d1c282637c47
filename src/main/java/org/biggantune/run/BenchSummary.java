package org.biggantune.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.biggantune.report.ResultTable;

/**
 * What {@code bench} tells on standard output.
 *
 * @param request what was asked for
 * @param weights the count of the generator's weights
 * @param engine engine and device
 * @param results a variant each; later ones are compared with earlier ones
 */
public record BenchSummary(BenchRequest request, long weights, String engine, List<BenchResult> results) {
    private static final double MEBI = 1 << 20;
    private static final double MILLION = 1e6;

    /** Copies the list. */
    public BenchSummary {
        results = List.copyOf(results);
    }

    /** The results as a table under a line that says what was measured. */
    public String text() {
        List<String> headers = new ArrayList<>(List.of("variant", "s/step", "shortest", "IQR", "CPU s", "images/s"));
        for (BenchResult base : bases()) {
            headers.add("× " + base.variant().name());
        }
        headers.addAll(List.of("resident MiB", "peak MiB"));
        ResultTable table = new ResultTable(headers);
        for (BenchResult result : results) {
            table.add(row(result));
        }
        return String.format(
                        Locale.ROOT,
                        "BigGAN %d, width %d, %.1f million random weights, %s; batch %d, %d steps each after %d of"
                                + " warm-up, taken in turns; %s%n",
                        request.pixels(),
                        request.channels(),
                        weights / MILLION,
                        request.classifier(),
                        request.batch(),
                        request.steps(),
                        request.warmUp(),
                        engine)
                + table.render(Charset.defaultCharset())
                + "s/step and CPU s are medians, CPU s of all processors' work together."
                + " Memory is the whole process's, with the models of all variants.\n"
                + (bases().isEmpty() ? "" : "× is how many times as fast, the median of the ratios within a round.\n")
                + (request.profile() ? profiles() : "");
    }

    /** The results as JSON, every step's time among them. */
    public String json() {
        ObjectNode json = JsonFile.object();
        ToolInfo tool = ToolInfo.ofProcess();
        json.put("version", tool.version()).put("commit", tool.commit());
        json.put("engine", engine).put("java", tool.java()).put("platform", tool.platform());
        json.put("size", request.pixels()).put("width", request.channels()).put("classes", request.classes());
        json.put("weights", weights).put("classifier", request.classifier()).put("batch", request.batch());
        json.put("steps", request.steps()).put("warmUp", request.warmUp());
        ArrayNode variants = json.putArray("variants");
        for (BenchResult result : results) {
            variants.add(variant(result));
        }
        putBytes(json, "processPeakBytes", ResidentMemory.peak());
        return JsonFile.pretty(json);
    }

    private String profiles() {
        StringBuilder text = new StringBuilder();
        for (BenchResult result : results) {
            text.append('\n').append(result.variant().name()).append(", one step\n");
            text.append(new ProfileText(result.profile()).render());
        }
        return text.toString();
    }

    private List<String> row(BenchResult result) {
        StepTimes times = result.times();
        List<String> row = new ArrayList<>(List.of(
                result.variant().name(),
                ResultTable.number(times.median(), 3),
                ResultTable.number(times.shortest(), 3),
                ResultTable.number(times.interquartileRange(), 3),
                ResultTable.number(result.cpuTimes().median(), 3),
                ResultTable.number(request.batch() / times.median(), 2)));
        for (BenchResult base : bases()) {
            row.add(ResultTable.number(speedup(base, result), 2));
        }
        row.add(mebibytes(result.residentBytes()));
        row.add(mebibytes(result.peakBytes()));
        return row;
    }

    private ObjectNode variant(BenchResult result) {
        BenchVariant variant = result.variant();
        StepTimes times = result.times();
        ObjectNode json = JsonFile.object().put("name", variant.name());
        json.put("graph", variant.graph().label()).put("frozen", variant.frozen());
        json.put("graphOptimizer", variant.graphOptimizer());
        json.put("preprocessing", variant.preprocessing().label());
        json.set("seconds", JsonFile.tree(times.seconds()));
        json.set("cpuSeconds", JsonFile.tree(result.cpuTimes().seconds()));
        json.put("median", times.median()).put("shortest", times.shortest());
        json.put("interquartileRange", times.interquartileRange());
        json.put("imagesPerSecond", request.batch() / times.median()).put("firstLoss", result.firstLoss());
        ObjectNode speedups = json.putObject("timesAsFastAs");
        bases().forEach(base -> speedups.put(base.variant().name(), speedup(base, result)));
        putBytes(json, "residentBytes", result.residentBytes());
        putBytes(json, "peakBytes", result.peakBytes());
        return json;
    }

    /** The variants that the others are compared with: all but the last. */
    private List<BenchResult> bases() {
        return results.subList(0, results.size() - 1);
    }

    private static double speedup(BenchResult base, BenchResult result) {
        return base.times().medianRatioTo(result.times());
    }

    private static String mebibytes(OptionalLong bytes) {
        return bytes.isPresent() ? ResultTable.number(bytes.getAsLong() / MEBI, 0) : "-";
    }

    private static void putBytes(ObjectNode json, String name, OptionalLong bytes) {
        if (bytes.isPresent()) {
            json.put(name, bytes.getAsLong());
        } else {
            json.putNull(name);
        }
    }
}
