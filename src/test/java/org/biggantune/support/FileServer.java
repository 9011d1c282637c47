package org.biggantune.support;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of files on this machine, with ranges and ETags, that can cut connections and answer as servers should not.
 * Close it.
 */
public final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger version = new AtomicInteger();
    private volatile int cutAfter = -1;
    private volatile boolean ranges = true;
    private volatile boolean chunked;

    /** Answers a request by itself. */
    @FunctionalInterface
    public interface Answer {
        /** Sends status, headers and body. */
        void send(HttpExchange exchange) throws IOException;
    }

    /** Starts an empty server on a free port. */
    public FileServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Puts a file there, in place of what was there. */
    public URI put(String path, byte[] content) {
        files.put(path, content.clone());
        version.incrementAndGet();
        return uri(path);
    }

    /** Lets a path be answered specially. */
    public URI answer(String path, Answer answer) {
        answers.put(path, answer);
        return uri(path);
    }

    /** Ends each answer after this many bytes of its body; negative: no more. */
    public void cutAfter(int bytes) {
        cutAfter = bytes;
    }

    /** Ignores that a client asks for a part. */
    public void withoutRanges() {
        ranges = false;
    }

    /** Says no lengths. */
    public void withoutLengths() {
        chunked = true;
    }

    /** The address of a path. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** What was asked for, in order: the path, and the range where there was one. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        asked.add(path + (range == null ? "" : " " + range));
        try (exchange) {
            if (answers.containsKey(path)) {
                answers.get(path).send(exchange);
            } else if (files.containsKey(path)) {
                send(exchange, files.get(path), range);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void send(HttpExchange exchange, byte[] content, String range) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        String etag = "\"v" + version + "\"";
        headers.set("ETag", etag);
        String wanted = exchange.getRequestHeaders().getFirst("If-Range");
        int begin = 0;
        if (ranges && range != null && (wanted == null || wanted.equals(etag))) {
            begin = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            if (begin >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            headers.set("Content-Range", "bytes " + begin + "-" + (content.length - 1) + "/" + content.length);
        }
        int length = content.length - begin;
        exchange.sendResponseHeaders(begin > 0 ? 206 : 200, chunked ? 0 : length);
        // Not closed here: the exchange breaks the connection off where bytes are missing.
        OutputStream out = exchange.getResponseBody();
        out.write(content, begin, cutAfter < 0 ? length : Math.min(cutAfter, length));
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
