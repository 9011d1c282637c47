package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.report.ResultTable;
import org.biggantune.report.SignificantDigits;

/**
 * The table of a class's candidates, with the rules that each one failed.
 *
 * @param original the original embedding's row; cells are empty if its measures are not recorded
 * @param rows the candidates in the order in which they arose
 */
record CandidateTable(Row original, List<Row> rows) {
    private static final int DECIMALS = 3;

    /**
     * A candidate.
     *
     * @param restart counted from 1
     * @param step the number of steps before it
     * @param interpolation how far it is from the starting point to the tuned embedding, in percent
     * @param loss the objective on the validation latents
     * @param top1 the classifier's top-1 accuracy
     * @param probability the classifier's probability of the class
     * @param judgeTop1 the judge's top-1 accuracy
     * @param judgeProbability the judge's probability of the class
     * @param diversity pair diversity
     * @param ruling the rules that it failed, one per line; for the chosen one, the outcome on the test latents
     * @param kind {@code chosen}, {@code eligible} or {@code refused}; {@code unknown} if it is not recorded
     */
    record Row(
            String restart,
            String step,
            String interpolation,
            String loss,
            String top1,
            String probability,
            String judgeTop1,
            String judgeProbability,
            String diversity,
            List<String> ruling,
            String kind) {
        /** Returns whether this candidate was tested. */
        boolean chosen() {
            return kind.equals("chosen");
        }
    }

    /** Returns the number of candidates. */
    int count() {
        return rows.size();
    }

    /**
     * Creates the table of a class.
     *
     * @param lines the candidates' lines in its events
     * @param result its {@code result.json}; a missing node if it is not finished
     */
    static CandidateTable of(List<ObjectNode> lines, JsonNode result) {
        List<Row> rows = new ArrayList<>();
        for (ObjectNode line : lines) {
            rows.add(row(line, result));
        }
        Row original = row("", "", "", "", result.path("validation"), List.of(), "original");
        return new CandidateTable(original, rows);
    }

    /** Returns whether a line is that of the tested candidate. */
    static boolean isChosen(JsonNode line, JsonNode result) {
        JsonNode chosen = result.path("candidate");
        return result.path("test").isObject()
                && chosen.path("start").asInt() == line.path("start").asInt()
                && chosen.path("step").asInt() == line.path("step").asInt()
                && chosen.path("interpolation").asDouble()
                        == line.path("interpolation").asDouble();
    }

    private static Row row(ObjectNode line, JsonNode result) {
        List<String> ruling = new ArrayList<>();
        line.path("refusals").forEach(refusal -> ruling.add(words(refusal)));
        String kind = !line.has("refusals") ? "unknown" : ruling.isEmpty() ? "eligible" : "refused";
        if (isChosen(line, result)) {
            kind = "chosen";
            if (result.path("improved").asBoolean()) {
                ruling.add("chosen, and confirmed on the test latents");
            } else {
                ruling.add("chosen, but on the test latents:");
                result.path("refusals").forEach(refusal -> ruling.add(words(refusal)));
            }
        } else if (ruling.isEmpty()) {
            ruling.add(kind.equals("eligible") ? "meets every rule; another has a lower loss" : "not recorded");
        }
        return row(
                Integer.toString(line.path("start").asInt() + 1),
                line.path("step").asText(),
                SignificantDigits.of(100 * line.path("interpolation").asDouble(), 0) + " %",
                Measures.text(line.path("loss")),
                line.path("candidate"),
                ruling,
                kind);
    }

    private static Row row(
            String restart,
            String step,
            String interpolation,
            String loss,
            JsonNode measures,
            List<String> ruling,
            String kind) {
        List<String> cells = Measures.all().stream()
                .map(measure -> Measures.text(measure.in(measures)))
                .toList();
        return new Row(
                restart,
                step,
                interpolation,
                loss,
                cells.get(0),
                cells.get(1),
                cells.get(2),
                cells.get(3),
                cells.get(4),
                ruling,
                kind);
    }

    /** Describes a failed rule. */
    private static String words(JsonNode refusal) {
        String name = Measures.title(refusal.path("measure").asText());
        String found = ResultTable.number(refusal.path("found").asDouble(), DECIMALS);
        String limit = ResultTable.number(refusal.path("limit").asDouble(), DECIMALS);
        return switch (refusal.path("rule").asText()) {
            case "not-higher" -> name + " " + found + " is not above " + limit;
            case "below-limit" -> name + " " + found + " is below " + limit;
            case "below-least-gain" -> name + " " + found + " is below " + limit + ", the minimum gain";
            case "within-chance" -> name + " rose to " + found + ", which may be chance";
            default -> name + ": " + refusal.path("rule").asText();
        };
    }
}
