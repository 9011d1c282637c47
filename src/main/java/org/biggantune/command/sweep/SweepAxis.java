package org.biggantune.command.sweep;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.biggantune.cli.ConfiguredDefaults;
import org.biggantune.cli.OptionSection;
import org.biggantune.domain.NearestNames;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * An option of a sweep and its values.
 *
 * @param key the option's long name without dashes
 * @param values the distinct values as typed, at least one
 */
record SweepAxis(String key, List<String> values) {
    /** Copies the values. */
    SweepAxis {
        values = List.copyOf(values);
    }

    /**
     * Parses {@code KEY=VALUE,VALUE} or, if there is a semicolon, {@code KEY=VALUE;VALUE}.
     *
     * @throws InvalidOptionException if the option is unknown, cannot be swept or is also given by itself, or if a value is
     *     missing or a duplicate
     */
    static SweepAxis parse(String text, ParseResult command) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new InvalidOptionException(
                    "--sweep " + text + ": expected KEY=VALUE,VALUE, such as proximity=0,0.3,1");
        }
        String key = text.substring(0, equals).strip();
        requireSweepable(key, command);
        String list = text.substring(equals + 1);
        List<String> values = Arrays.stream(list.split(list.contains(";") ? ";" : ",", -1))
                .map(String::strip)
                .toList();
        // "low,high;" is the single value "low,high".
        if (list.endsWith(";")) {
            values = values.subList(0, values.size() - 1);
        }
        if (values.contains("")) {
            throw new InvalidOptionException("--sweep " + text + ": an empty value; expected KEY=VALUE,VALUE");
        }
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            if (!seen.add(value)) {
                throw new InvalidOptionException("--sweep " + text + ": the value " + value + " is given twice");
            }
        }
        return new SweepAxis(key, values);
    }

    private static void requireSweepable(String key, ParseResult command) {
        CommandSpec spec = command.commandSpec();
        Set<String> known = new TreeSet<>();
        for (OptionSpec option : spec.options()) {
            known.add(ConfiguredDefaults.name(option));
        }
        if (known.contains(key) && !OptionSection.resultOptions().contains(key)) {
            throw new InvalidOptionException(
                    "--sweep " + key + ": --" + key + " cannot be swept, it is the same for all runs of a sweep");
        }
        known.retainAll(OptionSection.resultOptions());
        if (!known.contains(key)) {
            List<String> near = NearestNames.nearest(key, known);
            throw new InvalidOptionException(
                    "--sweep " + key + ": no such option of " + spec.qualifiedName() + NearestNames.question(near));
        }
        if (command.hasMatchedOption("--" + key)) {
            throw new InvalidOptionException(
                    "--sweep " + key + ": --" + key + " is also given by itself; leave one of them out");
        }
    }
}
