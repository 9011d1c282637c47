package org.biggantune.command.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.cli.Report;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;
import org.biggantune.runfolder.ClassResult;
import org.biggantune.runfolder.NoiseLayerFile;

/**
 * The report of a tuning command on standard output.
 *
 * @param folder the run's folder
 * @param report the run's HTML report, if one was written
 * @param generator the generator with the tuned embeddings, if one was written
 * @param results the {@code result.json} of each class, in the requested order
 */
public record ImproveSummary(Path folder, Optional<Path> report, Optional<Path> generator, List<ObjectNode> results)
        implements Report {
    private static final int DECIMALS = 3;

    /** Copies the list. */
    public ImproveSummary {
        results = List.copyOf(results);
    }

    /** Returns {@code {"run": folder, "report": file or null, "generator": file or null, "classes": [result, …]}}. */
    @Override
    public String json() {
        ObjectNode json = JsonFile.object().put("run", folder.toString());
        json.put("report", report.map(Path::toString).orElse(null));
        json.put("generator", generator.map(Path::toString).orElse(null));
        json.set("classes", JsonFile.tree(results));
        return JsonFile.pretty(json);
    }

    /** Returns the results as a table, followed by the locations of the files. */
    @Override
    public String text(Page page) {
        boolean judged = results.stream()
                .anyMatch(result -> result.path("before").path("judge").isObject());
        boolean repurposed = results.stream().anyMatch(result -> result.has("startRow"));
        List<String> headers = new ArrayList<>(List.of("class"));
        if (repurposed) {
            headers.add("starts from");
        }
        headers.addAll(List.of("top-1", "probability", "pair diversity", "result"));
        ResultTable table = new ResultTable(headers);
        for (ObjectNode result : results) {
            List<String> cells = new ArrayList<>();
            cells.add(label(result.path("class")));
            if (repurposed) {
                cells.add(label(result.path("startRow")));
            }
            cells.add(change(result, "classifier", "top1"));
            cells.add(change(result, "classifier", "probability"));
            cells.add(change(result, "pairDiversity", ""));
            cells.add(result.path("verdict").asText());
            table.add(cells);
            if (judged) {
                table.add(judges(result, repurposed));
            }
        }
        if (results.size() > 1) {
            means(repurposed).forEach(table::add);
        }
        boolean layers =
                results.stream().anyMatch(result -> result.path("noiseLayer").asBoolean());
        return (results.isEmpty() ? "" : table.render(page)) + reasons(page) + counts() + "Pictures and embeddings: "
                + folder + "\n"
                + report.map(file -> "Report: " + file + "\n").orElse("")
                + generator
                        .map(file -> "Generator with the tuned embeddings: " + file + "\n")
                        .orElse("")
                + (layers
                        ? "Each improved embedding needs the " + NoiseLayerFile.NAME
                                + " beside it. embeddings.npy cannot hold these layers and was not written.\n"
                        : "");
    }

    /** Returns the judge's row, below that of its class: side by side they would be too wide for a terminal. */
    private static List<String> judges(ObjectNode result, boolean repurposed) {
        List<String> cells = new ArrayList<>(List.of("judge"));
        if (repurposed) {
            cells.add("");
        }
        cells.addAll(List.of(change(result, "judge", "top1"), change(result, "judge", "probability"), "", ""));
        return cells;
    }

    /** Returns the means over all classes, and the judge's over the classes that have a judge. */
    private List<List<String>> means(boolean repurposed) {
        List<List<String>> rows = new ArrayList<>();
        for (String who : List.of("classifier", "judge")) {
            List<ObjectNode> seen = results.stream()
                    .filter(result -> result.path("before").path(who).isObject())
                    .toList();
            if (!seen.isEmpty()) {
                boolean judge = who.equals("judge");
                List<String> cells = new ArrayList<>(List.of(judge ? "judge" : "mean of " + seen.size()));
                if (repurposed) {
                    cells.add("");
                }
                cells.add(mean(seen, who, "top1"));
                cells.add(mean(seen, who, "probability"));
                cells.addAll(List.of(judge ? "" : mean(seen, "pairDiversity", ""), ""));
                rows.add(cells);
            }
        }
        return rows;
    }

    private static String mean(List<ObjectNode> results, String part, String field) {
        double[] means = Stream.of("before", "after")
                .mapToDouble(when -> results.stream()
                        .mapToDouble(result -> value(result.path(when).path(part), field))
                        .average()
                        .orElseThrow())
                .toArray();
        return ResultTable.change(means[0], means[1], DECIMALS);
    }

    /** Counts the classes by verdict; empty for a single class. */
    private String counts() {
        if (results.size() < 2) {
            return "";
        }
        Map<String, Long> counts = results.stream()
                .collect(Collectors.groupingBy(
                        result -> result.path("verdict").asText(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", ", results.size() + " classes: ", "\n"));
    }

    /** Returns a line for each class that kept its embedding or was collapsed. */
    private String reasons(Page page) {
        StringBuilder lines = new StringBuilder();
        results.stream()
                .filter(result -> !result.path("improved").asBoolean()
                        || result.path("collapsed").asBoolean())
                .forEach(result -> lines.append(ClassResult.line(result)).append('\n'));
        return ResultTable.encodable(lines.toString(), page);
    }

    private static String label(JsonNode node) {
        return node.path("index").asInt() + " " + node.path("name").asText();
    }

    private static String change(ObjectNode result, String part, String field) {
        return ResultTable.change(
                value(result.path("before").path(part), field),
                value(result.path("after").path(part), field),
                DECIMALS);
    }

    private static double value(JsonNode node, String field) {
        return (field.isEmpty() ? node : node.path(field)).asDouble();
    }
}
