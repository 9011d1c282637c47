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
 *  ["relativeDiversity", "relativeDiversityError",] "collapsed", ["realLevel": {"measure", "value"},] "noiseLayer", "validation": M,
 *  "candidate": {"start", "step", "interpolation", "loss", "validation": M, K}, "refusals": [R, …], "test": {"candidate": M, K} or null}
 * P = {"tuning", "choosing", "report"}
 * K = "confidence", "resamples", "change": C, "originalIntervals": C, "candidateIntervals": C
 * C = as M, with I for each number; I = {"mean", "low", "high"}
 * R = {"measure", "rule", "before", "found", "limit", "test": whether on the test latents}
 * M = {"classifier": {"top1", "probability"}, "judge": {"top1", "probability"} or null, "pairDiversity"}
 * </pre>
 *
 * <p>The relative diversity and its standard error ({@link org.biggantune.tuning.RelativeDiversity}) are missing if not
 * measured, or if the generator has too few classes to compare with.
 *
 * <p>The level of real images ({@link org.biggantune.tuning.RealLevel}) is missing where none decided; its measure is named
 * as in refusals.
 *
 * <p>Passes count the images that went through the generator, and through classifier and judge: see {@link ForwardPasses}.
 *
 * <p>{@code before} and {@code after} are the scores of the original and the final embedding on the test latents; {@code
 * validation} has the original embedding's scores on the validation latents. The candidate is the one tested on the test
 * latents; if none met the requirements, it is the one with the lowest loss, and there is no test. Refusals say why the
 * original embedding was kept. The ends of an interval are null if there were too few latents.
 *
 * <p>Seconds and memory depend on the machine; everything else is the same however often a run is resumed. The memory is
 * the peak in RAM of the process that finished the class, during that class if the system can reset the counter, else since
 * the process started; null if the system does not report it. That of the GPU is the peak since the process started,
 * including the use by other programs.
 */
public final class ClassResult {
    private static final String IMPROVED = "improved";
    private static final String KEPT = "kept";
    private static final String WORSE = "worse";

    private ClassResult() {}

    /** Returns the content of the file; {@link ClassResultFormat} has its keys. */
    public static ObjectNode json(
            ClassLabel label, Optional<ClassLabel> startRow, TuningResult result, double seconds, PeakMemory peak) {
        return (ObjectNode) JsonFile.tree(ClassResultFormat.of(label, startRow, result, seconds, peak));
    }

    /**
     * Reads and checks the result of a class.
     *
     * @throws CorruptInputException if the file is not the result of this class
     */
    static ObjectNode read(Path file, ClassLabel label) {
        ObjectNode json = read(file);
        if (!label(file, json.path("class")).equals(label)) {
            throw corrupt(file, "class " + json.path("class") + ", expected " + json(label));
        }
        if (!isDecided(json) || !json.path("seconds").isNumber()) {
            throw corrupt(file, "verdict, reason, improved or seconds missing or contradictory");
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
     * Reads the result of an unknown class, checking only that it names a class.
     *
     * @throws CorruptInputException if it does not
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
     * Returns the result of a class in one line.
     *
     * @param result the content of {@code result.json}
     */
    public static String line(JsonNode result) {
        JsonNode label = result.path("class");
        String verdict = result.path("verdict").asText();
        return label.path("index").asInt() + " "
                + VisibleText.line(label.path("name").asText()) + ": " + verdict
                + (verdict.equals(WORSE) ? ", so the original was kept" : "")
                + collapsed(result)
                + ": " + result.path("reason").asText();
    }

    private static String collapsed(JsonNode result) {
        if (!result.path("collapsed").asBoolean()) {
            return "";
        }
        return result.path("improved").asBoolean() ? " (was collapsed)" : " (collapsed)";
    }

    /** Returns the word for a verdict. */
    static String label(Verdict verdict) {
        return switch (verdict) {
            case IMPROVED -> IMPROVED;
            case KEPT -> KEPT;
            case WORSE -> WORSE;
        };
    }

    /**
     * Whether one result of a class is better than another, in the order of {@link org.biggantune.tuning.SelectionRule}: an
     * improvement first, then the lower loss on the validation latents. Of two improvements with the same level of real
     * images, first the one that reaches it; if both do, the one that exceeds it less, as movement is not recorded.
     */
    public static boolean isBetter(JsonNode one, JsonNode other) {
        boolean improved = one.path("improved").asBoolean();
        if (improved != other.path("improved").asBoolean()) {
            return improved;
        }
        boolean level =
                improved && one.has("realLevel") && one.path("realLevel").equals(other.path("realLevel"));
        if (level && (excess(one) >= 0 || excess(other) >= 0)) {
            return excess(one) >= 0 && (excess(other) < 0 || excess(one) < excess(other));
        }
        return loss(one) < loss(other);
    }

    /** Returns how far a candidate's probability is above the level of real images on the validation latents. */
    private static double excess(JsonNode result) {
        JsonNode level = result.path("realLevel");
        JsonNode validation = result.path("candidate").path("validation");
        return validation
                        .at("/" + level.path("measure").asText().replace('.', '/'))
                        .asDouble()
                - level.path("value").asDouble();
    }

    private static double loss(JsonNode result) {
        return result.path("candidate").path("loss").asDouble(Double.POSITIVE_INFINITY);
    }

    /** Returns a class as {@code {"index", "name"}}. */
    public static ObjectNode json(ClassLabel label) {
        return JsonFile.object().put("index", label.index()).put("name", label.name());
    }

    /**
     * Reads a class from {@code {"index", "name"}}.
     *
     * @param file the file, for messages
     * @throws CorruptInputException if index or name is missing
     */
    public static ClassLabel label(Path file, JsonNode node) {
        JsonNode index = node.path("index");
        if (!index.canConvertToInt() || index.asInt() < 0 || !node.path("name").isTextual()) {
            throw new CorruptInputException(
                    file + ": a class without index or name; delete the file to create it again");
        }
        return new ClassLabel(index.asInt(), node.path("name").asText());
    }
}
