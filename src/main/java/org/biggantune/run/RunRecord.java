package org.biggantune.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.TuningSettings;

/** The {@code run.json} of a run: what was asked for, with what, on what, and when. */
final class RunRecord {
    private static final String UNKNOWN = "unknown";

    private RunRecord() {}

    /** What must agree for a run to be continued. */
    static ObjectNode identity(String command, TuningSettings settings, ModelSet models) {
        ObjectNode identity = JsonFile.object().put("command", command);
        identity.set("settings", JsonFile.tree(settings(settings)));
        identity.set("models", JsonFile.tree(models.digests()));
        return identity;
    }

    /** The whole record. */
    static ObjectNode of(ObjectNode identity, List<ClassLabel> classes, String engine, Instant started) {
        ToolInfo tool = ToolInfo.ofProcess();
        ObjectNode record = JsonFile.object().put("tool", "biggan-tune");
        record.put("version", tool.version()).put("commit", tool.commit());
        record.setAll(identity);
        record.set("classes", JsonFile.tree(classes));
        record.put("engine", engine).put("java", tool.java()).put("platform", tool.platform());
        ObjectNode slurm = record.putObject("slurm");
        slurm.put("job", System.getenv().getOrDefault("SLURM_JOB_ID", UNKNOWN));
        slurm.put("arrayTask", System.getenv().getOrDefault("SLURM_ARRAY_TASK_ID", UNKNOWN));
        return record.put("started", started.toString());
    }

    /** Settings under the names of their options, in their order. */
    private static Map<String, Object> settings(TuningSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("learning-rate", settings.learningRate());
        map.put("schedule", settings.schedule().label());
        map.put("weight-decay", settings.weightDecay());
        map.put("proximity", settings.proximity());
        map.put("iterations", settings.iterations());
        map.put("steps-per-latents", settings.stepsPerLatents());
        map.put("batch", settings.batch());
        map.put("diversity", settings.diversity().kind().label());
        map.put("diversity-weight", settings.diversity().weight());
        map.put("diversity-reduction", settings.diversity().reduction().label());
        map.put("diversity-features", settings.diversity().features());
        map.put("initial", settings.initial().label());
        map.put("initial-noise", settings.initialNoise());
        map.put("starts", settings.starts());
        map.put("clamp", settings.clamp().map(RunRecord::text).orElse("auto"));
        map.put("preprocessing", settings.preprocessing().label());
        map.put("candidate-every", settings.candidateEvery());
        map.put("selection-samples", settings.selectionSamples());
        map.put("report-samples", settings.reportSamples());
        map.put("diversity-floor", settings.diversityFloor());
        map.put("collapsed-below", settings.collapse().below());
        map.put("collapsed-proximity", settings.collapse().proximity());
        map.put("collapsed-diversity-weight", settings.collapse().diversityWeight());
        map.put("collapsed-top1-loss", settings.collapse().top1Loss());
        map.put("seed", settings.seed());
        return map;
    }

    private static String text(EmbeddingBounds bounds) {
        return bounds.low() + "," + bounds.high();
    }
}
