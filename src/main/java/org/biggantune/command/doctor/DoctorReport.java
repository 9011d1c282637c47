package org.biggantune.command.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.cli.Report;
import org.biggantune.report.ImportSummary;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;

/**
 * The report of {@code doctor}.
 *
 * @param facts the findings by name, in the order of the text
 * @param details the same as JSON, see {@link #json()}
 * @param usable whether the device can be used
 * @param modelsThere whether all shipped models are present
 * @param problems a line for each problem and its remedy
 * @param hints a line for each possible improvement
 */
record DoctorReport(
        Map<String, String> facts,
        ObjectNode details,
        boolean usable,
        boolean modelsThere,
        List<String> problems,
        List<String> hints)
        implements Report {
    /** Copies the collections. */
    public DoctorReport {
        facts = new LinkedHashMap<>(facts);
        problems = List.copyOf(problems);
        hints = List.copyOf(hints);
    }

    /** Returns facts in two columns, then a line for each problem and hint. */
    @Override
    public String text(Page page) {
        StringBuilder text = new StringBuilder(new ImportSummary(facts).text());
        problems.forEach(problem -> text.append("problem: ").append(problem).append('\n'));
        hints.forEach(hint -> text.append("hint: ").append(hint).append('\n'));
        return text.toString();
    }

    /**
     * Returns a JSON object with {@code tool}, {@code machine}, {@code libtorch}, {@code cuda}, {@code models}, {@code
     * trial} and {@code selfTest} if requested, {@code usable}, {@code problems} and {@code hints}.
     */
    @Override
    public String json() {
        ObjectNode whole = details.deepCopy().put("usable", usable);
        add(whole.putArray("problems"), problems);
        add(whole.putArray("hints"), hints);
        return JsonFile.pretty(whole);
    }

    private static void add(ArrayNode array, List<String> lines) {
        lines.forEach(array::add);
    }
}
