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
import org.biggantune.domain.settings.Optimizer;
import org.biggantune.domain.settings.Schedule;
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

    /** Adds a line of the class's events. */
    void add(ObjectNode line) {
        if (line.has("candidate")) {
            candidates.add(line);
        } else if (line.has("loss")) {
            steps.computeIfAbsent(line.path("start").asInt(), unused -> new ArrayList<>())
                    .add(line);
        }
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

    /**
     * Returns the data of the charts as JSON, escaped for use in an HTML page.
     *
     * @param settings the run's settings, which determine the step sizes
     * @param result the class's {@code result.json}, or a missing node
     */
    String json(RunIdentity settings, JsonNode result) {
        ObjectNode json = JsonFile.object();
        ArrayNode starts = json.putArray("starts");
        steps.forEach((start, lines) -> starts.add(start(start, lines, settings)));
        ArrayNode marks = json.putArray("candidates");
        candidates.forEach(line -> marks.add(mark(line, result)));
        JsonNode validation = result.path("validation");
        if (validation.isObject()) {
            json.set("original", validation);
        }
        return JsonFile.line(json).replace("<", "\\u003c");
    }

    private ObjectNode start(int start, List<ObjectNode> lines, RunIdentity settings) {
        ObjectNode json = JsonFile.object().put("start", start + 1);
        int stride = stride();
        ArrayNode at = json.putArray("step");
        ArrayNode sizes = json.putArray("stepSize");
        List<ArrayNode> series = SERIES.stream().map(json::putArray).toList();
        for (int i = 0; i < lines.size(); i++) {
            if (i % stride == 0 || i == lines.size() - 1) {
                ObjectNode line = lines.get(i);
                at.add(line.path("step").asInt());
                sizes.add(shortened(stepSize(line.path("step").asInt(), settings)));
                for (int s = 0; s < SERIES.size(); s++) {
                    series.get(s).add(shortened(line.path(SERIES.get(s)).asDouble()));
                }
            }
        }
        return json;
    }

    private static ObjectNode mark(ObjectNode line, JsonNode result) {
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

    /** Returns the step size at a step, counted from 1. */
    private static double stepSize(int step, RunIdentity settings) {
        int steps = settings.setting("iterations").asInt()
                * settings.setting("steps-per-latents").asInt();
        boolean cosine = settings.setting("schedule").asText().equals(Schedule.COSINE.label())
                && !settings.setting("optimizer").asText().equals(Optimizer.AVERAGED.label());
        double factor = cosine && steps > 0 ? Schedule.COSINE.factor(step - 1, steps) : 1;
        return settings.setting("learning-rate").asDouble() * factor;
    }

    private static BigDecimal shortened(double number) {
        return Double.isFinite(number) ? new BigDecimal(number).round(DIGITS) : BigDecimal.ZERO;
    }
}
