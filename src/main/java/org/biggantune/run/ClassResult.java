package org.biggantune.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.metric.ClassifierScore;
import org.biggantune.metric.SampleScores;
import org.biggantune.tuning.TuningResult;

/**
 * The {@code result.json} of a class:
 *
 * <pre>
 * {"class": {"index", "name"}, ["startRow": {"index", "name"},] "improved", "before": M, "after": M, "seconds", "peakResidentBytes", ["peakGpuBytes",] "steps",
 *  ["relativeDiversity", "relativeDiversityError",] "collapsed", "noiseLayer"}
 * M = {"classifier": {"top1", "probability"}, "judge": {"top1", "probability"} or null, "pairDiversity"}
 * </pre>
 *
 * <p>The relative diversity and its standard error ({@link org.biggantune.tuning.RelativeDiversity}) are missing where it
 * was not measured, or the generator has too few classes to compare with.
 *
 * <p>Seconds and memory tell of the machine; all else is the same wherever and however often a run is continued. The
 * memory is the most that the process which finished the class held in RAM meanwhile, or since its start where the system
 * lets no process begin anew; null where the system does not tell. That of a GPU is the most that the process took of it
 * since its start, what other programs took meanwhile included.
 */
final class ClassResult {
    private ClassResult() {}

    static ObjectNode json(
            ClassLabel label, Optional<ClassLabel> startRow, TuningResult result, double seconds, PeakMemory peak) {
        ObjectNode json = JsonFile.object();
        json.set("class", json(label));
        startRow.ifPresent(row -> json.set("startRow", json(row)));
        json.put("improved", result.improved());
        json.set("before", json(result.before()));
        json.set("after", json(result.after()));
        json.put("seconds", seconds);
        peak.put(json);
        json.put("steps", result.steps());
        result.relativeDiversity()
                .ifPresent(relative -> json.put("relativeDiversity", relative.share())
                        .put("relativeDiversityError", relative.error()));
        json.put("collapsed", result.collapsed());
        json.put("noiseLayer", result.noiseLayer().isPresent());
        result.winner()
                .ifPresent(winner -> json.putObject("winner")
                        .put("start", winner.start())
                        .put("step", winner.step())
                        .put("share", winner.share()));
        return json;
    }

    /** A class's number and name. */
    static ObjectNode json(ClassLabel label) {
        return JsonFile.object().put("index", label.index()).put("name", label.name());
    }

    /** The class that such an object tells. */
    static ClassLabel label(JsonNode node) {
        return new ClassLabel(
                Math.max(0, node.path("index").asInt()), node.path("name").asText());
    }

    static ObjectNode json(SampleScores scores) {
        ObjectNode json = JsonFile.object();
        json.set("classifier", json(scores.classifier()));
        Optional<ClassifierScore> judge = scores.judge();
        if (judge.isPresent()) {
            json.set("judge", json(judge.get()));
        } else {
            json.putNull("judge");
        }
        return json.put("pairDiversity", scores.pairDiversity());
    }

    private static ObjectNode json(ClassifierScore score) {
        return JsonFile.object().put("top1", score.top1()).put("probability", score.probability());
    }
}
