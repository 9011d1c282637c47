package org.biggantune.command.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Generates the completion script for fish, with descriptions of commands and options. */
final class FishCompletion {
    private static final int LONGEST_MEANING = 70;
    /** The end of a description's first clause; after a single word, a colon does not end it. */
    private static final Pattern CLAUSE_END = Pattern.compile("[.;]( |$)| \\(default|(?<= \\S{1,30}): ");

    private final CommandLine tool;
    private final StringBuilder script = new StringBuilder();

    /** Creates the script of a tool with all options of its commands. */
    FishCompletion(CommandLine tool) {
        this.tool = tool;
    }

    /** Returns the script. */
    String script() {
        // No file names, except for commands that take files.
        line("-f");
        add(tool, List.of());
        return script.toString();
    }

    private void add(CommandLine command, List<String> path) {
        CommandSpec spec = command.getCommandSpec();
        String here = seen(path, command.getSubcommands().keySet());
        command.getSubcommands().forEach((name, sub) -> {
            line("-n", quoted(here), "-a", name, "-d", quoted(header(sub)));
            List<String> below = new ArrayList<>(path);
            below.add(name);
            add(sub, below);
        });
        spec.options().stream().filter(option -> !option.hidden()).forEach(option -> option(here, option));
        spec.positionalParameters().forEach(parameter -> {
            List<String> choices = ArgumentValues.choices(parameter);
            if (!choices.isEmpty()) {
                line("-n", quoted(here), "-a", quoted(String.join(" ", choices)));
            } else if (ArgumentValues.isFile(parameter)) {
                line("-n", quoted(here), "-F");
            }
        });
    }

    private void option(String here, OptionSpec option) {
        List<String> words = new ArrayList<>(List.of("-n", quoted(here)));
        for (String name : option.names()) {
            words.add(name.startsWith("--") ? "-l" : "-s");
            words.add(name.replaceFirst("^--?", ""));
        }
        List<String> choices = ArgumentValues.choices(option);
        if (ArgumentValues.isTaken(option)) {
            words.add(!choices.isEmpty() || !ArgumentValues.isFile(option) ? "-x" : "-rF");
        }
        if (!choices.isEmpty()) {
            words.add("-a");
            words.add(quoted(String.join(" ", choices)));
        }
        words.add("-d");
        words.add(quoted(meaning(option)));
        line(words.toArray(String[]::new));
    }

    /** Returns the condition that the commands of a path were typed, and none of their subcommands. */
    private static String seen(List<String> path, Iterable<String> below) {
        List<String> conditions =
                path.stream().map(name -> "__fish_seen_subcommand_from " + name).collect(Collectors.toList());
        if (below.iterator().hasNext()) {
            conditions.add("not __fish_seen_subcommand_from " + String.join(" ", below));
        }
        return String.join("; and ", conditions);
    }

    private static String header(CommandLine command) {
        return String.join(" ", command.getCommandSpec().usageMessage().header());
    }

    /** Returns the first clause of an option's description, shortened if necessary. */
    private static String meaning(OptionSpec option) {
        String text = CLAUSE_END.split(HelpText.of(option), 2)[0];
        return text.length() <= LONGEST_MEANING
                ? text
                : text.substring(0, text.lastIndexOf(' ', LONGEST_MEANING)) + " …";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private void line(String... words) {
        script.append("complete -c ").append(tool.getCommandName());
        for (String word : words) {
            script.append(' ').append(word);
        }
        script.append('\n');
    }
}
