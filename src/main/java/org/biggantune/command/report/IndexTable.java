package org.biggantune.command.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.image.CompactPicture;
import org.biggantune.report.ResultTable;
import org.biggantune.report.SignificantDigits;
import org.biggantune.runfolder.RecordedClass;
import org.biggantune.runfolder.RunDirectory;

/**
 * The table of the classes of one or several runs.
 *
 * @param ofRuns whether rows name their run
 * @param headers the headers of the numbers
 * @param rows one per class
 * @param counts the number of classes with each verdict
 */
record IndexTable(boolean ofRuns, List<String> headers, List<Row> rows, List<Count> counts) {
    private static final int PICTURE_WIDTH = 96;
    private static final int DECIMALS = 3;

    /** How many rows are in the table when the page opens, and how many the page's script adds at once. */
    private static final int PART = 100;

    /** A verdict and the number of classes with it. */
    record Count(String verdict, String kind, int number) {}

    /**
     * A class.
     *
     * @param run the run's name
     * @param href the address of the class's section or page; empty if there is none
     * @param index its index, for sorting
     * @param title index and name
     * @param before a picture
     * @param after a picture
     */
    record Row(
            String run,
            String href,
            int index,
            String title,
            String verdict,
            String kind,
            String reason,
            Optional<CompactPicture> before,
            Optional<CompactPicture> after,
            List<Cell> cells) {
        /** Returns whether the class has a section or page. */
        boolean linked() {
            return !href.isEmpty();
        }
    }

    /**
     * A number.
     *
     * @param label its column's header, for narrow screens
     * @param text the number as shown
     * @param sort the value for sorting; empty sorts below all numbers
     */
    record Cell(String label, String text, String sort) {}

    /** Returns the number of classes. */
    int size() {
        return rows.size();
    }

    /** Returns the rows that are in the table when the page opens. */
    List<Row> first() {
        return rows.subList(0, Math.min(PART, rows.size()));
    }

    /** Returns the other rows in parts; the page's script adds them after the page has opened. */
    List<List<Row>> more() {
        List<List<Row>> parts = new ArrayList<>();
        for (int from = PART; from < rows.size(); from += PART) {
            parts.add(rows.subList(from, Math.min(from + PART, rows.size())));
        }
        return parts;
    }

    /** Creates a table of rows and counts their verdicts. */
    static IndexTable of(boolean ofRuns, List<Row> rows) {
        Map<String, Count> counts = new TreeMap<>();
        for (Row row : rows) {
            counts.merge(
                    row.verdict(),
                    new Count(row.verdict(), row.kind(), 1),
                    (one, other) -> new Count(one.verdict(), one.kind(), one.number() + other.number()));
        }
        List<String> headers =
                new ArrayList<>(Measures.all().stream().map(Measures::title).toList());
        headers.add("relative diversity before");
        headers.add("steps");
        headers.add("seconds");
        return new IndexTable(ofRuns, headers, rows, List.copyOf(counts.values()));
    }

    /**
     * Creates the row of a class.
     *
     * @param run the run's name
     * @param href the address of the class's section or page; empty if there is none
     */
    static Row row(String run, String href, RecordedClass of) {
        JsonNode result = of.result().map(JsonNode.class::cast).orElse(MissingNode.getInstance());
        boolean improved = result.path("improved").asBoolean();
        List<Cell> cells = new ArrayList<>();
        for (Measures measure : Measures.all()) {
            JsonNode before = measure.in(result.path("before"));
            JsonNode after = measure.in(result.path("after"));
            boolean known = before.isNumber() && after.isNumber();
            cells.add(new Cell(
                    measure.title(),
                    known ? ResultTable.change(before.asDouble(), after.asDouble(), DECIMALS) : "–",
                    known ? Double.toString(after.asDouble() - before.asDouble()) : ""));
        }
        cells.add(cell("relative diversity before", result.path("relativeDiversity"), 2));
        JsonNode steps = result.path("steps");
        cells.add(new Cell("steps", steps.asText("–"), steps.asText()));
        cells.add(cell("seconds", result.path("seconds"), 1));
        return new Row(
                run,
                href,
                of.label().index(),
                (of.label().index() + " " + of.label().name()).strip(),
                ClassSection.verdict(of),
                ClassSection.kind(of),
                of.result().isPresent() ? result.path("reason").asText() : of.problem(),
                picture(of.folder().resolve(RunDirectory.BEFORE)),
                improved ? picture(of.folder().resolve(RunDirectory.AFTER)) : Optional.empty(),
                cells);
    }

    private static Cell cell(String label, JsonNode number, int decimals) {
        return new Cell(
                label,
                number.isNumber() ? SignificantDigits.of(number.asDouble(), decimals) : "–",
                number.isNumber() ? number.asText() : "");
    }

    private static Optional<CompactPicture> picture(Path file) {
        try {
            return Files.exists(file) ? Optional.of(CompactPicture.corner(file, PICTURE_WIDTH)) : Optional.empty();
        } catch (BigganTuneException e) {
            return Optional.empty();
        }
    }
}
