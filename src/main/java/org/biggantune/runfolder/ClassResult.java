package org.biggantune.runfolder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.VisibleText;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.io.MessageText;
import org.biggantune.report.JsonFile;
import org.biggantune.tuning.ForwardPasses;
import org.biggantune.tuning.TuningResult;
import org.biggantune.tuning.Verdict;

/**
 * The {@code result.json} of a class:
 *
 * <pre>
 * {"class": {"index", "name"}, ["startRow": {"index", "name"},] "verdict": "improved", "kept" or "worse", "improved": whether it is the first, "reason", "before": M, "after": M, "seconds", "peakResidentBytes", ["peakGpuBytes",] "steps", "forwardPasses": P, "classifierPasses": P,
 *  ["relativeDiversity", "relativeDiversityError",] "collapsed", "noiseLayer", "validation": M,
 *  "candidate": {"start", "step", "interpolation", "loss", "validation": M}, "refusals": [R, …], "test": {"candidate": M, "confidence", "resamples", "change": C, "originalIntervals": C, "candidateIntervals": C} or null}
 * P = {"tuning", "choosing", "report"}
 * C = as M, with I for each number; I = {"mean", "low", "high"}
 * R = {"measure", "rule", "before", "found", "limit", "test": whether on the test latents}
 * M = {"classifier": {"top1", "probability"}, "judge": {"top1", "probability"} or null, "pairDiversity"}
 * </pre>
 *
 * <p>The relative diversity and its standard error ({@link org.biggantune.tuning.RelativeDiversity}) are missing where it
 * was not measured, or the generator has too few classes to compare with.
 *
 * <p>Passes are images that went through the generator, and through classifier and judge: see {@link ForwardPasses}.
 *
 * <p>Before and after are those of the row that stays in the end, on the test latents; {@code validation} is the original
 * row's measures on those that candidates are chosen by. The candidate is the one that was
 * tested on these; where none pleased, the one with the least loss, and there is no test. Refusals say why a row stayed.
 * An end of an interval is null where there were too few latents to tell.
 *
 * <p>Seconds and memory tell of the machine; all else is the same wherever and however often a run is continued. The
 * memory is the most that the process which finished the class held in RAM meanwhile, or since its start where the system
 * lets no process begin anew; null where the system does not tell. That of a GPU is the most that the process took of it
 * since its start, what other programs took meanwhile included.
 */
public final class ClassResult {
    private static final String IMPROVED = "improved";
    private static final String KEPT = "kept";
    private static final String WORSE = "worse";

    private ClassResult() {}

    /** The content of the file; {@link ClassResultFormat} has its keys. */
    public static ObjectNode json(
            ClassLabel label, Optional<ClassLabel> startRow, TuningResult result, double seconds, PeakMemory peak) {
        return (ObjectNode) JsonFile.tree(ClassResultFormat.of(label, startRow, result, seconds, peak));
    }

    /**
     * Reads the file of a class.
     *
     * @throws CorruptInputException if it holds something else
     */
    static ObjectNode read(Path file, ClassLabel label) {
        ObjectNode json = read(file);
        if (!label(file, json.path("class")).equals(label)) {
            throw corrupt(file, "class " + json.path("class") + ", expected " + json(label));
        }
        if (!isDecided(json) || !json.path("seconds").isNumber()) {
            throw corrupt(file, "no verdict, reason, improved or seconds, or they contradict each other");
        }
        for (String when : List.of("before", "after")) {
            JsonNode scores = json.path(when);
            boolean judged = scores.path("judge").isNull() || isScore(scores.path("judge"));
            if (!isScore(scores.path("classifier"))
                    || !judged
                    || !scores.path("pairDiversity").isNumber()) {
                throw corrupt(file, "no measures in " + when);
            }
        }
        return json;
    }

    /**
     * Reads the file of some class, of which the class alone is asked for.
     *
     * @throws CorruptInputException if it tells none
     */
    public static ObjectNode read(Path file) {
        ObjectNode json = JsonFile.read(file);
        label(file, json.path("class"));
        return json;
    }

    private static boolean isDecided(JsonNode json) {
        String verdict = json.path("verdict").asText();
        return List.of(IMPROVED, KEPT, WORSE).contains(verdict)
                && json.path("reason").isTextual()
                && json.path("improved").isBoolean()
                && json.path("improved").asBoolean() == verdict.equals(IMPROVED);
    }

    private static boolean isScore(JsonNode node) {
        return node.path("top1").isNumber() && node.path("probability").isNumber();
    }

    private static CorruptInputException corrupt(Path file, String how) {
        return new CorruptInputException(
                file + ": not a class's result (" + MessageText.of(how) + "); delete it to tune the class again");
    }

    /**
     * A class's result in one line.
     *
     * @param result its {@code result.json}
     */
    public static String line(JsonNode result) {
        JsonNode label = result.path("class");
        String verdict = result.path("verdict").asText();
        return label.path("index").asInt() + " "
                + VisibleText.line(label.path("name").asText()) + ": " + verdict
                + (verdict.equals(WORSE) ? ", so the row was kept" : "")
                + collapsed(result)
                + ": " + result.path("reason").asText();
    }

    private static String collapsed(JsonNode result) {
        if (!result.path("collapsed").asBoolean()) {
            return "";
        }
        return result.path("improved").asBoolean() ? " (was collapsed)" : " (collapsed)";
    }

    /** A verdict's word. */
    static String label(Verdict verdict) {
        return switch (verdict) {
            case IMPROVED -> IMPROVED;
            case KEPT -> KEPT;
            case WORSE -> WORSE;
        };
    }

    /**
     * Whether one result of a class is better than another, as {@link org.biggantune.tuning.SelectionRule} chooses among
     * candidates: an improvement before none, then the least loss on the validation latents.
     */
    public static boolean isBetter(JsonNode one, JsonNode other) {
        boolean improved = one.path("improved").asBoolean();
        if (improved != other.path("improved").asBoolean()) {
            return improved;
        }
        return loss(one) < loss(other);
    }

    private static double loss(JsonNode result) {
        return result.path("candidate").path("loss").asDouble(Double.POSITIVE_INFINITY);
    }

    /** A class's number and name. */
    public static ObjectNode json(ClassLabel label) {
        return JsonFile.object().put("index", label.index()).put("name", label.name());
    }

    /**
     * The class that such an object tells.
     *
     * @param file where it stands, for messages
     * @throws CorruptInputException if it tells none
     */
    public static ClassLabel label(Path file, JsonNode node) {
        JsonNode index = node.path("index");
        if (!index.canConvertToInt() || index.asInt() < 0 || !node.path("name").isTextual()) {
            throw new CorruptInputException(
                    file + ": a class without index and name, which no run writes; delete it to" + " make it again");
        }
        return new ClassLabel(index.asInt(), node.path("name").asText());
    }
}
