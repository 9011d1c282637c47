package org.biggantune;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.biggantune.cli.CommandTree;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ConfigListing;
import org.biggantune.cli.ConfiguredDefaults;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.HelpLayout;
import org.biggantune.cli.HelpRequest;
import org.biggantune.cli.InstallDir;
import org.biggantune.cli.LoggingOptions;
import org.biggantune.cli.OptionValues;
import org.biggantune.cli.WrongUsage;
import org.biggantune.command.exchange.ImportArguments;
import org.biggantune.command.sweep.CommandSweep;
import org.biggantune.command.tune.WorkerOptions;
import org.biggantune.domain.VisibleText;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.InvalidOptionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs the whole command line on borrowed writers, so that tests can call it in their own process. */
public final class CommandLineTool {
    /** The character that Java substitutes for bytes it cannot decode. */
    private static final char UNDECODED = '\uFFFD';

    private static final Logger LOG = LoggerFactory.getLogger(CommandLineTool.class);

    private final PrintWriter out;
    private final PrintWriter err;
    private final InstallDir home;
    private final Map<String, String> environment;

    /** Creates the tool for the installation and environment of this process. */
    CommandLineTool(PrintWriter out, PrintWriter err) {
        this(out, err, InstallDir.ofProcess(), environmentOfProcess());
    }

    /**
     * Creates the tool.
     *
     * @param out receives results
     * @param err receives progress and errors
     * @param home the installation, with the shipped models and settings
     * @param environment the variables that set defaults and locate the user's own models and settings
     */
    public CommandLineTool(PrintWriter out, PrintWriter err, InstallDir home, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.home = home;
        this.environment = environment;
    }

    /** Returns the process's environment; a missing {@code HOME} is taken from the user database. */
    private static Map<String, String> environmentOfProcess() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.putIfAbsent("HOME", System.getProperty("user.home", ""));
        return variables;
    }

    /** Runs a command line and returns its exit code. */
    public int run(String... typed) {
        String[] asked = HelpRequest.spelledOut(BigganTuneCommand.COMMANDS, typed);
        Optional<String[]> help = HelpRequest.alone(BigganTuneCommand.COMMANDS, asked);
        try {
            requireDecoded(typed);
            String[] arguments = ImportArguments.withKind(this::line, asked);
            CommandLine line = line(arguments);
            // A worker's parent appends options that override the user's.
            line.setOverwrittenOptionsAllowed(WorkerOptions.isWorker(arguments));
            line.setParameterExceptionHandler(
                    (failure, args) -> help.isPresent() ? run(help.get()) : wrongUsage(failure));
            line.setExecutionStrategy(parsed -> execute(parsed, arguments));
            return line.execute(arguments);
        } catch (BigganTuneException | InvalidPathException | OutOfMemoryError | StackOverflowError e) {
            if (help.isPresent()) {
                return run(help.get());
            }
            // Help shows defaults, and must work even if the user's settings are broken.
            boolean onlyHelp = Arrays.asList(asked).contains("--help") && !environment.isEmpty();
            return onlyHelp ? new CommandLineTool(out, err, home, Map.of()).run(asked) : failed(e);
        }
    }

    /** Refuses an argument that Java could not decode: a file name in it would be a different one. */
    private static void requireDecoded(String... typed) {
        for (String argument : typed) {
            if (argument.indexOf(UNDECODED) >= 0) {
                throw new InvalidOptionException("argument '" + argument + "': not valid text in the locale's"
                        + " encoding (" + System.getProperty("sun.jnu.encoding")
                        + "); set LC_ALL to a locale that supports it, such as C.UTF-8");
            }
        }
    }

    /** Creates a command line with the option defaults that apply to these arguments. */
    private CommandLine line(String... arguments) {
        InstallDir installation = home.withEnvironment(environment);
        CommandTree tree = CommandTree.of(BigganTuneCommand.COMMANDS, installation, arguments);
        CommandLine line = tree.line();
        line.setOut(out).setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        // '@classes.txt' is a value of --class, not a file of arguments.
        line.setExpandAtFiles(false);
        line.setUsageHelpAutoWidth(true);
        OptionValues.register(line);
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
        showVersion(line);
        HelpLayout.apply(line, BigganTuneCommand.COMMANDS);
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(" " + code.code(), code.meaning());
        }
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
        return line.setDefaultValueProvider(ConfiguredDefaults.load(tree, installation, environment, arguments));
    }

    /** Makes {@code --version} of every command print the version of the tool. */
    private static void showVersion(CommandLine line) {
        line.getCommandSpec().versionProvider(new ToolVersion());
        line.getSubcommands().values().forEach(CommandLineTool::showVersion);
    }

    private int execute(ParseResult parsed, String... arguments) {
        boolean worker = WorkerOptions.isWorker(arguments);
        LoggingOptions.apply(parsed, worker);
        ParseResult command = parsed;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        boolean help = command.isUsageHelpRequested() || command.isVersionHelpRequested();
        if (!help && command.hasMatchedOption(CommonOptions.PRINT_CONFIG)) {
            if (!command.unmatched().isEmpty()) {
                throw new UnmatchedArgumentException(command.commandSpec().commandLine(), command.unmatched());
            }
            ConfiguredDefaults defaults =
                    (ConfiguredDefaults) command.commandSpec().commandLine().getDefaultValueProvider();
            out.print(new ConfigListing(command, defaults).yaml());
            out.flush();
            return ExitCode.DONE.code();
        }
        if (!help && !worker && CommandSweep.isAskedFor(command)) {
            try {
                return new CommandSweep(command, arguments, this::line).execute(out, err);
            } catch (ParameterException e) {
                throw e;
            } catch (RuntimeException e) {
                return failed(e);
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private int wrongUsage(ParameterException failure) {
        say(WrongUsage.message(failure));
        return ExitCode.USAGE.code();
    }

    private int failed(Throwable failure) {
        out.flush();
        ExitCode code = ExitCode.of(failure);
        String message = message(failure);
        if (failure instanceof OutOfMemoryError) {
            say("out of memory: " + message + "; the Java heap is limited to "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB; raise the limit, for example with BIGGAN_TUNE_JAVA_OPTS=-Xmx8g");
            LOG.debug("failed", failure);
        } else if (code == ExitCode.FAILED) {
            say("internal error: " + failure.getClass().getSimpleName() + ": " + message
                    + " (run again with -v for the details)");
            LOG.debug("internal error", failure);
        } else {
            say(message);
            // Further errors that OptionCheck collected.
            for (Throwable other : failure.getSuppressed()) {
                if (other instanceof BigganTuneException) {
                    say(message(other));
                }
            }
            LOG.debug("failed", failure);
        }
        return ExitCode.codeOf(failure);
    }

    /** Returns the message of one of the tool's own exceptions, and the first line of any other's. */
    private static String message(Throwable failure) {
        if (failure instanceof StackOverflowError) {
            return "input nested too deeply";
        }
        String message = String.valueOf(failure.getMessage());
        return failure instanceof BigganTuneException
                ? message
                : message.lines().findFirst().orElse("");
    }

    private void say(String line) {
        err.println(VisibleText.line("biggan-tune: " + line));
        err.flush();
    }
}
