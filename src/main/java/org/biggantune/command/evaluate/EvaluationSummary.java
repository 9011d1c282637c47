package org.biggantune.command.evaluate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.biggantune.cli.Report;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;
import org.biggantune.report.SignificantDigits;

/** What {@code evaluate} tells: every row's measures, and the means of each run. */
final class EvaluationSummary implements Report {
    private static final int DECIMALS = 3;
    private static final String NONE = "–";
    private static final String ABOVE_REAL = "*";
    private static final List<String> HEADERS = List.of(
            "judge top-1",
            "probability",
            "pair diversity",
            "FID",
            "KID × 1000",
            "precision",
            "recall",
            "density",
            "coverage");

    private final ObjectNode protocol;
    private final List<EvaluatedRow> rows;
    private final int labels;

    /**
     * The rows that come from one run, or from the generator itself.
     *
     * @param title the run's folder or the generator's file
     * @param rows at least one
     */
    private record Group(String title, List<EvaluatedRow> rows) {}

    /**
     * A summary.
     *
     * @param protocol what must be known to compare the numbers with others
     * @param rows the rows in the order asked for
     * @param labels the judge's
     */
    EvaluationSummary(ObjectNode protocol, List<EvaluatedRow> rows, int labels) {
        this.protocol = protocol;
        this.rows = List.copyOf(rows);
        this.labels = labels;
    }

    /**
     * As JSON: judge, real images and settings, {@code results} with an entry a class, {@code runs} with the means of
     * each run.
     */
    @Override
    public String json() {
        ObjectNode json = protocol.deepCopy();
        ArrayNode results = json.putArray("results");
        rows.forEach(row -> results.add(row.json()));
        ArrayNode runs = json.putArray("runs");
        for (Group group : groups()) {
            ObjectNode node = runs.addObject();
            EvaluationSubject subject = group.rows().get(0).subject();
            subject.run().ifPresent(run -> node.put("run", run.toString()));
            node.put("generator", subject.generator().toString());
            node.put("classes", group.rows().size());
            node.set("before", json(before(group)));
            after(group).ifPresent(mean -> node.set("after", json(mean)));
        }
        return JsonFile.pretty(json);
    }

    /** As a table, with the means of a run that has several classes, and what the numbers depend on. */
    @Override
    public String text(Page page) {
        List<Group> groups = groups();
        boolean named = groups.size() > 1 || rows.get(0).subject().run().isPresent();
        boolean foreign = rows.stream()
                .anyMatch(row -> !row.subject().original().equals(row.subject().target()));
        List<String> headers = new ArrayList<>();
        if (named) {
            headers.add("run");
        }
        headers.add("class");
        if (foreign) {
            headers.add("original row");
        }
        headers.addAll(HEADERS);
        ResultTable table = new ResultTable(headers);
        for (Group group : groups) {
            String title = group.title();
            for (EvaluatedRow row : group.rows()) {
                EvaluationSubject subject = row.subject();
                List<String> names =
                        new ArrayList<>(List.of(title, plain(subject.target().toString())));
                if (foreign) {
                    names.add(plain(subject.original().toString()));
                }
                add(table, named, names, row.before(), row.after(), row.real());
                row.real().ifPresent(real -> addReal(table, named, names, real));
                title = "";
            }
            if (group.rows().size() > 1) {
                List<String> names =
                        new ArrayList<>(List.of("", "mean of " + group.rows().size()));
                if (foreign) {
                    names.add("");
                }
                List<EvaluatedRow.RealScores> scores = group.rows().stream()
                        .flatMap(row -> row.real().stream())
                        .toList();
                Optional<EvaluatedRow.RealScores> real =
                        scores.isEmpty() ? Optional.empty() : Optional.of(EvaluatedRow.RealScores.mean(scores));
                add(table, named, names, before(group), after(group), real);
                real.ifPresent(mean -> addReal(table, named, names, mean));
            }
        }
        return table.render(page) + footnote();
    }

    private String realImages() {
        String statistics = protocol.at("/real/statistics").asText();
        String images = "up to " + protocol.at("/settings/real-samples").asText() + " real images a class";
        if (statistics.isEmpty()) {
            return images;
        }
        return (protocol.at("/real").has("folder") ? images + ", FID to the" : "the") + " statistics " + statistics;
    }

    private String footnote() {
        return String.format(
                        Locale.ROOT,
                        "%s samples and %s; FID and the columns after it on the features of %s"
                                + " (%s): compare them with such numbers only.%n",
                        protocol.at("/settings/samples").asText(),
                        realImages(),
                        protocol.at("/judge/file").asText(),
                        protocol.at("/judge/features").asText())
                + (anyAboveReal()
                        ? ABOVE_REAL
                                + " above the real images' own: the judge is surer of these samples than of real ones,"
                                + " which is no gain in realism.\n"
                        : "")
                + (protocol.at("/judge/choseRows").asBoolean()
                        ? "The judge took part in choosing these rows: a classifier that did not (--judge) says more.\n"
                        : "");
    }

    private List<Group> groups() {
        Map<String, List<EvaluatedRow>> byTitle = new LinkedHashMap<>();
        for (EvaluatedRow row : rows) {
            String title = row.subject().run().orElse(row.subject().generator()).toString();
            byTitle.computeIfAbsent(title, unused -> new ArrayList<>()).add(row);
        }
        return byTitle.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue()))
                .toList();
    }

    private RowMeasures before(Group group) {
        return RowMeasures.mean(group.rows().stream().map(EvaluatedRow::before).toList(), labels);
    }

    private Optional<RowMeasures> after(Group group) {
        List<RowMeasures> after =
                group.rows().stream().flatMap(row -> row.after().stream()).toList();
        return after.isEmpty() ? Optional.empty() : Optional.of(RowMeasures.mean(after, labels));
    }

    private static ObjectNode json(RowMeasures mean) {
        return mean.json().put("inceptionScore", mean.inception().score());
    }

    private static void add(
            ResultTable table,
            boolean named,
            List<String> names,
            RowMeasures before,
            Optional<RowMeasures> after,
            Optional<EvaluatedRow.RealScores> real) {
        List<String> cells = new ArrayList<>(named ? names : names.subList(1, names.size()));
        for (String name : RowMeasures.NAMES) {
            double unit = name.equals("kid") ? 1000 : 1;
            OptionalDouble old = before.value(name);
            OptionalDouble now = after.map(measures -> measures.value(name)).orElse(old);
            if (old.isEmpty() || now.isEmpty()) {
                cells.add(NONE);
                continue;
            }
            String mark = real.filter(scores -> scores.isBeatenBy(name, now.getAsDouble()))
                    .map(beaten -> ABOVE_REAL)
                    .orElse("");
            cells.add((after.isEmpty()
                            ? SignificantDigits.of(unit * old.getAsDouble(), DECIMALS)
                            : ResultTable.change(unit * old.getAsDouble(), unit * now.getAsDouble(), DECIMALS))
                    + mark);
        }
        table.add(cells);
    }

    /** What the judge sees in the real images themselves, below the row that was compared with them. */
    private static void addReal(ResultTable table, boolean named, List<String> names, EvaluatedRow.RealScores real) {
        List<String> cells = new ArrayList<>(Collections.nCopies(names.size() - (named ? 0 : 1), ""));
        cells.set(named ? 1 : 0, "  real");
        Map<String, Double> values = real.values();
        for (String name : RowMeasures.NAMES) {
            cells.add(values.containsKey(name) ? SignificantDigits.of(values.get(name), DECIMALS) : "");
        }
        table.add(cells);
    }

    /** Whether a row's samples, or a mean's, are recognised more surely than real images. */
    private boolean anyAboveReal() {
        return rows.stream()
                .anyMatch(row -> List.of("top1", "probability").stream()
                        .anyMatch(name -> row.real()
                                .filter(real -> real.isBeatenBy(
                                        name,
                                        row.after()
                                                .orElse(row.before())
                                                .value(name)
                                                .orElse(0)))
                                .isPresent()));
    }

    private static String plain(String label) {
        return label.replace("\"", "");
    }
}
