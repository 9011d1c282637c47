package org.biggantune.command.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.biggantune.cli.Report;
import org.biggantune.report.ImportSummary;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;

/** A report of facts about models: two columns for each model, or a list of JSON objects. */
final class ModelFacts implements Report {
    private final List<Map<String, Object>> models = new ArrayList<>();

    /** Starts the next model. */
    ModelFacts begin(String name) {
        return beginWith("name", name);
    }

    /** Starts a section that is not about a model, with its first fact. */
    ModelFacts beginWith(String fact, String value) {
        models.add(new LinkedHashMap<>(Map.of(fact, value)));
        return this;
    }

    /** Adds a fact unless its text is empty. */
    ModelFacts add(String fact, Object value) {
        if (!String.valueOf(value).isEmpty()) {
            models.get(models.size() - 1).put(fact, value);
        }
        return this;
    }

    @Override
    public String text(Page page) {
        List<String> texts = new ArrayList<>();
        for (Map<String, Object> model : models) {
            Map<String, String> facts = new LinkedHashMap<>();
            model.forEach((fact, value) -> facts.put(fact, shown(value)));
            texts.add(new ImportSummary(facts).text());
        }
        return String.join("\n", texts);
    }

    private static String shown(Object value) {
        return value instanceof Map<?, ?> options
                ? options.entrySet().stream()
                        .map(option -> option.getKey() + " " + option.getValue())
                        .collect(Collectors.joining(", "))
                : String.valueOf(value);
    }

    @Override
    public String json() {
        ArrayNode array = JsonFile.object().putArray("models");
        models.forEach(model -> array.add((ObjectNode) JsonFile.tree(model)));
        return JsonFile.pretty(array);
    }
}
