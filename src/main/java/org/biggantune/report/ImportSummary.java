package org.biggantune.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.biggantune.domain.VisibleText;

/**
 * An import's summary on standard output: one fact per line, names and values in two columns. Control characters,
 * including line ends, are escaped.
 *
 * @param facts name to value
 */
public record ImportSummary(Map<String, String> facts) {
    /** Copies the facts and escapes control characters. */
    public ImportSummary {
        Map<String, String> shown = new LinkedHashMap<>();
        facts.forEach((name, value) -> shown.put(VisibleText.line(name), VisibleText.line(value)));
        facts = shown;
    }

    /** Returns the facts as text. */
    public String text() {
        int widest = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> text.append(name)
                .append(" ".repeat(widest - name.length() + 2))
                .append(value)
                .append('\n'));
        return text.toString();
    }

    /** Formats a number as users type it: 1e-5, 0.353. */
    public static String number(double value) {
        return Double.toString(value).replace(".0E", "e").replace('E', 'e');
    }
}
