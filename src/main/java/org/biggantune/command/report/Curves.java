package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.biggantune.report.JsonFile;
import org.biggantune.report.SignificantDigits;
import org.biggantune.runfolder.RunIdentity;

/** Collects the lines of a class's events for the page's charts. */
final class Curves {
    /** The maximum number of points of a curve; of more steps, evenly spaced ones are shown. */
    private static final int MOST_POINTS = 600;

    private static final MathContext DIGITS = new MathContext(5);
    private static final int DECIMALS = 3;
    private static final List<String> SERIES =
            List.of("loss", "crossEntropy", "probability", "diversity", "proximity", "gradientNorm");

    private final Map<Integer, List<ObjectNode>> steps = new TreeMap<>();
    private final List<ObjectNode> candidates = new ArrayList<>();
    private final JsonNode result;
    private final StepSizes sizes;

    /**
     * Creates the curves of a class without lines.
     *
     * @param settings the run's settings, which determine the step sizes
     * @param result the class's {@code result.json}, or a missing node
     */
    Curves(RunIdentity settings, JsonNode result) {
        this.result = result;
        this.sizes = new StepSizes(settings, result.has("verdict"));
    }

    /** Adds a line of the class's events. */
    void add(ObjectNode line) {
        sizes.add(line);
        if (line.has("candidate")) {
            candidates.add(line);
        } else if (line.has("loss")) {
            steps.computeIfAbsent(line.path("start").asInt(), unused -> new ArrayList<>())
                    .add(line);
        }
    }

    /** Returns whether the run's files say how long the steps were. */
    boolean hasStepSizes() {
        return sizes.at(1).isPresent();
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** Returns the lines of the candidates, in order. */
    List<ObjectNode> candidates() {
        return candidates;
    }

    /** Returns the number of steps of all restarts together. */
    int count() {
        return steps.values().stream().mapToInt(List::size).sum();
    }

    /** Returns the interval between shown steps; 1 shows all. */
    private int stride() {
        int longest = steps.values().stream().mapToInt(List::size).max().orElse(0);
        return Math.max(1, (longest + MOST_POINTS - 1) / MOST_POINTS);
    }

    /** Returns whether some steps are not shown. */
    boolean thinned() {
        return stride() > 1;
    }

    /** Describes the curves in words, for screen readers. */
    String words() {
        List<String> sentences = new ArrayList<>();
        steps.forEach((start, lines) -> sentences.add("Restart " + (start + 1) + ", " + lines.size() + " steps: loss "
                + change(lines, "loss") + ", probability " + change(lines, "probability") + ", diversity "
                + change(lines, "diversity") + "."));
        return String.join(" ", sentences);
    }

    private static String change(List<ObjectNode> lines, String field) {
        return SignificantDigits.of(lines.get(0).path(field).asDouble(), DECIMALS) + " to "
                + SignificantDigits.of(lines.get(lines.size() - 1).path(field).asDouble(), DECIMALS);
    }

    /** Returns the data of the charts as JSON, escaped for use in an HTML page. */
    String json() {
        ObjectNode json = JsonFile.object();
        ArrayNode starts = json.putArray("starts");
        steps.forEach((start, lines) -> starts.add(start(start, lines)));
        ArrayNode marks = json.putArray("candidates");
        candidates.forEach(line -> marks.add(mark(line)));
        JsonNode validation = result.path("validation");
        if (validation.isObject()) {
            json.set("original", validation);
        }
        return JsonFile.line(json).replace("<", "\\u003c");
    }

    private ObjectNode start(int start, List<ObjectNode> lines) {
        ObjectNode json = JsonFile.object().put("start", start + 1);
        int stride = stride();
        ArrayNode at = json.putArray("step");
        ArrayNode lengths = json.putArray("stepSize");
        List<ArrayNode> series = SERIES.stream().map(json::putArray).toList();
        for (int i = 0; i < lines.size(); i++) {
            if (i % stride == 0 || i == lines.size() - 1) {
                ObjectNode line = lines.get(i);
                at.add(line.path("step").asInt());
                sizes.at(line.path("step").asInt()).ifPresent(size -> lengths.add(shortened(size)));
                for (int s = 0; s < SERIES.size(); s++) {
                    series.get(s).add(shortened(line.path(SERIES.get(s)).asDouble()));
                }
            }
        }
        return json;
    }

    private ObjectNode mark(ObjectNode line) {
        ObjectNode json = JsonFile.object()
                .put("start", line.path("start").asInt() + 1)
                .put("step", line.path("step").asInt())
                .put("backOff", line.path("interpolation").asDouble() < 1)
                .put("loss", shortened(line.path("loss").asDouble()))
                .put(
                        "probability",
                        shortened(line.at("/candidate/classifier/probability").asDouble()))
                .put(
                        "pairDiversity",
                        shortened(line.at("/candidate/pairDiversity").asDouble()));
        return json.put("refused", !line.path("refusals").isEmpty())
                .put("chosen", CandidateTable.isChosen(line, result));
    }

    private static BigDecimal shortened(double number) {
        return Double.isFinite(number) ? new BigDecimal(number).round(DIGITS) : BigDecimal.ZERO;
    }
}
