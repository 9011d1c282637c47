package org.biggantune.cli;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command line with its subcommands. Reading the annotations of every command's options would dominate the start-up
 * time, so only the commands named on the command line are built in full. The others are outlines, with a name and a
 * description, which is enough for the list in {@code --help} and for "did you mean".
 */
public final class CommandTree {
    /** Options that name settings files, which may hold keys of any command. */
    private static final Set<String> SETTINGS_FILES = Set.of("--config", "--preset");

    private final Commands commands;
    private final CommandLine line;
    private final boolean whole;

    /**
     * A group of commands in {@code --help}.
     *
     * @param heading the group's heading
     * @param types the commands' classes, in the order of {@code --help}
     */
    public record Group(String heading, List<Class<?>> types) {
        /** Copies the list. */
        public Group {
            types = List.copyOf(types);
        }
    }

    /**
     * All commands.
     *
     * @param root the class of the top-level command
     * @param groups its subcommands, in the order of {@code --help}
     */
    public record Commands(Class<?> root, List<Group> groups) {
        /** Copies the list. */
        public Commands {
            groups = List.copyOf(groups);
        }

        /** Returns the classes of all subcommands, in the order of {@code --help}. */
        List<Class<?>> types() {
            return groups.stream()
                    .<Class<?>>flatMap(group -> group.types().stream())
                    .toList();
        }
    }

    private CommandTree(Commands commands, CommandLine line, boolean whole) {
        this.commands = commands;
        this.line = line;
        this.whole = whole;
    }

    /** Builds the tree for a command line; in full if the arguments need the options of every command. */
    public static CommandTree of(Commands commands, InstallDir home, String... arguments) {
        List<String> asked = List.of(arguments);
        boolean whole = asked.stream().anyMatch(CommandTree::namesSettingsFile)
                || commands.types().stream()
                        .filter(AllCommands.class::isAssignableFrom)
                        .anyMatch(type ->
                                asked.contains(type.getAnnotation(Command.class).name()));
        return of(commands, home, asked, whole);
    }

    /** Builds the same tree with every command in full. */
    CommandTree withAllOptions(InstallDir home) {
        return of(commands, home, List.of(), true);
    }

    private static CommandTree of(Commands commands, InstallDir home, List<String> asked, boolean whole) {
        IFactory factory = factory(home);
        CommandLine line = new CommandLine(commands.root(), factory);
        for (Class<?> type : commands.types()) {
            Command command = type.getAnnotation(Command.class);
            if (whole || asked.contains(command.name())) {
                line.addSubcommand(new CommandLine(type, factory));
            } else {
                line.addSubcommand(command.name(), outline(command));
            }
        }
        return new CommandTree(commands, line, whole);
    }

    /** Returns a factory that passes the installation to commands and options with a constructor for it. */
    private static IFactory factory(InstallDir home) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                    if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {InstallDir.class})) {
                        // As picocli's own factory does: option classes may be package-private.
                        constructor.setAccessible(true);
                        return type.cast(constructor.newInstance(home));
                    }
                }
                return CommandLine.defaultFactory().create(type);
            }
        };
    }

    /** Returns the top-level command line. */
    public CommandLine line() {
        return line;
    }

    /** Returns whether every command is built in full. */
    boolean whole() {
        return whole;
    }

    /** Returns whether any command is built in full. */
    boolean hasCommand() {
        return !line.getSubcommands().values().stream().allMatch(CommandTree::isOutline);
    }

    /** Returns whether a command is an outline, without options. */
    static boolean isOutline(CommandLine command) {
        return command.getCommandSpec().userObject() == null;
    }

    private static boolean namesSettingsFile(String argument) {
        return SETTINGS_FILES.stream().anyMatch(name -> argument.equals(name) || argument.startsWith(name + "="));
    }

    private static CommandSpec outline(Command command) {
        CommandSpec spec = CommandSpec.create().name(command.name());
        spec.usageMessage().header(command.header()).description(command.description());
        return spec;
    }
}
