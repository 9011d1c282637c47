package org.biggantune.command.bench.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;

/**
 * A trace of {@link org.biggantune.model.TorchRuntime#profile} as a forest of calls.
 *
 * @param calls the top-level calls of all threads, in the order of start times; on a GPU the backward pass has its own
 *     thread
 */
public record OperatorTrace(List<OperatorCall> calls) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Copies the list. */
    public OperatorTrace {
        calls = List.copyOf(calls);
    }

    /**
     * Reads a trace.
     *
     * @throws CorruptInputException if the file is not a trace
     */
    public static OperatorTrace read(Path file) {
        JsonNode events;
        try {
            events = JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new CorruptInputException(file + ": not a trace: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return of(events);
    }

    /**
     * Builds the forest from a list of events in the order in which they ended, so that a call's own calls are the events
     * before it that started no earlier.
     */
    private static OperatorTrace of(JsonNode events) {
        Map<Integer, Deque<Begun>> threads = new LinkedHashMap<>();
        for (JsonNode event : events) {
            Deque<Begun> ended = threads.computeIfAbsent(event.path("tid").asInt(), thread -> new ArrayDeque<>());
            double begin = event.path("ts").asDouble();
            Deque<OperatorCall> called = new ArrayDeque<>();
            while (!ended.isEmpty() && ended.peek().begin() >= begin) {
                called.addFirst(ended.pop().call());
            }
            ended.push(new Begun(
                    begin,
                    new OperatorCall(
                            event.path("name").asText(),
                            event.path("dur").asDouble(),
                            shapes(event),
                            List.copyOf(called))));
        }
        List<Begun> roots = new ArrayList<>();
        threads.values().forEach(ended -> ended.descendingIterator().forEachRemaining(roots::add));
        roots.sort(Comparator.comparingDouble(Begun::begin));
        return new OperatorTrace(roots.stream().map(Begun::call).toList());
    }

    private record Begun(double begin, OperatorCall call) {}

    private static List<List<Long>> shapes(JsonNode event) {
        List<List<Long>> shapes = new ArrayList<>();
        for (JsonNode shape : event.path("shape")) {
            List<Long> sizes = new ArrayList<>();
            shape.forEach(size -> sizes.add(size.asLong()));
            shapes.add(sizes);
        }
        return shapes;
    }
}
