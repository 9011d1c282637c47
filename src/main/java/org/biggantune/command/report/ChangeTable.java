package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.biggantune.report.ResultTable;

/**
 * The measures of a class before and after tuning, on validation and test latents, with confidence intervals of each and
 * of the change.
 *
 * @param found whether there was a candidate
 * @param tested whether a candidate was measured on the test latents
 * @param confidence the confidence level of the intervals, such as {@code 95 %}; empty if there are none
 * @param resamples the number of bootstrap resamples over latents
 * @param rows one per measure
 */
record ChangeTable(boolean found, boolean tested, String confidence, String resamples, List<Row> rows) {
    /** The middle of a bar, in percent of its width. */
    private static final double MIDDLE = 50;

    /** The margin at both ends of a bar, in percent of its width. */
    private static final double MARGIN = 4;

    /**
     * A measure.
     *
     * @param name the measure's name, with the level of real images if it has one
     * @param validationBefore the original embedding on the validation latents
     * @param validationBeforeInterval the bounds of its confidence interval; empty if not recorded
     * @param validationAfter the candidate on the validation latents
     * @param validationAfterInterval the bounds of its confidence interval; empty if not recorded
     * @param validationChange the mean change on the validation latents
     * @param validationInterval the bounds of its confidence interval; empty if not recorded
     * @param validationKind {@code up} or {@code down} if that interval excludes zero, else {@code open}
     * @param before the original embedding on the test latents
     * @param beforeInterval the bounds of its confidence interval; empty if not recorded
     * @param after the candidate on the test latents; the original embedding if no candidate was tested
     * @param afterInterval the bounds of its confidence interval; empty if not recorded
     * @param change the mean change on the test latents
     * @param interval the bounds of its confidence interval
     * @param kind {@code up} or {@code down} if the interval excludes zero, else {@code open}
     * @param low the start of the interval on the bar, in percent of the bar
     * @param width the width of the interval on the bar
     * @param mean the position of the change on the bar
     */
    record Row(
            String name,
            String validationBefore,
            String validationBeforeInterval,
            String validationAfter,
            String validationAfterInterval,
            String validationChange,
            String validationInterval,
            String validationKind,
            String before,
            String beforeInterval,
            String after,
            String afterInterval,
            String change,
            String interval,
            String kind,
            String low,
            String width,
            String mean) {}

    /** Creates the table from a {@code result.json}. */
    static ChangeTable of(JsonNode result) {
        JsonNode test = result.path("test");
        boolean tested = test.isObject();
        JsonNode after = tested ? test.path("candidate") : result.path("after");
        double widest = Measures.all().stream()
                .map(measure -> measure.in(test.path("change")))
                .mapToDouble(change -> Math.max(
                        Math.max(
                                Math.abs(change.path("low").asDouble()),
                                Math.abs(change.path("high").asDouble())),
                        Math.abs(change.path("mean").asDouble())))
                .max()
                .orElse(0);
        List<Row> rows = new ArrayList<>();
        for (Measures measure : Measures.all()) {
            JsonNode before = measure.in(result.path("before"));
            if (before.isNumber()) {
                rows.add(row(measure, result, before, measure.in(after), test, widest == 0 ? 1 : widest));
            }
        }
        JsonNode compared = tested ? test : result.path("candidate");
        String confidence = compared.has("confidence")
                ? String.format(
                        Locale.ROOT,
                        "%.0f %%",
                        100 * compared.path("confidence").asDouble())
                : "";
        return new ChangeTable(
                result.has("candidate"),
                tested,
                confidence,
                compared.path("resamples").asText("–"),
                rows);
    }

    /** Returns whether there are intervals. */
    boolean sure() {
        return !confidence.isEmpty();
    }

    private static Row row(
            Measures measure, JsonNode result, JsonNode before, JsonNode after, JsonNode test, double widest) {
        JsonNode candidate = result.path("candidate");
        JsonNode selected = measure.in(candidate.path("change"));
        JsonNode change = measure.in(test.path("change"));
        boolean bounded = Measures.isBounded(change);
        double low = change.path("low").asDouble();
        double high = change.path("high").asDouble();
        return new Row(
                name(measure, result.path("realLevel")),
                Measures.text(measure.in(result.path("validation"))),
                Measures.ends(measure.in(candidate.path("originalIntervals"))),
                Measures.text(measure.in(candidate.path("validation"))),
                Measures.ends(measure.in(candidate.path("candidateIntervals"))),
                Measures.signed(selected.path("mean")),
                Measures.signedEnds(selected),
                kind(selected),
                Measures.text(before),
                Measures.ends(measure.in(test.path("originalIntervals"))),
                Measures.text(after),
                Measures.ends(measure.in(test.path("candidateIntervals"))),
                Measures.signed(change.path("mean")),
                Measures.signedEnds(change),
                kind(change),
                place(bounded ? low : 0, widest),
                percent(bounded ? (high - low) / widest * (MIDDLE - MARGIN) : 0),
                place(change.path("mean").asDouble(), widest));
    }

    private static String kind(JsonNode change) {
        if (!Measures.isBounded(change)) {
            return "open";
        }
        return change.path("low").asDouble() > 0 ? "up" : change.path("high").asDouble() < 0 ? "down" : "open";
    }

    private static String name(Measures measure, JsonNode level) {
        return measure.isNamed(level.path("measure"))
                ? measure.title() + " (real images: " + Measures.text(level.path("value")) + ")"
                : measure.title();
    }

    private static String place(double value, double widest) {
        return percent(MIDDLE + value / widest * (MIDDLE - MARGIN));
    }

    private static String percent(double value) {
        return ResultTable.number(value, 2);
    }
}
