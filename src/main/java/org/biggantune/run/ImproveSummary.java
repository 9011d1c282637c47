package org.biggantune.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;

/**
 * What {@code improve} and {@code repurpose} tell on standard output.
 *
 * @param folder the run's folder
 * @param generator the generator that was written with the tuned rows, if one was
 * @param results each class's {@code result.json}, in the order asked for
 */
public record ImproveSummary(Path folder, Optional<Path> generator, List<ObjectNode> results) {
    private static final int DECIMALS = 3;

    /** Copies the list. */
    public ImproveSummary {
        results = List.copyOf(results);
    }

    /** As JSON: {@code {"run": folder, "generator": file or null, "classes": [result, …]}}. */
    public String json() {
        ObjectNode json = JsonFile.object().put("run", folder.toString());
        json.put("generator", generator.map(Path::toString).orElse(null));
        json.set("classes", JsonFile.tree(results));
        return JsonFile.pretty(json);
    }

    /** The results as a table, and where the files are. */
    public String text(Page page) {
        boolean judged = results.stream()
                .anyMatch(result -> result.path("before").path("judge").isObject());
        boolean foreign = results.stream().anyMatch(result -> result.has("startRow"));
        List<String> headers = new ArrayList<>(List.of("class"));
        if (foreign) {
            headers.add("original row");
        }
        headers.addAll(List.of("classifier top-1", "probability"));
        if (judged) {
            headers.addAll(List.of("judge top-1", "probability"));
        }
        headers.addAll(List.of("pair diversity", "result"));
        ResultTable table = new ResultTable(headers);
        for (ObjectNode result : results) {
            List<String> cells = new ArrayList<>();
            cells.add(label(result.path("class")));
            if (foreign) {
                cells.add(label(result.path("startRow")));
            }
            cells.add(change(result, "classifier", "top1"));
            cells.add(change(result, "classifier", "probability"));
            if (judged) {
                cells.add(change(result, "judge", "top1"));
                cells.add(change(result, "judge", "probability"));
            }
            cells.add(change(result, "pairDiversity", ""));
            cells.add(verdict(result));
            table.add(cells);
        }
        boolean layers =
                results.stream().anyMatch(result -> result.path("noiseLayer").asBoolean());
        return table.render(page) + "Pictures and embeddings: " + folder + "\n"
                + generator
                        .map(file -> "Generator with the tuned rows: " + file + "\n")
                        .orElse("")
                + (layers
                        ? "Each improved row needs the " + NoiseLayerFile.NAME
                                + " beside it; a matrix has no place for it, so there" + " is no embeddings.npy.\n"
                        : "");
    }

    private static String verdict(ObjectNode result) {
        if (!result.path("improved").asBoolean()) {
            return "kept: nothing better found";
        }
        return result.path("collapsed").asBoolean() ? "improved (was collapsed)" : "improved";
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
