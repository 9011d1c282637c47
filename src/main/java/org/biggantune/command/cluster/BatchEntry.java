package org.biggantune.command.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.biggantune.cli.YamlFile;
import org.biggantune.domain.NearestNames;
import org.biggantune.domain.TextFile;
import org.biggantune.domain.VisibleText;
import org.biggantune.domain.failure.InvalidOptionException;
import org.biggantune.io.Sha256;

/**
 * A run of a batch.
 *
 * @param place its position in the file, for messages
 * @param arguments the command line, starting with the command
 */
record BatchEntry(String place, List<String> arguments) {
    private static final int LARGEST = 1 << 20;
    private static final int DIGITS = 8;
    private static final String COMMAND = "command";
    private static final Set<String> RESUMED = Set.of("improve", "repurpose", "diversify");

    /** Copies the list. */
    BatchEntry {
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads the runs listed in a file: one command line per line or, if the name ends in {@code .yaml} or {@code .yml}, one
     * document per run with the command's name under the key "command" and its options.
     *
     * @param commands the names of all commands
     * @throws InvalidOptionException if a command is unknown, or a run is listed twice
     */
    static List<BatchEntry> read(Path file, Collection<String> commands) {
        String text = TextFile.read(file.toString(), file.toString(), LARGEST);
        String name = String.valueOf(file.getFileName());
        List<BatchEntry> entries =
                name.endsWith(".yaml") || name.endsWith(".yml") ? documents(file, text) : lines(file, text);
        if (entries.isEmpty()) {
            throw new InvalidOptionException(file + ": lists no runs; expected one command line per line");
        }
        Map<List<String>, BatchEntry> seen = new HashMap<>();
        for (BatchEntry entry : entries) {
            entry.requireCommand(commands);
            BatchEntry before = seen.putIfAbsent(entry.arguments(), entry);
            if (before != null) {
                throw new InvalidOptionException(
                        entry.place() + ": the same run as in " + before.place() + "; remove one of them");
            }
        }
        return entries;
    }

    private void requireCommand(Collection<String> commands) {
        String command = arguments.get(0);
        if (command.equals("batch") || !commands.contains(command)) {
            List<String> near = NearestNames.nearest(command, commands);
            throw new InvalidOptionException(place + ": '" + VisibleText.line(command) + "' is not a command for batch"
                    + NearestNames.question(near));
        }
    }

    private static List<BatchEntry> lines(Path file, String text) {
        List<BatchEntry> entries = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String place = file + ", line " + number;
            List<String> words = words(place, line.strip());
            if (!words.isEmpty() && words.get(0).equals("biggan-tune")) {
                words.remove(0);
            }
            if (!words.isEmpty()) {
                entries.add(new BatchEntry(place, words));
            }
        }
        return entries;
    }

    /** Splits a line into words as a shell does: quotes protect spaces, a # at the start of a word starts a comment. */
    private static List<String> words(String place, String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else if (c == '#' && !begun) {
                return words;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new InvalidOptionException(place + ": a quotation mark is not closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    private static List<BatchEntry> documents(Path file, String text) {
        List<BatchEntry> entries = new ArrayList<>();
        StringBuilder document = new StringBuilder();
        int first = 1;
        int number = 0;
        for (String line : text.concat("\n---").lines().toList()) {
            number++;
            if (!line.strip().equals("---")) {
                document.append(line).append('\n');
                continue;
            }
            if (document.toString().lines().anyMatch(each -> !each.isBlank() && !each.startsWith("#"))) {
                entries.add(document(file, file + ", document from line " + first, document.toString()));
            }
            document.setLength(0);
            first = number + 1;
        }
        return entries;
    }

    private static BatchEntry document(Path file, String place, String text) {
        ObjectNode options = YamlFile.parse(file, text);
        if (!options.path(COMMAND).isTextual()) {
            throw new InvalidOptionException(place + ": no command; expected a line such as 'command: improve'");
        }
        List<String> words = new ArrayList<>(List.of(options.path(COMMAND).asText()));
        for (Iterator<String> names = options.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals(COMMAND)) {
                words.add("--" + name + "=" + YamlFile.text(file, name, options.get(name)));
            }
        }
        return new BatchEntry(place, words);
    }

    /** Returns a name that does not depend on the run's position in the file, such as {@code improve-1f0c9a3e}. */
    String name() {
        String all = String.join("\0", arguments);
        return arguments.get(0) + "-"
                + Sha256.of(all.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }

    /**
     * Returns the command line, with a folder added if it is a tuning run without {@code --out}.
     *
     * @param root the batch's folder
     */
    List<String> commandLine(Path root) {
        boolean named = arguments.stream().anyMatch(word -> word.equals("--out") || word.startsWith("--out="));
        List<String> line = new ArrayList<>(arguments);
        if (RESUMED.contains(arguments.get(0)) && !named) {
            line.add("--out=" + root.resolve(name()));
        }
        return line;
    }
}
