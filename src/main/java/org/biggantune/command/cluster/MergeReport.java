package org.biggantune.command.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.biggantune.cli.Report;
import org.biggantune.command.tune.ImproveSummary;
import org.biggantune.domain.ClassLabel;
import org.biggantune.domain.VisibleText;
import org.biggantune.report.CsvTable;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;
import org.biggantune.runfolder.ClassStatus;
import org.biggantune.runfolder.WrittenFiles.WrittenFile;

/**
 * The report of a merge.
 *
 * @param folder the output folder
 * @param written the additional outputs
 * @param page the HTML report of the combined run, if written
 * @param entries the classes and their origin, in order
 */
record MergeReport(
        Path folder, List<WrittenFile> written, Optional<Path> page, Map<ClassLabel, MergeSelection.Entry> entries)
        implements Report {
    /** The metrics in the CSV file, which has a column before and one after for each. */
    private static final Map<String, String> MEASURES = measures();

    private static final int MOST_NAMED = 20;

    private static Map<String, String> measures() {
        Map<String, String> measures = new LinkedHashMap<>();
        measures.put("classifierTop1", "/classifier/top1");
        measures.put("classifierProbability", "/classifier/probability");
        measures.put("judgeTop1", "/judge/top1");
        measures.put("judgeProbability", "/judge/probability");
        measures.put("pairDiversity", "/pairDiversity");
        return measures;
    }

    /** Copies list and map, keeping their order. */
    MergeReport {
        written = List.copyOf(written);
        entries = new LinkedHashMap<>(entries);
    }

    /** Returns a copy with an HTML report. */
    MergeReport with(Path newPage) {
        return new MergeReport(folder, written, Optional.of(newPage), entries);
    }

    /** Returns whether every class is finished. */
    boolean isComplete() {
        return entries.values().stream().allMatch(MergeSelection.Entry::isDone);
    }

    /** Returns the {@code result.json} of each finished class. */
    List<ObjectNode> results() {
        return entries.values().stream()
                .flatMap(entry -> entry.status().result().stream())
                .toList();
    }

    /**
     * Returns {@code {"complete", "folder", "written": [{"file", "sha256"}], "done", "missing": [index], "failed": [index],
     * "unchanged": [index], "classes": [{"index", "name", "state", "run", "error", "result": result.json or null}]}}.
     */
    @Override
    public String json() {
        ObjectNode json = JsonFile.object().put("complete", isComplete()).put("folder", folder.toString());
        json.set("written", JsonFile.tree(written));
        json.put("done", results().size());
        json.set("missing", JsonFile.tree(indices(missing())));
        json.set("failed", JsonFile.tree(indices(failed())));
        json.set("unchanged", JsonFile.tree(indices(unchanged())));
        ArrayNode list = json.putArray("classes");
        entries.forEach((label, entry) -> {
            ClassStatus status = entry.status();
            ObjectNode node = list.addObject().put("index", label.index()).put("name", label.name());
            node.put("state", status.state().label())
                    .put("run", entry.run().root().toString());
            node.put("error", status.error().isEmpty() ? null : status.error());
            if (status.result().isPresent()) {
                node.set("result", status.result().get());
            } else {
                node.putNull("result");
            }
        });
        return JsonFile.pretty(json);
    }

    /** Returns a CSV table with a row for each class, with unrounded numbers. */
    String csv() {
        List<String> headers = new ArrayList<>(List.of("class", "name", "state", "run", "verdict", "loss", "steps"));
        MEASURES.keySet().forEach(measure -> headers.addAll(List.of(measure + "Before", measure + "After")));
        headers.addAll(List.of("seconds", "error"));
        CsvTable table = new CsvTable(headers);
        entries.forEach((label, entry) -> {
            JsonNode result =
                    entry.status().result().<JsonNode>map(found -> found).orElse(JsonFile.object());
            List<String> cells = new ArrayList<>(List.of(Integer.toString(label.index()), label.name()));
            cells.addAll(
                    List.of(entry.status().state().label(), entry.run().root().toString()));
            cells.add(result.path("verdict").asText());
            cells.add(result.at("/candidate/loss").asText());
            cells.add(result.path("steps").asText());
            MEASURES.values().forEach(pointer -> {
                cells.add(result.path("before").at(pointer).asText());
                cells.add(result.path("after").at(pointer).asText());
            });
            cells.addAll(List.of(result.path("seconds").asText(), entry.status().error()));
            table.add(cells);
        });
        return table.render();
    }

    /** Returns the table of a run, then the unchanged, missing and failed classes. */
    @Override
    public String text(Page page) {
        StringBuilder text = new StringBuilder();
        if (!results().isEmpty()) {
            text.append(new ImproveSummary(folder, this.page, Optional.empty(), results()).text(page));
        }
        written.forEach(one -> text.append("Written: ").append(one.file()).append('\n'));
        text.append(named("Unchanged", unchanged()));
        text.append(named("Missing", missing()));
        failed().forEach(label -> text.append("Failed: ")
                .append(VisibleText.line(label + ": "
                        + Objects.requireNonNull(entries.get(label)).status().error()))
                .append('\n'));
        text.append(results().size())
                .append(" of ")
                .append(entries.size())
                .append(" classes merged into ")
                .append(folder)
                .append('\n');
        return ResultTable.encodable(text.toString(), page);
    }

    private static String named(String what, List<ClassLabel> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        return labels.stream()
                .limit(MOST_NAMED)
                .map(label -> VisibleText.line(label.toString()))
                .collect(Collectors.joining(
                        ", ", what + " (" + labels.size() + "): ", labels.size() > MOST_NAMED ? ", …\n" : "\n"));
    }

    private static List<Integer> indices(List<ClassLabel> labels) {
        return labels.stream().map(ClassLabel::index).toList();
    }

    private List<ClassLabel> unchanged() {
        return labels(entry -> entry.status()
                .result()
                .map(result -> !result.path("improved").asBoolean())
                .orElse(false));
    }

    private List<ClassLabel> failed() {
        return labels(entry -> entry.status().state() == ClassStatus.State.FAILED);
    }

    private List<ClassLabel> missing() {
        return labels(entry -> !entry.isDone() && entry.status().state() != ClassStatus.State.FAILED);
    }

    private List<ClassLabel> labels(Predicate<MergeSelection.Entry> predicate) {
        return entries.entrySet().stream()
                .filter(entry -> predicate.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
