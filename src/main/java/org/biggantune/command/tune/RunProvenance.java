package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.biggantune.cli.ToolInfo;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.EmbeddingBounds;
import org.biggantune.domain.Progress;
import org.biggantune.domain.SourceFile;
import org.biggantune.domain.settings.CollapseSettings;
import org.biggantune.domain.settings.InitialEmbedding;
import org.biggantune.domain.settings.LoadSettings;
import org.biggantune.domain.settings.OptimizationSettings;
import org.biggantune.domain.settings.TuningSettings;
import org.biggantune.io.MessageText;
import org.biggantune.report.JsonFile;
import org.biggantune.runfolder.PeakMemory;
import org.biggantune.runfolder.RunDirectory;
import org.biggantune.runfolder.RunIdentity;
import org.biggantune.runfolder.RunRecord;
import org.biggantune.runfolder.RunRecord.ToolVersion;
import org.jspecify.annotations.Nullable;

/** Builds the record of a run: its settings by option name, its models, the tool and the machine. */
final class RunProvenance {
    private RunProvenance() {}

    /** Returns the settings and models that must be the same for a run to be resumed. */
    static RunIdentity identity(
            String command, TuningSettings settings, ModelSet models, RunIdentity.@Nullable Target target) {
        Map<String, Object> map = settings(settings);
        map.put("precision", models.precisions().text());
        models.initial().ifPresent(rows -> map.put("initial-file", rows.source()));
        models.real().ifPresent(real -> map.put("real-level", real.source()));
        if (settings.start().initial() == InitialEmbedding.TOP) {
            map.put("ranking-samples", settings.start().rankingSamples());
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        map.forEach((name, value) -> values.put(name, JsonFile.tree(value)));
        Map<String, SourceFile> digests = models.digests();
        return new RunIdentity(
                command,
                values,
                new RunIdentity.Models(models.base(), digests.get("classifier"), digests.get("judge"), null),
                target);
    }

    /**
     * Returns the record of a run that is started or resumed. It keeps the version that started the run and lists every
     * other version that resumes it; the user is told of those.
     *
     * @param directory has the record of an earlier process, if any
     * @param load the degree of parallelism
     */
    static RunRecord begin(
            RunDirectory directory,
            RunIdentity identity,
            List<ClassLabel> classes,
            String engine,
            LoadSettings load,
            Instant started,
            Progress progress) {
        ToolInfo info = ToolInfo.ofProcess();
        Optional<RunRecord> earlier = directory.recorded();
        return new RunRecord(
                RunRecord.TOOL,
                earlier.map(RunRecord::begunBy).orElseGet(RunProvenance::tool),
                earlier.map(record -> continued(record, progress)).orElse(List.of()),
                identity,
                classes,
                List.of(),
                new RunRecord.Work(
                        engine,
                        info.java(),
                        info.platform(),
                        RunRecord.Slurm.ofProcess(),
                        started.toString(),
                        load.parallelParts(),
                        load.parallelStarts(),
                        null,
                        null),
                null,
                null);
    }

    /** Returns the versions that resumed a run, this one among them if it is another; the user is told of that. */
    static List<ToolVersion> continued(RunRecord earlier, Progress progress) {
        ToolVersion tool = tool();
        List<ToolVersion> continued = new ArrayList<>(earlier.continued());
        if (!earlier.begunBy().equals(tool)) {
            progress.say("The run was started by version "
                    + MessageText.of(earlier.begunBy().toString()) + " and is resumed by " + tool
                    + "; classes tuned by different versions may not be comparable. run.json lists both.");
            if (!continued.contains(tool)) {
                continued.add(tool);
            }
        }
        return continued;
    }

    private static ToolVersion tool() {
        ToolInfo info = ToolInfo.ofProcess();
        return new ToolVersion(info.version(), info.commit());
    }

    /**
     * Writes the record at the end of a run.
     *
     * @param record the record so far
     * @param results the {@code result.json} of each class
     */
    static void finish(RunDirectory directory, RunRecord record, List<ObjectNode> results) {
        directory.write(record.ending(PeakMemory.most(results), Instant.now().toString()));
    }

    /** Completes the record of a run with the same classes that was killed after the last of them. */
    static void finishIfOpen(RunDirectory directory, List<ClassLabel> classes, List<ObjectNode> results) {
        directory
                .recorded()
                .filter(record -> record.finished() == null && classes.equals(record.classes()))
                .ifPresent(record -> finish(directory, record, results));
    }

    /** Returns the settings by option name. */
    private static Map<String, Object> settings(TuningSettings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        OptimizationSettings optimization = settings.optimization();
        map.put("optimizer", optimization.optimizer().label());
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
        map.put("clamp", settings.clamp().map(RunProvenance::text).orElse("auto"));
        map.put("preprocessing", settings.preprocessing().label());
        map.put("evaluate-every", settings.selection().evaluateEvery());
        map.put("patience", settings.selection().patience());
        map.put("back-off", settings.selection().backOff().label());
        map.put("validation-samples", settings.selection().validationSamples());
        map.put("test-samples", settings.selection().testSamples());
        map.put("least-gain", settings.selection().leastGain());
        CollapseSettings collapse = settings.collapse();
        map.put("collapsed-below", collapse.below());
        map.put("collapsed-iterations", collapse.iterations());
        map.put("collapsed-batch", collapse.batch());
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
