package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.cli.ToolInfo;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.Progress;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.io.MessageText;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.PeakMemory;
import org.biggantune.runfolder.RunDirectory;

/** The {@code run.json} of a run: what was asked for, with what, on what, and when. */
final class RunRecord {
    private static final String UNKNOWN = "unknown";
    private static final String FINISHED = "finished";
    private static final String VERSION = "version";
    private static final String COMMIT = "commit";
    private static final String CONTINUED = "continued";

    private RunRecord() {}

    /** What must agree for a run to be continued. */
    static ObjectNode identity(String command, TuningSettings settings, ModelSet models) {
        ObjectNode identity = JsonFile.object().put("command", command);
        Map<String, Object> map = settings(settings);
        map.put("precision", models.precisions().text());
        models.initial().ifPresent(rows -> map.put("initial-file", rows.source()));
        if (settings.start().initial() == InitialEmbedding.TOP) {
            map.put("ranking-samples", settings.start().rankingSamples());
        }
        identity.set("settings", JsonFile.tree(map));
        ObjectNode files = identity.putObject("models");
        files.setAll((ObjectNode) JsonFile.tree(models.digests()));
        files.set("generator", models.base().json());
        return identity;
    }

    /**
     * The record of a run that begins or goes on. The version that began it stays; others that went on are added, and told.
     *
     * @param directory has the record that an earlier process left, if one did
     */
    static ObjectNode begin(
            RunDirectory directory,
            ObjectNode identity,
            List<ClassLabel> classes,
            String engine,
            Instant started,
            Progress progress) {
        ToolInfo tool = ToolInfo.ofProcess();
        JsonNode earlier = directory.recorded();
        otherVersion(earlier, tool).ifPresent(progress::say);
        ObjectNode record = JsonFile.object().put("tool", "biggan-tune");
        record.put(VERSION, earlier.path(VERSION).asText(tool.version()));
        record.put(COMMIT, earlier.path(COMMIT).asText(tool.commit()));
        continued(earlier, tool).ifPresent(others -> record.set(CONTINUED, others));
        record.setAll(identity);
        record.set("classes", JsonFile.tree(classes));
        record.put("engine", engine).put("java", tool.java()).put("platform", tool.platform());
        ObjectNode slurm = record.putObject("slurm");
        slurm.put("job", System.getenv().getOrDefault("SLURM_JOB_ID", UNKNOWN));
        slurm.put("arrayTask", System.getenv().getOrDefault("SLURM_ARRAY_TASK_ID", UNKNOWN));
        return record.put("started", started.toString());
    }

    /** What to tell the user of the version that began a run, where it is another one. */
    private static Optional<String> otherVersion(JsonNode earlier, ToolInfo tool) {
        return isOf(earlier, tool)
                ? Optional.empty()
                : Optional.of("The run was begun by version " + MessageText.of(name(earlier)) + " and is continued by "
                        + tool.version() + " (" + tool.commit()
                        + "): classes may differ by more than their settings; run.json names both.");
    }

    /** All versions but the first that worked on a run. */
    private static Optional<ArrayNode> continued(JsonNode earlier, ToolInfo tool) {
        ArrayNode others = JsonFile.object().putArray(CONTINUED);
        earlier.path(CONTINUED).forEach(others::add);
        boolean known = isOf(earlier, tool);
        for (JsonNode other : others) {
            known |= isOf(other, tool);
        }
        if (!known) {
            others.addObject().put(VERSION, tool.version()).put(COMMIT, tool.commit());
        }
        return others.isEmpty() ? Optional.empty() : Optional.of(others);
    }

    private static boolean isOf(JsonNode record, ToolInfo tool) {
        return record.isMissingNode()
                || (record.path(VERSION).asText().equals(tool.version())
                        && record.path(COMMIT).asText().equals(tool.commit()));
    }

    private static String name(JsonNode record) {
        return record.path(VERSION).asText(UNKNOWN) + " (" + record.path(COMMIT).asText(UNKNOWN) + ")";
    }

    /**
     * Writes the record of a run at its end.
     *
     * @param record the record from its beginning, added to
     * @param results each class's {@code result.json}
     */
    static void finish(RunDirectory directory, ObjectNode record, List<ObjectNode> results) {
        PeakMemory.most(results).put(record);
        directory.write(RunDirectory.RECORD, record.put(FINISHED, Instant.now().toString()));
    }

    /** Finishes the record of a run of the same classes that was killed behind its last one. */
    static void finishIfOpen(RunDirectory directory, List<ClassLabel> classes, List<ObjectNode> results) {
        if (directory.recorded() instanceof ObjectNode record
                && !record.has(FINISHED)
                && JsonFile.tree(classes).equals(record.get("classes"))) {
            finish(directory, record, results);
        }
    }

    /** Settings under the names of their options, in their order. */
    private static Map<String, Object> settings(TuningSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        OptimizationSettings optimization = settings.optimization();
        map.put("learning-rate", optimization.learningRate());
        map.put("schedule", optimization.schedule().label());
        map.put("weight-decay", optimization.weightDecay());
        map.put("proximity", settings.objective().proximity());
        map.put("iterations", optimization.iterations());
        map.put("steps-per-latents", optimization.stepsPerLatents());
        map.put("batch", optimization.batch());
        map.put("micro-batch", settings.load().microBatch());
        map.put("parallel-parts", count(settings.load().parallelParts()));
        map.put("parallel-starts", count(settings.load().parallelStarts()));
        map.put("diversity", settings.objective().diversity().kind().label());
        map.put("diversity-weight", settings.objective().diversity().weight());
        map.put(
                "diversity-reduction",
                settings.objective().diversity().reduction().label());
        map.put("diversity-features", settings.objective().diversity().features());
        map.put("initial", settings.start().initial().label());
        map.put("initial-noise", settings.start().noise());
        map.put("starts", settings.start().starts());
        map.put("noise-layer", settings.noiseLayer());
        map.put("clamp", settings.clamp().map(RunRecord::text).orElse("auto"));
        map.put("preprocessing", settings.preprocessing().label());
        map.put("evaluate-every", settings.selection().evaluateEvery());
        map.put("patience", settings.selection().patience());
        map.put("validation-samples", settings.selection().validationSamples());
        map.put("test-samples", settings.selection().testSamples());
        map.put("least-gain", settings.selection().leastGain());
        CollapseSettings collapse = settings.collapse();
        map.put("collapsed-below", collapse.below());
        map.put("collapsed-iterations", collapse.iterations());
        map.put("collapsed-proximity", collapse.proximity());
        map.put("collapsed-diversity-weight", collapse.diversityWeight());
        if (settings.selection().probabilityFloor().isPresent()) {
            map.put("probability-floor", settings.selection().probabilityFloor().getAsDouble());
        } else {
            map.put("diversity-floor", settings.selection().diversityFloor());
            map.put("collapsed-top1-loss", collapse.top1Loss());
        }
        map.put("seed", settings.seed());
        return map;
    }

    private static String count(int count) {
        return count == LoadSettings.AUTO ? "auto" : Integer.toString(count);
    }

    private static String text(EmbeddingBounds bounds) {
        return bounds.low() + "," + bounds.high();
    }
}
