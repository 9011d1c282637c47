package org.biggantune.command.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.Report;
import org.biggantune.domain.VisibleText;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;

/**
 * The report of a batch.
 *
 * @param folder the batch's folder
 * @param outcomes the outcomes of the runs, in the order of the file
 */
record BatchReport(Path folder, List<BatchOutcome> outcomes) implements Report {
    /** Copies the list. */
    BatchReport {
        outcomes = List.copyOf(outcomes);
    }

    /** Returns the exit code: 0 if everything is done, 75 if stopped, else that of the first failed run. */
    int exitCode() {
        return outcomes.stream().anyMatch(BatchOutcome::isOpen)
                ? ExitCode.STOPPED.code()
                : outcomes.stream()
                        .mapToInt(BatchOutcome::exitCode)
                        .filter(code -> code != 0)
                        .findFirst()
                        .orElse(0);
    }

    /** Returns {@code {"folder", "runs": [{"name", "arguments", "state", "exitCode", "seconds", "log"}]}}. */
    @Override
    public String json() {
        return JsonFile.pretty(tree());
    }

    ObjectNode tree() {
        ObjectNode json = JsonFile.object().put("folder", folder.toString());
        ArrayNode runs = json.putArray("runs");
        outcomes.forEach(outcome -> runs.add(outcome.json()));
        return json;
    }

    @Override
    public String text(Page page) {
        ResultTable table = new ResultTable(List.of("run", "result", "code", "seconds", "command"));
        for (BatchOutcome outcome : outcomes) {
            table.add(List.of(
                    outcome.entry().name(),
                    outcome.state(),
                    outcome.exitCode() == BatchOutcome.NONE ? "" : Integer.toString(outcome.exitCode()),
                    ResultTable.number(outcome.seconds(), 1),
                    VisibleText.line(String.join(" ", outcome.entry().arguments()))));
        }
        String counts =
                outcomes.stream()
                        .collect(Collectors.groupingBy(BatchOutcome::state, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .sorted()
                        .collect(Collectors.joining(", "));
        return table.render(page) + counts + "; output of each: " + folder + "\n";
    }
}
