package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.biggantune.report.ResultTable;

/**
 * A class's measures before and after on validation and test latents, with the intervals of those on the test latents
 * and of each change.
 *
 * @param tested whether a candidate was measured on the test latents
 * @param confidence of the intervals, such as {@code 95 %}
 * @param resamples of the bootstrap over latents
 * @param rows one a measure
 */
record ChangeTable(boolean tested, String confidence, String resamples, List<Row> rows) {
    /** Half of a bar's width, in percent. */
    private static final double MIDDLE = 50;

    /** Room at both ends of a bar, in percent. */
    private static final double MARGIN = 4;

    /**
     * A measure.
     *
     * @param name the measure
     * @param validationBefore the original embedding on the validation latents
     * @param validationAfter the candidate on these
     * @param before the original embedding on the test latents
     * @param beforeInterval both ends of its confidence interval; empty where the record has none
     * @param after the candidate on these; the embedding that stays where none was tested
     * @param afterInterval both ends of its confidence interval; empty where the record has none
     * @param change the mean change on the test latents
     * @param interval both ends of its confidence interval
     * @param kind {@code up}, {@code down} where the interval is on one side of zero, else {@code open}
     * @param low where the interval begins on its bar, in percent of the bar
     * @param width the interval's width on it
     * @param mean where the change is on it
     */
    record Row(
            String name,
            String validationBefore,
            String validationAfter,
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

    /** The table of a {@code result.json}. */
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
        String confidence = String.format(
                Locale.ROOT, "%.0f %%", 100 * test.path("confidence").asDouble());
        return new ChangeTable(tested, confidence, test.path("resamples").asText("–"), rows);
    }

    private static Row row(
            Measures measure, JsonNode result, JsonNode before, JsonNode after, JsonNode test, double widest) {
        JsonNode change = measure.in(test.path("change"));
        boolean bounded = isBounded(change);
        double low = change.path("low").asDouble();
        double high = change.path("high").asDouble();
        return new Row(
                measure.title(),
                Measures.text(measure.in(result.path("validation"))),
                Measures.text(measure.in(result.path("candidate").path("validation"))),
                Measures.text(before),
                ends(measure.in(test.path("originalIntervals"))),
                Measures.text(after),
                ends(measure.in(test.path("candidateIntervals"))),
                Measures.signed(change.path("mean")),
                bounded ? Measures.signed(change.path("low")) + " to " + Measures.signed(change.path("high")) : "",
                bounded && low > 0 ? "up" : bounded && high < 0 ? "down" : "open",
                place(bounded ? low : 0, widest),
                percent(bounded ? (high - low) / widest * (MIDDLE - MARGIN) : 0),
                place(change.path("mean").asDouble(), widest));
    }

    private static boolean isBounded(JsonNode interval) {
        return interval.path("low").isNumber() && interval.path("high").isNumber();
    }

    private static String ends(JsonNode interval) {
        return isBounded(interval)
                ? Measures.text(interval.path("low")) + " to " + Measures.text(interval.path("high"))
                : "";
    }

    private static String place(double value, double widest) {
        return percent(MIDDLE + value / widest * (MIDDLE - MARGIN));
    }

    private static String percent(double value) {
        return ResultTable.number(value, 2);
    }
}
