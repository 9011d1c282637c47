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
 * The tool's command line with its commands. Reading the options of all of them off their annotations takes longer than
 * most of what a short start does; so only the commands that are asked for are made, the others are outlines: a name and
 * a description, enough for the list in {@code --help} and for "did you mean".
 */
public final class CommandTree {
    /** Options that name settings files, which may hold keys of any command. */
    private static final Set<String> SETTINGS_FILES = Set.of("--config", "--preset");

    private final Commands commands;
    private final CommandLine line;
    private final boolean whole;

    /**
     * Commands for one purpose.
     *
     * @param heading the purpose, as {@code --help} names it
     * @param types the commands' classes, in the order of {@code --help}
     */
    public record Group(String heading, List<Class<?>> types) {
        /** Copies the list. */
        public Group {
            types = List.copyOf(types);
        }
    }

    /**
     * The commands that there are.
     *
     * @param root the class of the tool's own command
     * @param groups its subcommands, in the order of {@code --help}
     */
    public record Commands(Class<?> root, List<Group> groups) {
        /** Copies the list. */
        public Commands {
            groups = List.copyOf(groups);
        }

        /** The classes of all subcommands, in the order of {@code --help}. */
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

    /** The tree for a command line; whole where its arguments need every command's options. */
    public static CommandTree of(Commands commands, InstallDir home, String... arguments) {
        List<String> asked = List.of(arguments);
        boolean whole = asked.stream().anyMatch(CommandTree::namesSettingsFile)
                || commands.types().stream()
                        .filter(AllCommands.class::isAssignableFrom)
                        .anyMatch(type ->
                                asked.contains(type.getAnnotation(Command.class).name()));
        return of(commands, home, asked, whole);
    }

    /** The same commands with the options of each. */
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

    /** A factory that hands the folder of the installation to a command, or to its options, whose constructor takes it. */
    private static IFactory factory(InstallDir home) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                    if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {InstallDir.class})) {
                        // As picocli's own factory: options of a command are no one else's.
                        constructor.setAccessible(true);
                        return type.cast(constructor.newInstance(home));
                    }
                }
                return CommandLine.defaultFactory().create(type);
            }
        };
    }

    /** The root. */
    public CommandLine line() {
        return line;
    }

    /** Whether every command has its options. */
    boolean whole() {
        return whole;
    }

    /** Whether any command has its options. */
    boolean hasCommand() {
        return !line.getSubcommands().values().stream().allMatch(CommandTree::isOutline);
    }

    /** Whether a command of a tree has no options because nobody asked for it. */
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
