package org.biggantune.command.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.biggantune.archive.CheckedEntry;
import org.biggantune.archive.FileCheck;
import org.biggantune.cli.Report;
import org.biggantune.io.MessageText;
import org.biggantune.io.Sha256;
import org.biggantune.report.ImportSummary;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;

/**
 * The report of {@code check}:
 *
 * <pre>
 * {"file", "format", "sha256", "sound", "entries": [{"name", "kind", "bytes", "notFinite", "problem"?}]}
 * </pre>
 *
 * @param file the file
 * @param format the file's format
 * @param sha256 the file's digest
 * @param entries the file's parts, in order
 */
record CheckReport(Path file, String format, String sha256, List<CheckedEntry> entries) implements Report {
    /** Copies the list. */
    public CheckReport {
        entries = List.copyOf(entries);
    }

    /**
     * Reads every byte of a file and finds damage, without loading libtorch.
     *
     * @throws org.biggantune.domain.failure.BigganTuneException if the file is missing or of an unsupported format
     */
    static CheckReport of(Path file) {
        FileCheck.Result found = FileCheck.of(file);
        return new CheckReport(file, found.format(), Sha256.of(file), found.entries());
    }

    /** Returns whether nothing is damaged. Numbers that are not finite do not count as damage. */
    boolean sound() {
        return entries.stream().allMatch(entry -> entry.problem().isEmpty());
    }

    @Override
    public String json() {
        ObjectNode json = JsonFile.object().put("file", file.toString()).put("format", format);
        json.put("sha256", sha256).put("sound", sound());
        ArrayNode list = json.putArray("entries");
        for (CheckedEntry entry : entries) {
            ObjectNode node = list.addObject().put("name", entry.name()).put("kind", entry.kind());
            node.put("bytes", entry.bytes()).put("notFinite", entry.notFinite());
            entry.problem().ifPresent(problem -> node.put("problem", problem));
        }
        return JsonFile.pretty(json);
    }

    /** Returns facts in two columns and a table of parts. */
    @Override
    public String text(Page page) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("file", file.toString());
        facts.put("format", format);
        facts.put("SHA-256", sha256);
        long damaged =
                entries.stream().filter(entry -> entry.problem().isPresent()).count();
        facts.put("result", damaged == 0 ? "sound" : damaged + " of " + entries.size() + " parts damaged");
        ResultTable table = new ResultTable(List.of("part", "kind", "bytes", "result"));
        for (CheckedEntry entry : entries) {
            table.add(List.of(
                    MessageText.of(entry.name()),
                    entry.kind(),
                    String.format(Locale.ROOT, "%,d", entry.bytes()),
                    result(entry)));
        }
        return new ImportSummary(facts).text() + "\n" + table.render(page);
    }

    private static String result(CheckedEntry entry) {
        String numbers = entry.notFinite() == 0
                ? "ok"
                : String.format(Locale.ROOT, "ok, but %,d numbers are not finite", entry.notFinite());
        return entry.problem().orElse(numbers);
    }
}
