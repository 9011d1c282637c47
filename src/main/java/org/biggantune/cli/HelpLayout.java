package org.biggantune.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lays out {@code --help}: commands in groups, one per line; for each command what has to be given, what it does and
 * examples, before its options, which tuning commands have under headings.
 */
public final class HelpLayout {
    private static final int NAMES = 12;
    private static final int INDENT = 2;

    private HelpLayout() {}

    /** Applies the layout to the top-level command and its subcommands. */
    public static void apply(CommandLine line, CommandTree.Commands commands) {
        Map<String, IHelpSectionRenderer> sections = line.getHelpSectionMap();
        sections.put(
                UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
                help -> isTool(help) ? "" : help.commandListHeading());
        sections.put(
                UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
                help -> isTool(help) ? commandList(help, commands.groups()) : help.commandList());
        sections.put(
                UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                help -> OptionSection.divide(help.commandSpec()) ? optionList(help) : help.optionList());
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, HelpLayout::synopsisLines);
        sections.put(
                UsageMessageSpec.SECTION_KEY_DESCRIPTION,
                help -> isTool(help) ? help.description() : help.description() + examples(help));
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> isTool(help) ? help.footer() : "");
        // The header is for the list of commands; the description replaces it here.
        sections.put(UsageMessageSpec.SECTION_KEY_HEADER, help -> "");
        // Setting the map again copies it to all subcommands.
        line.setHelpSectionMap(sections);
    }

    private static boolean isTool(Help help) {
        return help.commandSpec().parent() == null;
    }

    /**
     * Returns the lines of a command's synopsis: its own, else its arguments, its required options and {@code [OPTIONS]} for
     * all others; for a command with subcommands that of picocli.
     */
    public static List<String> synopsis(Help help) {
        CommandSpec command = help.commandSpec();
        if (command.usageMessage().customSynopsis().length > 0) {
            return List.of(command.usageMessage().customSynopsis());
        }
        if (!command.subcommands().isEmpty()) {
            return List.of(help.synopsis(0).strip());
        }
        Stream<String> arguments = command.positionalParameters().stream()
                .filter(argument -> !argument.hidden())
                .map(argument -> help.parameterLabelRenderer()
                        .renderParameterLabel(argument, Ansi.OFF, List.of())
                        .toString());
        Stream<String> required = command.options().stream()
                .filter(OptionSpec::required)
                .map(option -> option.shortestName() + " " + option.paramLabel());
        return List.of(Stream.of(Stream.of(command.qualifiedName()), arguments, required, Stream.of("[OPTIONS]"))
                .flatMap(words -> words)
                .collect(Collectors.joining(" ")));
    }

    private static String synopsisLines(Help help) {
        String next = System.lineSeparator() + " ".repeat(help.synopsisHeadingLength());
        return String.join(next, synopsis(help)) + System.lineSeparator();
    }

    /** Returns a command's examples, which are its footer, and an empty line unless the options have headings of their own. */
    private static String examples(Help help) {
        return help.footer() + (OptionSection.divide(help.commandSpec()) ? "" : System.lineSeparator());
    }

    private static String commandList(Help help, List<CommandTree.Group> groups) {
        ColorScheme colors = help.colorScheme();
        int width = help.commandSpec().usageMessage().width();
        StringBuilder text = new StringBuilder();
        for (CommandTree.Group group : groups) {
            TextTable table = TextTable.forColumns(
                    colors,
                    new Column(NAMES, INDENT, Overflow.SPAN),
                    new Column(width - NAMES, INDENT - 1, Overflow.WRAP));
            for (Class<?> type : group.types()) {
                Command command = type.getAnnotation(Command.class);
                table.addRowValues(colors.commandText(command.name()), colors.text(command.header()[0]));
            }
            text.append(heading(group.heading())).append(table);
        }
        return text.toString();
    }

    private static String optionList(Help help) {
        List<OptionSpec> all = help.commandSpec().options();
        StringBuilder text = new StringBuilder();
        for (OptionSection section : OptionSection.values()) {
            List<OptionSpec> options = section.of(help.commandSpec());
            if (!options.isEmpty()) {
                // Sized for all options, so that the sections are aligned.
                Layout layout = help.createDefaultLayout(all, List.of(), help.colorScheme());
                layout.addOptions(options, help.parameterLabelRenderer());
                text.append(heading(section.heading())).append(layout);
            }
        }
        return text.toString();
    }

    private static String heading(String words) {
        return System.lineSeparator() + words + ":" + System.lineSeparator();
    }
}
