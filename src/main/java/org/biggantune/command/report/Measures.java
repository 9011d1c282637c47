package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.biggantune.report.SignificantDigits;

/** The measures of a class's samples under their names in records, and as people read them. */
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

    /** All, in the order of tables. */
    static List<Measures> all() {
        return List.of(values());
    }

    /** The name of a measure that a record names, as people read it; the record's own word if it is none of these. */
    static String title(String path) {
        return all().stream()
                .filter(measure -> measure.path.equals(path))
                .map(Measures::title)
                .findFirst()
                .orElse(path);
    }

    String title() {
        return title;
    }

    /** The measure in an object of a record; a missing node if it has none. */
    JsonNode in(JsonNode measures) {
        return measures.at("/" + path.replace('.', '/'));
    }

    /** A number as tables show it; a dash for none. */
    static String text(JsonNode number) {
        return number.isNumber() ? SignificantDigits.of(number.asDouble(), DECIMALS) : "–";
    }

    /** The same with its sign. */
    static String signed(JsonNode number) {
        return number.isNumber() ? SignificantDigits.signed(number.asDouble(), DECIMALS) : "–";
    }
}
