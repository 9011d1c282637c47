package org.biggantune.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;

/** The page of all options and arguments, {@code docs/settings.md}, made from what the commands say of themselves. */
final class SettingsPage {
    /** An option that so many commands describe alike is described once, above all of them. */
    private static final int COMMON = 4;

    /** A command refers to an earlier one for its options if the two describe so many alike. */
    private static final int ALIKE = 3;

    private static final Pattern DEFAULT = Pattern.compile("\\(default: [^)]*\\)");

    /** A row's second cell, with its default. */
    private static final Pattern MEANING = Pattern.compile("(?<=` )\\| .*(" + DEFAULT + ").* \\|$");

    private static final String SHARED = "Shared options";

    private final List<Section> sections = new ArrayList<>();
    private final Set<String> common;

    /**
     * What a command accepts.
     *
     * @param command such as {@code import generator}
     * @param summary what the command does, in one line
     * @param arguments the rows of its arguments
     * @param options the rows of its options by name, in the order of its help
     */
    private record Section(String command, String summary, List<String> arguments, Map<String, String> options) {}

    SettingsPage(CommandLine tool) {
        add(tool);
        Map<String, Integer> users = new TreeMap<>();
        sections.forEach(section -> section.options().values().forEach(row -> users.merge(row, 1, Integer::sum)));
        users.values().removeIf(count -> count < COMMON);
        common = users.keySet();
    }

    private void add(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String[] header = spec.usageMessage().header();
        Map<String, String> options = new LinkedHashMap<>();
        OptionSection.inOrder(spec).forEach(option -> options.put(option.longestName(), row(option)));
        sections.add(new Section(
                spec.parent() == null ? spec.name() : spec.qualifiedName().replaceFirst("\\S+ ", ""),
                (header.length > 0 ? header : spec.usageMessage().description())[0].replaceFirst("\\.?$", "."),
                spec.positionalParameters().stream()
                        .filter(argument -> !argument.hidden())
                        .map(SettingsPage::row)
                        .toList(),
                options));
        command.getSubcommands().values().forEach(this::add);
    }

    private static String row(PositionalParamSpec argument) {
        Range arity = argument.arity();
        String count = arity.max() > 1
                ? (arity.min() > 0 ? "One or more." : "Any number.")
                : (arity.min() > 0 ? "Required." : "Optional.");
        return row(List.of(argument.paramLabel()), "", argument, count);
    }

    private static String row(OptionSpec option) {
        List<String> names = new ArrayList<>(List.of(option.names()));
        if (option.negatable()) {
            names.add(option.longestName().replaceFirst("--", "--no-"));
        }
        String label = option.paramLabel().isEmpty() || option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return row(names, label, option, option.required() ? "Required." : "");
    }

    private static String row(List<String> names, String label, ArgSpec argument, String remark) {
        String text = String.join(" ", argument.description())
                .replace("%n", " ")
                .replace("%%", "%")
                .strip();
        return "| " + code(String.join("`, `", names) + label) + " | "
                + (text + " " + remark).strip().replace("|", "\\|") + " |";
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }

    /** The page. */
    String text() {
        StringBuilder page = new StringBuilder("""
                # All options

                Made from the commands themselves; a test keeps it current (`mvn test -Dtest=SettingsPageTest -Dbiggantune.update=true` writes it anew).
                Where settings come from, and in which order, is in the [guide](guide.md). A default shown here is the one of `configs/default.yaml`.

                ## HEADING

                """.replace("HEADING", SHARED));
        Set<String> explained = new HashSet<>(common);
        List<String> shared = sections.stream()
                .flatMap(section -> section.options().values().stream())
                .filter(explained::remove)
                .toList();
        table(page, "option", shared);
        for (int i = 0; i < sections.size(); i++) {
            append(page, sections.get(i), sections.subList(0, i));
        }
        return page.toString();
    }

    private void append(StringBuilder page, Section section, List<Section> earlier) {
        Map<String, String> own = new LinkedHashMap<>(section.options());
        own.values().removeAll(common);
        List<String> notes = new ArrayList<>();
        earlier.forEach(other -> refer(own, other).ifPresent(notes::add));
        List<String> shared = section.options().entrySet().stream()
                .filter(option -> common.contains(option.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!shared.isEmpty()) {
            notes.add("Shared: " + list(shared));
        }
        page.append("\n## ")
                .append(code(section.command()))
                .append("\n\n")
                .append(section.summary())
                .append("\n\n");
        List<String> rows = new ArrayList<>(section.arguments());
        rows.addAll(own.values());
        String kind = section.arguments().isEmpty() ? "option" : own.isEmpty() ? "argument" : "argument or option";
        if (!rows.isEmpty()) {
            table(page, kind, rows);
            page.append('\n');
        }
        page.append(String.join("\n\n", notes)).append('\n');
    }

    /** Replaces what a command describes like an earlier one: by a line that names it, and where the default differs, in its row. */
    private static Optional<String> refer(Map<String, String> own, Section earlier) {
        Map<String, String> known = earlier.options();
        List<String> alike = own.keySet().stream()
                .filter(name -> own.get(name).equals(known.get(name)))
                .toList();
        if (alike.size() < ALIKE) {
            return Optional.empty();
        }
        own.keySet().removeAll(alike);
        own.replaceAll((name, row) -> withoutDefault(row).equals(withoutDefault(known.getOrDefault(name, "")))
                ? MEANING.matcher(row).replaceFirst("| As in " + earlier.command() + " $1. |")
                : row);
        String link = "[" + earlier.command() + "](#" + earlier.command().replace(' ', '-') + ")";
        return Optional.of("As in " + link + ": " + list(alike));
    }

    private static String withoutDefault(String row) {
        return DEFAULT.matcher(row).replaceFirst("");
    }

    private static String list(Collection<String> names) {
        return code(String.join(" ", names));
    }

    private static void table(StringBuilder page, String kind, List<String> rows) {
        page.append("| ").append(kind).append(" | meaning |\n|---|---|\n");
        rows.forEach(row -> page.append(row).append('\n'));
    }
}
