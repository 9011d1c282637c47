package org.biggantune.command.sweep;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.biggantune.cli.CommonOptions;
import org.biggantune.cli.ExitCode;
import org.biggantune.cli.LoggingOptions;
import org.biggantune.cli.TerminalProgress;
import org.biggantune.command.tune.TuningCommand;
import org.biggantune.command.tune.TuningRun;
import org.biggantune.domain.Progress;
import org.biggantune.domain.failure.DivergedException;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Repeats a command with each combination of the values of {@code --sweep}. For each one the command line is parsed again
 * with the combination's options appended, so that all defaults and checks apply as usual.
 */
public final class CommandSweep {
    private static final int MOST_RUNS = 1000;

    private final ParseResult parsed;
    private final String[] arguments;
    private final Function<String[], CommandLine> lines;

    /**
     * Creates a sweep.
     *
     * @param parsed the parsed command
     * @param arguments the whole command line
     * @param lines creates a command line with the defaults for given arguments
     */
    public CommandSweep(ParseResult parsed, String[] arguments, Function<String[], CommandLine> lines) {
        this.parsed = parsed;
        this.arguments = arguments.clone();
        this.lines = lines;
    }

    /** Returns whether a command line asks for a sweep. */
    public static boolean isAskedFor(ParseResult parsed) {
        return parsed.hasMatchedOption(TuningCommand.SWEEP);
    }

    /**
     * Checks all combinations, runs them and prints the comparison.
     *
     * @throws DivergedException at the end, if any combination diverged
     */
    public int execute(PrintWriter out, PrintWriter err) {
        SweepRun sweep = checked(TerminalProgress.on(err, LoggingOptions.isOn(parsed, "--quiet")));
        SweepSummary summary = sweep.execute();
        CommonOptions.print(out, summary, parsed);
        List<SweepOutcome> failures = summary.failures();
        if (!failures.isEmpty()) {
            SweepOutcome first = failures.get(0);
            throw new DivergedException(
                    failures.size() + " of " + summary.outcomes().size() + " combinations diverged, the first is "
                            + first.point() + ": " + first.failure().orElseThrow());
        }
        return ExitCode.DONE.code();
    }

    /** Parses and checks all combinations; on failure, a folder created for them is deleted. */
    private SweepRun checked(Progress progress) {
        Optional<Path> given = parsed.commandSpec().findOption("--out").getValue();
        Path root =
                given.orElseGet(() -> SweepRun.unusedFolder(parsed.commandSpec().name()));
        boolean checked = false;
        try {
            Map<SweepPoint, TuningRun> runs = new LinkedHashMap<>();
            for (SweepPoint point : points()) {
                runs.put(point, prepare(point, root.resolve(point.folderName())));
            }
            SweepRun sweep = new SweepRun(root, runs, progress);
            sweep.check();
            checked = true;
            return sweep;
        } finally {
            if (!checked && given.isEmpty()) {
                SweepRun.deleteIfEmpty(root);
            }
        }
    }

    /** Returns all combinations; the values of the last option vary fastest. */
    private List<SweepPoint> points() {
        List<String> sweeps = parsed.matchedOptionValue(TuningCommand.SWEEP, List.of());
        List<Map<String, String>> points = List.of(Map.of());
        Set<String> keys = new HashSet<>();
        for (String text : sweeps) {
            SweepAxis axis = SweepAxis.parse(text, parsed);
            if (!keys.add(axis.key())) {
                throw new InvalidOptionException(
                        "--sweep " + axis.key() + ": given twice; give all its values in one list");
            }
            if ((long) points.size() * axis.values().size() > MOST_RUNS) {
                throw new InvalidOptionException(
                        "--sweep: more than " + MOST_RUNS + " combinations; sweep fewer values");
            }
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> point : points) {
                for (String value : axis.values()) {
                    Map<String, String> more = new LinkedHashMap<>(point);
                    more.put(axis.key(), value);
                    longer.add(more);
                }
            }
            points = longer;
        }
        return points.stream().map(SweepPoint::new).toList();
    }

    private TuningRun prepare(SweepPoint point, Path folder) {
        List<String> more = new ArrayList<>(Arrays.asList(arguments));
        point.values().forEach((key, value) -> more.add("--" + key + "=" + value));
        more.add("--out=" + folder);
        String[] all = more.toArray(String[]::new);
        CommandLine line = lines.apply(all);
        // The appended --out overrides the user's, which is the sweep's folder.
        line.setOverwrittenOptionsAllowed(true);
        ParseResult result = line.parseArgs(all);
        while (result.hasSubcommand()) {
            result = result.subcommand();
        }
        return ((TuningCommand) result.commandSpec().userObject()).prepare();
    }
}
