package org.biggantune.command.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import org.biggantune.cli.ToolInfo;
import org.biggantune.command.bench.profile.OperatorShare;
import org.biggantune.command.bench.profile.StepProfile;
import org.biggantune.report.JsonFile;

/**
 * Renders the results of {@code bench} as JSON, in seconds, bytes and floating-point operations, with fractions in [0, 1].
 *
 * @param summary the results
 */
record BenchJson(BenchSummary summary) {
    private static final double MICROS = 1e6;

    String render() {
        BenchOptions options = summary.options();
        ObjectNode json = JsonFile.object();
        ToolInfo tool = ToolInfo.ofProcess();
        json.put("version", tool.version()).put("commit", tool.commit());
        json.put("engine", summary.engine()).put("java", tool.java()).put("platform", tool.platform());
        if (options.generator().isEmpty()) {
            json.put("classes", options.classes);
        }
        json.put("classifier", options.classifier);
        json.put("batch", options.batch).put("steps", options.steps).put("warmUp", options.warmUp);
        ObjectNode machine = json.putObject("machine");
        ObjectNode flops = machine.putObject("flopsPerSecond");
        summary.machine().flopsPerSecond().forEach((precision, value) -> flops.put(precision.label(), value));
        machine.put("bytesPerSecond", summary.machine().bytesPerSecond());
        ArrayNode sizes = json.putArray("sizes");
        for (BenchGroup group : summary.groups()) {
            ObjectNode size =
                    sizes.addObject().put("generator", group.generator()).put("size", group.pixels());
            group.channels().ifPresentOrElse(channels -> size.put("width", channels), () -> size.putNull("width"));
            ArrayNode variants = size.put("weights", group.weights()).putArray("variants");
            group.results().forEach(result -> variants.add(variant(group, result)));
        }
        return JsonFile.pretty(json);
    }

    private ObjectNode variant(BenchGroup group, BenchResult result) {
        BenchVariant variant = result.variant();
        StepTimes times = result.times();
        ObjectNode json = JsonFile.object().put("name", variant.name());
        json.put("graph", variant.graph().label())
                .put("precision", variant.precision().label());
        json.put("frozen", variant.frozen()).put("graphOptimizer", variant.graphOptimizer());
        json.put("parts", result.parts());
        json.put("preprocessing", variant.preprocessing().label());
        json.set("seconds", JsonFile.tree(times.seconds()));
        json.set("cpuSeconds", JsonFile.tree(result.cpuTimes().seconds()));
        json.put("median", times.median()).put("shortest", times.shortest());
        json.put("interquartileRange", times.interquartileRange());
        json.put("imagesPerSecond", summary.options().batch / times.median());
        json.put("firstLoss", result.firstLoss());
        json.put("flops", result.profile().flops()).put("flopsPerSecond", result.flopsPerSecond());
        json.put("shareOfPeak", result.shareOfPeak());
        json.set("peakFlopsPerSecond", JsonFile.tree(result.peaks()));
        ObjectNode speedups = json.putObject("timesAsFastAs");
        group.bases()
                .forEach(
                        base -> speedups.put(base.variant().name(), base.times().medianRatioTo(times)));
        putBytes(json, "loadedBytes", result.memory().loadedBytes());
        putBytes(json, "peakBytes", result.memory().peakBytes());
        json.set("profile", profile(result.profile()));
        return json;
    }

    private static ObjectNode profile(StepProfile profile) {
        ObjectNode json = JsonFile.object().put("seconds", profile.seconds());
        json.put("outsideShare", profile.outsideShare());
        put(json.putArray("operators"), profile.operators());
        put(json.putArray("shapes"), profile.shapes());
        put(json.putArray("surroundings"), profile.surroundings());
        json.set("uncounted", JsonFile.tree(profile.uncounted()));
        return json;
    }

    private static void put(ArrayNode json, List<OperatorShare> shares) {
        for (OperatorShare share : shares) {
            json.addObject()
                    .put("name", share.name())
                    .put("calls", share.calls())
                    .put("seconds", share.microseconds() / MICROS)
                    .put("flops", share.flops());
        }
    }

    private static void putBytes(ObjectNode json, String name, OptionalLong bytes) {
        if (bytes.isPresent()) {
            json.put(name, bytes.getAsLong());
        } else {
            json.putNull(name);
        }
    }
}
