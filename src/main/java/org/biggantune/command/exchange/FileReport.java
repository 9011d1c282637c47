package org.biggantune.command.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.biggantune.cli.Report;
import org.biggantune.io.Sha256;
import org.biggantune.report.ImportSummary;
import org.biggantune.report.JsonFile;
import org.biggantune.report.Page;

/**
 * The report of {@code import} and {@code export} on the file that they wrote: facts in two columns, or JSON with the same
 * names in camel case ({@code latent size} is {@code latentSize}).
 */
final class FileReport implements Report {
    private static final double NANOS = 1e9;

    private final long begun = System.nanoTime();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final ObjectNode json = JsonFile.object();

    /** Adds a fact that is text. */
    void add(String name, String text) {
        add(name, text, text);
    }

    /**
     * Adds a fact.
     *
     * @param name the fact's name
     * @param text the value in text
     * @param value the value in JSON: text, a number or a list
     */
    void add(String name, String text, Object value) {
        facts.put(name, text);
        json.set(key(name), JsonFile.tree(value));
    }

    /** Adds a count. */
    void add(String name, long count) {
        add(name, String.format(Locale.ROOT, "%,d", count), count);
    }

    /** Adds the written file, its digest, and the time since the creation of this report. */
    void addFile(Path out) {
        double seconds = (System.nanoTime() - begun) / NANOS;
        add("written", out.toString());
        add("SHA-256", Sha256.of(out));
        add("seconds", String.format(Locale.ROOT, "%.1f", seconds), seconds);
    }

    private static String key(String name) {
        StringBuilder key = new StringBuilder();
        for (String word : name.replace("ε", "epsilon")
                .replace("-", "")
                .toLowerCase(Locale.ROOT)
                .split(" ", -1)) {
            key.append(key.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return key.toString();
    }

    @Override
    public String text(Page page) {
        return new ImportSummary(facts).text();
    }

    @Override
    public String json() {
        return JsonFile.pretty(json);
    }
}
