package org.biggantune.command.scan;

import java.nio.file.Path;
import java.util.List;
import org.biggantune.cli.Report;
import org.biggantune.report.CsvTable;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;
import org.biggantune.report.SignificantDigits;
import org.biggantune.runfolder.ScanRecord.ScannedClass;

/**
 * The report of {@code scan}.
 *
 * @param folder the scan's folder
 * @param classes the classes, worst first
 */
record ScanReport(Path folder, List<RankedClass> classes) implements Report {
    private static final int SHOWN = 20;
    private static final int DECIMALS = 3;
    private static final List<String> HEADERS = List.of(
            "index", "name", "collapsed", "relativeDiversity", "top1", "probability", "confusedWith", "suggestion");

    /** Copies the list. */
    ScanReport {
        classes = List.copyOf(classes);
    }

    @Override
    public String text(Page page) {
        ResultTable table =
                new ResultTable(List.of("class", "", "top-1", "probability", "relative diversity", "mistaken for"));
        for (RankedClass one : classes.subList(0, Math.min(SHOWN, classes.size()))) {
            table.add(List.of(
                    one.finding().label().index() + " " + one.finding().label().name(),
                    one.state(),
                    number(one.finding().top1()),
                    number(one.finding().probability()),
                    one.relativeDiversity().isPresent()
                            ? SignificantDigits.of(one.relativeDiversity().getAsDouble(), 2)
                            : "-",
                    one.finding().confusedWith()));
        }
        StringBuilder text = new StringBuilder(table.render(page));
        if (classes.size() > SHOWN) {
            text.append(classes.size() - SHOWN).append(" more in scan.csv\n");
        }
        classes.stream()
                .filter(one -> one.suggestion().isPresent())
                .findFirst()
                .ifPresent(worst -> text.append("Tune the worst with: ")
                        .append(worst.suggestion().get())
                        .append('\n'));
        long helped =
                classes.stream().filter(one -> one.suggestion().isPresent()).count();
        text.append(helped).append(" of ").append(classes.size()).append(" classes are worth tuning\n");
        return text.append("Numbers and pictures: ").append(folder).append('\n').toString();
    }

    @Override
    public String json() {
        return JsonFile.pretty(JsonFile.tree(list()));
    }

    /** Returns the list of classes, as in {@code scan.json}. */
    List<ScannedClass> list() {
        return classes.stream().map(RankedClass::scanned).toList();
    }

    /** Returns the classes as CSV. */
    String csv() {
        CsvTable table = new CsvTable(HEADERS);
        classes.forEach(one -> table.add(List.of(
                Integer.toString(one.finding().label().index()),
                one.finding().label().name(),
                Boolean.toString(one.collapsed()),
                one.relativeDiversity().isPresent()
                        ? Double.toString(one.relativeDiversity().getAsDouble())
                        : "",
                Double.toString(one.finding().top1()),
                Double.toString(one.finding().probability()),
                one.finding().confusedWith(),
                one.suggestion().orElse(""))));
        return table.render();
    }

    private static String number(double value) {
        return SignificantDigits.of(value, DECIMALS);
    }
}
