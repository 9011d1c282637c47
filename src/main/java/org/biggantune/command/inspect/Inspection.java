package org.biggantune.command.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.biggantune.archive.StateDict;
import org.biggantune.archive.StoredTensor;
import org.biggantune.cli.Report;
import org.biggantune.io.MessageText;
import org.biggantune.report.ImportSummary;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;

/**
 * The report of {@code inspect}:
 *
 * <pre>
 * {"file", "bytes", "sha256", "format", "kind", facts…, "parameters", "elements",
 *  "tensors": [{"name", "type", "shape", "elements"}]}
 * </pre>
 *
 * @param file the file
 * @param facts the facts about the whole file, by name
 * @param tensors the file's tensors, in order
 */
record Inspection(Path file, ObjectNode facts, List<Tensor> tensors) implements Report {
    private static final int SHORT_LIST = 4;

    /** The most lines for the values of one fact; a traced network has several per layer. */
    private static final int MOST_LINES = 40;

    /**
     * A tensor in a file.
     *
     * @param name the dotted name
     * @param type the type of the elements
     * @param shape the shape
     * @param elements the number of elements
     */
    record Tensor(String name, String type, List<Long> shape, long elements) {
        /** Copies the shape. */
        public Tensor {
            shape = List.copyOf(shape);
        }

        static Tensor of(StoredTensor tensor) {
            List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
            return new Tensor(tensor.name(), tensor.type().label(), shape, tensor.elementCount());
        }
    }

    /** Copies the list. */
    public Inspection {
        tensors = List.copyOf(tensors);
    }

    static List<Tensor> tensors(StateDict dict) {
        return dict.names().stream().map(name -> Tensor.of(dict.get(name))).toList();
    }

    @Override
    public String json() {
        ObjectNode json = JsonFile.object().put("file", file.toString());
        json.setAll(facts);
        json.put("elements", elements());
        ArrayNode list = json.putArray("tensors");
        for (Tensor tensor : tensors) {
            ObjectNode node = list.addObject().put("name", tensor.name()).put("type", tensor.type());
            tensor.shape().forEach(node.putArray("shape")::add);
            node.put("elements", tensor.elements());
        }
        return JsonFile.pretty(json);
    }

    /** Returns facts in two columns, with a summary for those of very many values, and a table of tensors. */
    @Override
    public String text(Page page) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("file", file.toString());
        facts.properties().forEach(fact -> {
            Map<String, String> inner = new LinkedHashMap<>();
            add(inner, fact.getKey(), fact.getValue());
            if (inner.size() <= MOST_LINES) {
                lines.putAll(inner);
            } else {
                lines.put(MessageText.of(fact.getKey()), summary(inner.keySet()));
            }
        });
        lines.put("elements", number(elements()));
        ResultTable table = new ResultTable(List.of("tensor", "type", "shape", "elements"));
        for (Tensor tensor : tensors) {
            table.add(List.of(
                    MessageText.of(tensor.name()),
                    tensor.type(),
                    tensor.shape().toString(),
                    number(tensor.elements())));
        }
        return new ImportSummary(lines).text() + (tensors.isEmpty() ? "" : "\n" + table.render(page));
    }

    private long elements() {
        return tensors.stream().mapToLong(Tensor::elements).sum();
    }

    private static void add(Map<String, String> lines, String name, JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.properties().forEach(inner -> add(lines, name + "." + inner.getKey(), inner.getValue()));
        } else if (value instanceof ArrayNode list) {
            lines.put(MessageText.of(name), text(list));
        } else {
            lines.put(MessageText.of(name), text(value));
        }
    }

    /** Summarises many values by the last part of their names, most frequent first. */
    private static String summary(Set<String> names) {
        Map<String, Long> counts = names.stream()
                .collect(Collectors.groupingBy(
                        name -> name.substring(name.lastIndexOf('.') + 1), LinkedHashMap::new, Collectors.counting()));
        String most = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(SHORT_LIST)
                .map(kind -> number(kind.getValue()) + " × " + kind.getKey())
                .collect(Collectors.joining(", "));
        return number(names.size()) + " values: " + most + (counts.size() > SHORT_LIST ? ", …" : "")
                + " (--json shows all)";
    }

    private static String text(JsonNode value) {
        if (value.canConvertToLong() && value.isIntegralNumber()) {
            return number(value.asLong());
        }
        return value.isDouble() ? ImportSummary.number(value.asDouble()) : MessageText.of(value.asText());
    }

    private static String text(ArrayNode list) {
        List<String> items = new ArrayList<>();
        list.forEach(item -> items.add(MessageText.of(item.asText())));
        return items.size() <= SHORT_LIST
                ? String.join(", ", items)
                : items.size() + ": " + items.get(0) + " … " + items.get(items.size() - 1);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
