package org.biggantune.support;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.BigganTuneCommand;
import org.biggantune.cli.CommandTree;
import org.biggantune.cli.ConfiguredDefaults;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.OptionValues;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The tool's commands as picocli knows them, with the checkout's shipped models and defaults; none is run. */
public final class ToolCommands {
    private ToolCommands() {}

    /** The tool with every option of every command. */
    public static CommandLine tool() {
        InstallDir home = new InstallDir(Path.of("").toAbsolutePath());
        // A command that needs those of all others.
        return filled(CommandTree.of(BigganTuneCommand.COMMANDS, home, "completion"), home);
    }

    /** A command by its name. */
    public static CommandLine of(String name) {
        return tool().getSubcommands().get(name);
    }

    /** A command and all below it. */
    public static Stream<CommandSpec> from(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec()),
                command.getSubcommands().values().stream().flatMap(ToolCommands::from));
    }

    /** The command of a command line's words, each of which is shown as text, with its options filled. */
    public static <T> T parsed(Class<T> command, Object... words) {
        InstallDir home = new InstallDir(Path.of("").toAbsolutePath());
        String[] arguments = Stream.of(words).map(String::valueOf).toArray(String[]::new);
        CommandLine line = filled(CommandTree.of(BigganTuneCommand.COMMANDS, home, arguments), home, arguments);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return command.cast(line.parseArgs(arguments).subcommand().commandSpec().userObject());
    }

    private static CommandLine filled(CommandTree tree, InstallDir home, String... arguments) {
        CommandLine line = tree.line();
        OptionValues.register(line);
        return line.setDefaultValueProvider(ConfiguredDefaults.load(tree, home, Map.of(), arguments));
    }
}
