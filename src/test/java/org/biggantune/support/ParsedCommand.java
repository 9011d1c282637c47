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

/** Commands with their options as a command line gives them, with the checkout's shipped models and defaults; not run. */
public final class ParsedCommand {
    private ParsedCommand() {}

    /** The command of a command line's words, each of which is shown as text. */
    public static <T> T of(Class<T> command, Object... words) {
        InstallDir home = new InstallDir(Path.of("").toAbsolutePath());
        String[] arguments = Stream.of(words).map(String::valueOf).toArray(String[]::new);
        CommandTree tree = CommandTree.of(BigganTuneCommand.COMMANDS, home, arguments);
        CommandLine line = tree.line();
        line.setCaseInsensitiveEnumValuesAllowed(true);
        OptionValues.register(line);
        line.setDefaultValueProvider(ConfiguredDefaults.load(tree, home, Map.of(), arguments));
        return command.cast(line.parseArgs(arguments).subcommand().commandSpec().userObject());
    }
}
