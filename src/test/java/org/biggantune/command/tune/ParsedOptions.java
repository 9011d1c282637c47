package org.biggantune.command.tune;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.biggantune.BigganTuneCommand;
import org.biggantune.cli.CommandTree;
import org.biggantune.cli.ConfiguredDefaults;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.OptionValues;
import org.biggantune.support.Settings;
import picocli.CommandLine;

/** Options as a command line gives them, with the checkout's shipped models and defaults. */
final class ParsedOptions {
    private ParsedOptions() {}

    /** Those of {@code improve}. */
    static TuningOptions improve(Settings settings, String... more) {
        return improve(
                Stream.concat(settings.arguments().stream(), Stream.of(more)).toList());
    }

    private static TuningOptions improve(List<String> options) {
        InstallDir home = new InstallDir(Path.of("").toAbsolutePath());
        String[] arguments =
                Stream.concat(Stream.of("improve"), options.stream()).toArray(String[]::new);
        CommandTree tree = CommandTree.of(BigganTuneCommand.COMMANDS, home, arguments);
        CommandLine line = tree.line();
        line.setCaseInsensitiveEnumValuesAllowed(true);
        OptionValues.register(line);
        line.setDefaultValueProvider(ConfiguredDefaults.load(tree, home, Map.of(), arguments));
        Object command = line.parseArgs(arguments).subcommand().commandSpec().userObject();
        TuningOptions parsed = ((ImproveCommand) command).options();
        parsed.check();
        return parsed;
    }
}
