package org.biggantune.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Recognises requests for help: {@code help COMMAND}, and {@code -h} anywhere, even on an invalid command line. */
public final class HelpRequest {
    private static final String HELP = "--help";

    private HelpRequest() {}

    /** Turns {@code help COMMAND} into {@code COMMAND --help}; returns other command lines unchanged. */
    public static String[] spelledOut(CommandTree.Commands commands, String... typed) {
        if (typed.length == 0 || !typed[0].equals("help")) {
            return typed;
        }
        List<String> arguments = new ArrayList<>(Arrays.asList(typed).subList(1, typed.length));
        // An unknown command gets no --help, so that parsing fails and suggests the nearest one.
        if (arguments.isEmpty() || command(commands.types(), arguments.get(0)).isPresent()) {
            arguments.add(HELP);
        }
        return arguments.toArray(String[]::new);
    }

    /**
     * Reduces a command line that contains a help option to the commands and {@code --help}.
     *
     * @return empty if there is no help option, or nothing else to drop
     */
    public static Optional<String[]> alone(CommandTree.Commands commands, String... arguments) {
        List<String> all = Arrays.asList(arguments);
        int end = all.indexOf("--");
        List<String> options = end < 0 ? all : all.subList(0, end);
        if (!options.contains("-h") && !options.contains(HELP)) {
            return Optional.empty();
        }
        List<String> kept = new ArrayList<>();
        List<Class<?>> types = commands.types();
        for (String argument : all) {
            Optional<Class<?>> command = command(types, argument);
            if (command.isEmpty()) {
                break;
            }
            kept.add(argument);
            types = List.of(command.get().getAnnotation(Command.class).subcommands());
        }
        kept.add(HELP);
        return kept.equals(all) ? Optional.empty() : Optional.of(kept.toArray(String[]::new));
    }

    private static Optional<Class<?>> command(List<Class<?>> types, String name) {
        return types.stream()
                .filter(type -> type.getAnnotation(Command.class).name().equals(name))
                .findFirst();
    }
}
