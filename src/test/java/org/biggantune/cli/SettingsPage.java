package org.biggantune.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The page of all options, {@code docs/settings.md}, made from what the commands say of themselves. */
final class SettingsPage {
    /** An option that so many commands describe alike is described once. */
    private static final int COMMON = 4;

    private static final String IMPROVE = "improve";

    /** Command, such as {@code import generator}, to the rows of its options by name, in the order of its help. */
    private final Map<String, Map<String, String>> commands = new LinkedHashMap<>();

    SettingsPage(CommandLine tool) {
        tool.getSubcommands().values().forEach(this::add);
    }

    private void add(CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            Map<String, String> rows = new LinkedHashMap<>();
            OptionSection.inOrder(command.getCommandSpec())
                    .forEach(option -> rows.put(option.longestName(), row(option)));
            commands.put(command.getCommandSpec().qualifiedName().replaceFirst("\\S+ ", ""), rows);
        }
        command.getSubcommands().values().forEach(this::add);
    }

    private static String row(OptionSpec option) {
        String label = option.paramLabel().isEmpty() || option.arity().max() == 0 ? "" : " " + option.paramLabel();
        String text = String.join(" ", option.description())
                .replace("${COMPLETION-CANDIDATES}", "")
                .replaceAll("%n", " ")
                .replace("|", "\\|")
                .strip();
        String required = option.required() ? " Required." : "";
        return "| `" + String.join("`, `", option.names()) + label.replace("|", "\\|") + "` | " + text + required
                + " |";
    }

    /** The page. */
    String text() {
        Map<String, List<String>> users = new TreeMap<>();
        commands.forEach((command, rows) -> rows.values()
                .forEach(row ->
                        users.computeIfAbsent(row, unused -> new ArrayList<>()).add(command)));
        List<String> common = commands.values().stream()
                .flatMap(rows -> rows.values().stream())
                .distinct()
                .filter(row -> users.get(row).size() >= COMMON)
                .toList();
        StringBuilder page = new StringBuilder("""
                # All options

                Made from the commands themselves; a test keeps it current (`mvn test -Dtest=SettingsPageTest -Dbiggantune.update=true` writes it anew).
                Where settings come from, and in which order, is in the [guide](guide.md). A default shown here is the one of `configs/default.yaml`.
                """);
        section(page, "Of several commands", common, "");
        commands.forEach((command, rows) -> {
            boolean likeImprove = !command.equals(IMPROVE) && rows.containsKey("--sweep");
            List<String> own = rows.values().stream()
                    .filter(row -> !common.contains(row))
                    .filter(row -> !likeImprove || !commands.get(IMPROVE).containsValue(row))
                    .toList();
            String shared = rows.entrySet().stream()
                    .filter(entry -> common.contains(entry.getValue()))
                    .map(entry -> "`" + entry.getKey() + "`")
                    .collect(Collectors.joining(", "));
            section(
                    page,
                    "`" + command + "`",
                    own,
                    (likeImprove ? "All options of `improve` that are not here are the same. " : "")
                            + "Also, as above: " + shared + ".");
        });
        return page.toString();
    }

    private static void section(StringBuilder page, String title, List<String> rows, String note) {
        page.append("\n## ").append(title).append("\n\n");
        if (!rows.isEmpty()) {
            page.append("| option | meaning |\n|---|---|\n")
                    .append(String.join("\n", rows))
                    .append('\n');
        }
        if (!note.isEmpty()) {
            page.append(rows.isEmpty() ? "" : "\n").append(note).append('\n');
        }
    }
}
