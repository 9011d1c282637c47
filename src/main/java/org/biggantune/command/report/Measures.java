package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.biggantune.report.SignificantDigits;

/** The measures of a class's samples: their paths in records and their titles in tables. */
enum Measures {
    CLASSIFIER_TOP1("classifier.top1", "classifier top-1"),
    CLASSIFIER_PROBABILITY("classifier.probability", "classifier probability"),
    JUDGE_TOP1("judge.top1", "judge top-1"),
    JUDGE_PROBABILITY("judge.probability", "judge probability"),
    PAIR_DIVERSITY("pairDiversity", "pair diversity");

    private static final int DECIMALS = 3;

    private final String path;
    private final String title;

    Measures(String path, String title) {
        this.path = path;
        this.title = title;
    }

    /** Returns all measures in the order of tables. */
    static List<Measures> all() {
        return List.of(values());
    }

    /** Returns the title of the measure with a path in records; the path itself if it is unknown. */
    static String title(String path) {
        return all().stream()
                .filter(measure -> measure.path.equals(path))
                .map(Measures::title)
                .findFirst()
                .orElse(path);
    }

    /** Whether a record's name of a measure is this one's. */
    boolean isNamed(JsonNode name) {
        return path.equals(name.asText());
    }

    String title() {
        return title;
    }

    /** Returns this measure from an object of a record; a missing node if the object lacks it. */
    JsonNode in(JsonNode measures) {
        return measures.at("/" + path.replace('.', '/'));
    }

    /** Formats a number for tables; a dash if it is missing. */
    static String text(JsonNode number) {
        return number.isNumber() ? SignificantDigits.of(number.asDouble(), DECIMALS) : "–";
    }

    /** Whether an interval has both bounds. */
    static boolean isBounded(JsonNode interval) {
        return interval.path("low").isNumber() && interval.path("high").isNumber();
    }

    /** Formats the bounds of an interval; empty if it is missing or unbounded. */
    static String ends(JsonNode interval) {
        return isBounded(interval) ? text(interval.path("low")) + " to " + text(interval.path("high")) : "";
    }

    /** Formats the bounds of the interval of a change; empty if it is missing or unbounded. */
    static String signedEnds(JsonNode interval) {
        return isBounded(interval) ? signed(interval.path("low")) + " to " + signed(interval.path("high")) : "";
    }

    /** Formats a number with its sign for tables; a dash if it is missing. */
    static String signed(JsonNode number) {
        return number.isNumber() ? SignificantDigits.signed(number.asDouble(), DECIMALS) : "–";
    }
}
