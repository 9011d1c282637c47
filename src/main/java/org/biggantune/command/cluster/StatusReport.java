package org.biggantune.command.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.biggantune.cli.Report;
import org.biggantune.domain.VisibleText;
import org.biggantune.io.MessageText;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;
import org.biggantune.report.ResultTable;
import org.biggantune.runfolder.ClassStatus;
import org.biggantune.runfolder.ClassStatus.State;
import org.biggantune.runfolder.RunStatus;

/**
 * The report on the progress of runs.
 *
 * @param runs the runs, in the order given
 */
record StatusReport(List<RunStatus> runs) implements Report {
    /** The lines of a kind that a run gets on a terminal, where what is above them would scroll away. */
    private static final int MOST_LINES = 20;

    /** Returns whether any class is running or waiting. */
    boolean isOpen() {
        return classes().anyMatch(status -> status.state() == State.RUNNING || status.state() == State.WAITING);
    }

    /**
     * Returns {@code {"done", "running", "failed", "waiting", "classes": [{"index", "name", "state", "run", "host",
     * "device", "step", "steps", "secondsLeft", "heartbeatSeconds", "error"}]}}; unknown values are null.
     */
    @Override
    public String json() {
        ObjectNode json = JsonFile.object();
        Stream.of(State.values()).forEach(state -> json.put(state.label(), count(state)));
        ArrayNode list = json.putArray("classes");
        for (RunStatus run : runs) {
            for (ClassStatus status : run.classes()) {
                ObjectNode node = list.addObject()
                        .put("index", status.label().index())
                        .put("name", status.label().name())
                        .put("state", status.state().label())
                        .put("run", run.root().toString());
                for (String field : List.of("host", "device", "step", "steps", "secondsLeft")) {
                    JsonNode value = status.claim().path(field);
                    node.set(field, value.isMissingNode() ? node.nullNode() : value);
                }
                node.put("heartbeatSeconds", status.heartbeatSeconds().orElse(null));
                node.put("error", status.error().isEmpty() ? null : status.error());
            }
        }
        return JsonFile.pretty(json);
    }

    /**
     * Returns the counts, and a line for each class that is running, failed or abandoned; on a terminal the first of them
     * and how many there are.
     */
    @Override
    public String text(Page page) {
        StringBuilder text = new StringBuilder();
        int most = page.columns().get().isPresent() ? MOST_LINES : Integer.MAX_VALUE;
        for (RunStatus run : runs) {
            List<ClassStatus> running = run.classes().stream()
                    .filter(status -> status.state() == State.RUNNING)
                    .toList();
            text.append(run.root()).append(": ").append(counts(run.classes()));
            left(run.classes(), running)
                    .ifPresent(seconds ->
                            text.append("; about ").append(time(seconds)).append(" left"));
            text.append('\n');
            if (!running.isEmpty()) {
                ResultTable table =
                        new ResultTable(List.of("class", "host", "device", "step", "time left", "heartbeat"));
                running.stream().limit(most).forEach(status -> table.add(cells(status)));
                text.append(table.render(page)).append(more(running.size(), most));
            }
            List<ClassStatus> failed = run.classes().stream()
                    .filter(status -> !status.error().isEmpty())
                    .toList();
            failed.stream().limit(most).forEach(status -> text.append(line(status)));
            text.append(more(failed.size(), most));
        }
        if (runs.size() > 1) {
            text.append(runs.size())
                    .append(" runs: ")
                    .append(counts(classes().toList()))
                    .append('\n');
        }
        return ResultTable.encodable(text.toString(), page);
    }

    private static String more(int count, int most) {
        return count > most ? "… and " + (count - most) + " more; --json lists all\n" : "";
    }

    /** Estimates the seconds until all classes are done, from those that are done and by those who work now. */
    private static OptionalLong left(List<ClassStatus> classes, List<ClassStatus> running) {
        OptionalDouble each = classes.stream()
                .flatMap(status -> status.result().stream())
                .mapToDouble(result -> result.path("seconds").asDouble())
                .average();
        if (each.isEmpty() || running.isEmpty()) {
            return OptionalLong.empty();
        }
        double begun = running.stream()
                .mapToDouble(status -> status.claim().path("secondsLeft").asDouble(each.getAsDouble()))
                .sum();
        long waiting = classes.stream()
                .filter(status -> status.state() == State.WAITING)
                .count();
        return OptionalLong.of(Math.round((begun + waiting * each.getAsDouble()) / running.size()));
    }

    private static String line(ClassStatus status) {
        return status.label().index() + " " + VisibleText.line(status.label().name()) + ": "
                + status.state().label() + ": " + VisibleText.line(status.error()) + "\n";
    }

    private static List<String> cells(ClassStatus status) {
        JsonNode claim = status.claim();
        return List.of(
                status.label().index() + " " + VisibleText.line(status.label().name()),
                MessageText.of(claim.path("host").asText()),
                MessageText.of(claim.path("device").asText()),
                claim.has("step")
                        ? claim.path("step").asLong() + " of "
                                + claim.path("steps").asLong()
                        : "",
                claim.has("secondsLeft") ? time(claim.path("secondsLeft").asLong()) : "",
                status.heartbeatSeconds().orElse(0L) + " s");
    }

    private static String time(long seconds) {
        Duration left = Duration.ofSeconds(seconds);
        return String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }

    private static String counts(List<ClassStatus> classes) {
        return Stream.of(State.values())
                .map(state -> classes.stream()
                                .filter(status -> status.state() == state)
                                .count() + " " + state.label())
                .collect(Collectors.joining(", "));
    }

    private long count(State state) {
        return classes().filter(status -> status.state() == state).count();
    }

    private Stream<ClassStatus> classes() {
        return runs.stream().flatMap(run -> run.classes().stream());
    }
}
