package org.biggantune.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.biggantune.domain.VisibleText;

/**
 * What an import tells on standard output: facts in order, one a line, names and values in two columns. Characters that
 * act, such as line ends, are escaped.
 *
 * @param facts name to value
 */
public record ImportSummary(Map<String, String> facts) {
    /** Copies the facts. */
    public ImportSummary {
        Map<String, String> shown = new LinkedHashMap<>();
        facts.forEach((name, value) -> shown.put(VisibleText.line(name), VisibleText.line(value)));
        facts = shown;
    }

    /** The facts as text. */
    public String text() {
        int widest = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> text.append(name)
                .append(" ".repeat(widest - name.length() + 2))
                .append(value)
                .append('\n'));
        return text.toString();
    }

    /** A number as users write it: 1e-5, 0.353. */
    public static String number(double value) {
        return Double.toString(value).replace(".0E", "e").replace('E', 'e');
    }
}
