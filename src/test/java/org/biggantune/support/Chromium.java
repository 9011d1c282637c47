package org.biggantune.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium that opens pages from the disk and is spoken to by its DevTools protocol. It notes every request
 * and everything that its console says.
 */
public final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READY = "DevTools listening on ";
    private static final int SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final String session;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private int sent;

    /** The program on this machine, if it is installed. */
    public static Optional<Path> installed() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param profile an empty folder
     */
    public Chromium(Path program, Path profile, int width, int height) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--headless", "--remote-debugging-port=0"));
        for (String option : List.of(
                "no-sandbox",
                "disable-gpu",
                "disable-quic",
                "no-first-run",
                "disable-background-networking",
                "disable-component-update",
                "disable-sync",
                "hide-scrollbars",
                "user-data-dir=" + profile,
                "window-size=" + width + "," + height)) {
            command.add("--" + option);
        }
        command.add("about:blank");
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address()), new Listener())
                .join();
        JsonNode pages = call("Target.getTargets", Map.of());
        String page = "";
        for (JsonNode target : pages.path("targetInfos")) {
            page = target.path("type").asText().equals("page")
                    ? target.path("targetId").asText()
                    : page;
        }
        session = call("Target.attachToTarget", Map.of("targetId", page, "flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    @SuppressWarnings("resource") // It is read until the process ends, and closed with it.
    private String address() throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(READY)) {
                Thread rest = new Thread(() -> reader.lines().forEach(unused -> {}), "chromium's output");
                rest.setDaemon(true);
                rest.start();
                return line.substring(READY.length());
            }
        }
        throw new IOException("Chromium ended before it listened");
    }

    /**
     * Opens a page and waits until it is loaded.
     *
     * @return the seconds of a processor that its main thread took for it, whatever else the machine was doing
     */
    public double open(Path page) {
        call("Performance.enable", Map.of("timeDomain", "threadTicks"));
        double before = taskSeconds();
        events.clear();
        call("Page.navigate", Map.of("url", page.toUri().toString()));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            if (events.stream().anyMatch(event -> event.path("method").asText().equals("Page.loadEventFired"))) {
                double seconds = taskSeconds() - before;
                call("Performance.disable", Map.of());
                return seconds;
            }
            pause();
        }
        throw new IllegalStateException(page + " was not loaded in " + SECONDS + " s");
    }

    private double taskSeconds() {
        for (JsonNode metric : call("Performance.getMetrics", Map.of()).path("metrics")) {
            if (metric.path("name").asText().equals("TaskDuration")) {
                return metric.path("value").asDouble();
            }
        }
        throw new IllegalStateException("no TaskDuration");
    }

    /** The value of an expression in the page; one that throws fails. */
    public JsonNode evaluate(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** The addresses that the page asked for, itself and data in it left out. */
    public List<String> requests() {
        return events.stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.at("/params/request/url").asText())
                .filter(url -> !url.startsWith("data:") && !url.startsWith("file:"))
                .toList();
    }

    /** What the console said, and exceptions that nobody caught. */
    public List<String> complaints() {
        return events.stream()
                .filter(event -> List.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
                        .contains(event.path("method").asText()))
                .map(JsonNode::toString)
                .toList();
    }

    /** Sends a command of the protocol; gives its result. */
    public JsonNode call(String method, Map<String, Object> parameters) {
        ObjectNode message = JSON.createObjectNode().put("id", ++sent).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (session != null) {
            message.put("sessionId", session);
        }
        socket.sendText(message.toString(), true).join();
        try {
            JsonNode answer = answers.poll(SECONDS, TimeUnit.SECONDS);
            if (answer == null || answer.has("error")) {
                throw new IllegalStateException(method + ": " + answer);
            }
            return answer.path("result");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A picture of what is seen. */
    public void screenshot(Path file) {
        byte[] png = Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png"))
                        .path("data")
                        .asText());
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Sorts what comes in into answers and events. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    (message.has("id") ? answers : events).add(message);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
