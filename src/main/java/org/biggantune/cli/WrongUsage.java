package org.biggantune.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.biggantune.domain.NearestNames;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains an invalid command line. Unknown arguments come first, since they often explain why another is missing. */
public final class WrongUsage {
    private static final String CLASS = "--class";

    /** The length of a prefix that is enough to suggest a name. */
    private static final int SHORTEST_PREFIX = 3;

    private final ParameterException failure;
    private final CommandLine line;
    private final CommandSpec command;

    private WrongUsage(ParameterException failure) {
        this.failure = failure;
        this.line = failure.getCommandLine();
        this.command = line.getCommandSpec();
    }

    /** Returns one line: what is wrong, what may have been meant, and where to read more. */
    public static String message(ParameterException failure) {
        WrongUsage wrong = new WrongUsage(failure);
        return wrong.problem() + " (see " + wrong.command.qualifiedName() + " --help)";
    }

    private String problem() {
        List<String> unmatched =
                failure instanceof UnmatchedArgumentException e ? e.getUnmatched() : line.getUnmatchedArguments();
        if (unmatched.isEmpty()) {
            return wrongValue();
        }
        if (!line.getSubcommands().isEmpty() && !looksLikeOption(unmatched.get(0))) {
            return "Unknown command: " + quoted(unmatched.subList(0, 1))
                    + NearestNames.question(nearCommands(unmatched.get(0)));
        }
        // Do not report the value of an unknown option as an argument of its own.
        List<String> options = unmatched.stream()
                .filter(WrongUsage::looksLikeOption)
                .map(option -> option.replaceFirst("=.*", ""))
                .toList();
        if (!options.isEmpty()) {
            return (options.size() == 1 ? "Unknown option: " : "Unknown options: ")
                    + quoted(options)
                    + NearestNames.question(options.stream()
                            .flatMap(option -> nearOptions(option).stream())
                            .distinct()
                            .toList());
        }
        return (unmatched.size() == 1 ? "Unexpected argument: " : "Unexpected arguments: ")
                + quoted(unmatched)
                + NearestNames.question(asOption(unmatched.get(0)));
    }

    private static boolean looksLikeOption(String argument) {
        return argument.matches("-[^\\d.].*");
    }

    private static String quoted(List<String> arguments) {
        return arguments.stream().map(argument -> "'" + argument + "'").collect(Collectors.joining(", "));
    }

    private List<String> nearOptions(String wanted) {
        List<String> known = command.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .toList();
        List<String> near = NearestNames.nearest(wanted, known);
        return !near.isEmpty() || wanted.length() < SHORTEST_PREFIX + 2
                ? near
                : known.stream().filter(name -> name.startsWith(wanted)).toList();
    }

    /** Returns an option of that name ({@code --version}), else commands with that prefix, else similar ones. */
    private List<String> nearCommands(String wanted) {
        if (command.findOption("--" + wanted) != null) {
            return List.of("--" + wanted);
        }
        List<String> begun = line.getSubcommands().keySet().stream()
                .filter(name -> wanted.length() >= SHORTEST_PREFIX && name.startsWith(wanted))
                .toList();
        return begun.isEmpty()
                ? NearestNames.nearest(wanted, line.getSubcommands().keySet())
                : begun;
    }

    /** Suggests the option that a stray value may belong to: a missing one, else {@code --class}. */
    private List<String> asOption(String value) {
        List<String> options = new ArrayList<>();
        if (failure instanceof MissingParameterException missing) {
            missing.getMissing().stream()
                    .filter(OptionSpec.class::isInstance)
                    .forEach(option -> options.add(((OptionSpec) option).longestName()));
        } else if (command.findOption(CLASS) != null) {
            options.add(CLASS);
        }
        String word = value.matches("\\S+") ? value : "\"" + value + "\"";
        return options.stream().map(option -> option + " " + word).toList();
    }

    private String wrongValue() {
        if (failure.getCause() instanceof TypeConversionException
                && failure.getArgSpec() instanceof OptionSpec option
                && failure.getValue() != null) {
            return option.longestName() + " " + failure.getValue() + ": "
                    + (option.auxiliaryTypes()[0].isEnum()
                            ? "expected " + names(option)
                            : failure.getCause().getMessage());
        }
        return String.valueOf(failure.getMessage());
    }

    private static String names(OptionSpec option) {
        return StreamSupport.stream(option.completionCandidates().spliterator(), false)
                .collect(Collectors.joining(" or "));
    }
}
