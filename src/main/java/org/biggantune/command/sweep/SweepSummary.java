package org.biggantune.command.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.biggantune.cli.Report;
import org.biggantune.report.CsvTable;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;

/**
 * The report of a sweep: a row for each combination and class, and the means of each combination. It does not pick a best
 * one, which depends on the price in diversity and image quality that a gain in recognition may have.
 *
 * @param folder the sweep's folder
 * @param outcomes the outcomes of the combinations, in the order in which they ran
 */
record SweepSummary(Path folder, List<SweepOutcome> outcomes) implements Report {
    private static final int DECIMALS = 3;
    private static final String STEPS = "/steps";
    private static final String SECONDS = "/seconds";
    private static final String JUDGE = "/judge/top1";

    /** The metrics before and after: the header of the text table, that of the CSV file, and a JSON pointer. */
    private static final List<Measure> MEASURES = List.of(
            new Measure("classifier top-1", "classifierTop1", "/classifier/top1"),
            new Measure("probability", "classifierProbability", "/classifier/probability"),
            new Measure("judge top-1", "judgeTop1", JUDGE),
            new Measure("pair diversity", "pairDiversity", "/pairDiversity"));

    private record Measure(String title, String column, String pointer) {}

    /** Copies the list. */
    public SweepSummary {
        outcomes = List.copyOf(outcomes);
    }

    /** Returns the combinations that diverged. */
    List<SweepOutcome> failures() {
        return outcomes.stream()
                .filter(outcome -> outcome.failure().isPresent())
                .toList();
    }

    /** Returns a table, without means if there is only one class, and the location of the files. */
    @Override
    public String text(Page page) {
        boolean judged = rows().anyMatch(row -> row.mean("/before" + JUDGE).isPresent());
        List<Measure> shown = MEASURES.stream()
                .filter(measure -> judged || !measure.pointer().equals(JUDGE))
                .toList();
        List<String> headers = new ArrayList<>(keys());
        headers.addAll(List.of("class", "improved", "steps"));
        shown.forEach(measure -> headers.add(measure.title()));
        headers.add("seconds");
        ResultTable table = new ResultTable(headers);
        rows().filter(row -> row.isClass() || row.outcome().results().size() != 1)
                .forEach(row -> {
                    List<String> cells =
                            new ArrayList<>(row.outcome().point().values().values());
                    cells.addAll(List.of(row.label(), row.improved(), row.number(STEPS, 0)));
                    shown.forEach(measure -> cells.add(row.change(measure.pointer())));
                    cells.add(row.number(SECONDS, 1));
                    table.add(cells);
                });
        return table.render(page) + "Runs, sweep.csv and sweep.json: " + folder + "\n";
    }

    /** Returns the content of {@code sweep.csv}: all rows with unrounded numbers. */
    String csv() {
        List<String> headers = new ArrayList<>(keys());
        headers.addAll(List.of("folder", "class", "name", "improved", "steps"));
        MEASURES.forEach(measure -> headers.addAll(List.of(measure.column() + "Before", measure.column() + "After")));
        headers.addAll(List.of("seconds", "failure"));
        CsvTable table = new CsvTable(headers);
        rows().forEach(row -> {
            List<String> cells = new ArrayList<>(row.outcome().point().values().values());
            cells.addAll(List.of(row.outcome().point().folderName(), row.index(), row.name(), row.improved()));
            cells.add(row.exact(STEPS));
            MEASURES.forEach(measure -> cells.addAll(
                    List.of(row.exact("/before" + measure.pointer()), row.exact("/after" + measure.pointer()))));
            cells.addAll(List.of(row.exact(SECONDS), row.outcome().failure().orElse("")));
            table.add(cells);
        });
        return table.render();
    }

    /**
     * Returns the content of {@code sweep.json}, a list of
     *
     * <pre>
     * {"values": {OPTION: TEXT}, "folder", "failure": TEXT or null, "results": [result.json of each class],
     *  "mean": {"improved": classes, "steps", "before": {COLUMN}, "after": {COLUMN}, "seconds"} or null}
     * </pre>
     */
    @Override
    public String json() {
        ArrayNode list = JsonFile.object().arrayNode();
        for (SweepOutcome outcome : outcomes) {
            ObjectNode node = list.addObject();
            node.set("values", JsonFile.tree(outcome.point().values()));
            node.put("folder", outcome.point().folderName());
            node.put("failure", outcome.failure().orElse(null));
            node.set("results", JsonFile.tree(outcome.results()));
            if (outcome.results().isEmpty()) {
                node.putNull("mean");
            } else {
                node.set("mean", mean(outcome));
            }
        }
        return JsonFile.pretty(list);
    }

    private static ObjectNode mean(SweepOutcome outcome) {
        ObjectNode mean = JsonFile.object().put("improved", outcome.improved());
        outcome.mean(STEPS).ifPresent(steps -> mean.put("steps", steps));
        for (String when : List.of("before", "after")) {
            ObjectNode part = mean.putObject(when);
            MEASURES.forEach(measure ->
                    outcome.mean("/" + when + measure.pointer()).ifPresent(value -> part.put(measure.column(), value)));
        }
        outcome.mean(SECONDS).ifPresent(seconds -> mean.put("seconds", seconds));
        return mean;
    }

    private List<String> keys() {
        return outcomes.stream()
                .findFirst()
                .map(outcome -> List.copyOf(outcome.point().values().keySet()))
                .orElse(List.of());
    }

    /** Returns a row for each class of a combination, followed by one for their mean or for the failure. */
    private Stream<Row> rows() {
        return outcomes.stream()
                .flatMap(outcome -> Stream.concat(
                        outcome.results().stream()
                                .map(result -> new Row(
                                        new SweepOutcome(outcome.point(), List.of(result), outcome.failure()), true)),
                        Stream.of(new Row(outcome, false))));
    }

    /** A row: a single class, or the mean of all classes of a combination. */
    private record Row(SweepOutcome outcome, boolean isClass) {
        String index() {
            return isClass ? outcome.results().get(0).at("/class/index").asText() : failed() ? "" : "mean";
        }

        String name() {
            return isClass ? outcome.results().get(0).at("/class/name").asText() : "";
        }

        String label() {
            return (index() + " " + name()).strip();
        }

        String improved() {
            if (failed()) {
                return "diverged";
            }
            return isClass
                    ? outcome.improved() == 1 ? "yes" : "no"
                    : outcome.improved() + " of " + outcome.results().size();
        }

        String number(String pointer, int decimals) {
            OptionalDouble value = mean(pointer);
            return value.isPresent() ? ResultTable.number(value.getAsDouble(), decimals) : "";
        }

        String exact(String pointer) {
            OptionalDouble value = mean(pointer);
            if (value.isEmpty()) {
                return "";
            }
            double number = value.getAsDouble();
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }

        String change(String pointer) {
            OptionalDouble before = mean("/before" + pointer);
            OptionalDouble after = mean("/after" + pointer);
            return before.isPresent() && after.isPresent()
                    ? ResultTable.change(before.getAsDouble(), after.getAsDouble(), DECIMALS)
                    : "";
        }

        OptionalDouble mean(String pointer) {
            return outcome.mean(pointer);
        }

        private boolean failed() {
            return outcome.failure().isPresent();
        }
    }
}
