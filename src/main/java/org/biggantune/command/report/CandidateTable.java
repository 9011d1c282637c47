package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.report.ResultTable;
import org.biggantune.report.SignificantDigits;

/**
 * The table of a class's candidates, with the intervals of their changes from the original embedding and the rules that
 * each one failed.
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
     * @param cells the measures in the order of {@link Measures#all}
     * @param ruling the rules that it failed, one per line; for the chosen one, the outcome on the test latents
     * @param kind {@code chosen}, {@code eligible} or {@code refused}; {@code unknown} if it is not recorded
     */
    record Row(
            String restart,
            String step,
            String interpolation,
            String loss,
            List<Cell> cells,
            List<String> ruling,
            String kind) {
        /** Returns whether this candidate was tested. */
        boolean chosen() {
            return kind.equals("chosen");
        }
    }

    /**
     * A measure on the validation latents.
     *
     * @param label the measure's title, for narrow screens
     * @param text the value
     * @param ends the bounds of the confidence interval of its change from the original embedding, or of itself for the
     *     original embedding; empty if not recorded
     */
    record Cell(String label, String text, String ends) {}

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
        Row original = new Row(
                "",
                "",
                "",
                "",
                cells(result.path("validation"), result.path("candidate").path("originalIntervals"), false),
                List.of(),
                "original");
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
            ruling.add(kind.equals("eligible") ? "meets every rule; " + outdone(line, result) : "not recorded");
        }
        return new Row(
                Integer.toString(line.path("start").asInt() + 1),
                line.path("step").asText(),
                SignificantDigits.of(100 * line.path("interpolation").asDouble(), 0) + " %",
                Measures.text(line.path("loss")),
                cells(line.path("candidate"), line.path("change"), true),
                ruling,
                kind);
    }

    /** Describes why another candidate won over one that meets every rule. */
    private static String outdone(JsonNode line, JsonNode result) {
        JsonNode level = result.path("realLevel");
        if (!reaches(level, result.path("candidate").path("validation"))) {
            return "another has a lower loss";
        }
        return reaches(level, line.path("candidate"))
                ? "another that reaches the level of real images is nearer to the original"
                : "does not reach the level of real images";
    }

    private static boolean reaches(JsonNode level, JsonNode measures) {
        return Measures.all().stream()
                .filter(measure -> measure.isNamed(level.path("measure")))
                .anyMatch(measure ->
                        measure.in(measures).asDouble() >= level.path("value").asDouble());
    }

    private static List<Cell> cells(JsonNode measures, JsonNode intervals, boolean change) {
        return Measures.all().stream()
                .map(measure -> new Cell(
                        measure.title(),
                        Measures.text(measure.in(measures)),
                        change ? Measures.signedEnds(measure.in(intervals)) : Measures.ends(measure.in(intervals))))
                .toList();
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
