package org.biggantune.command.sweep;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.biggantune.cli.ConfiguredDefaults;
import org.biggantune.cli.OptionSection;
import org.biggantune.domain.CommonsNearestNames;
import org.biggantune.domain.failure.InvalidOptionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * One option of a sweep and the values that it takes.
 *
 * @param key the option's long name without dashes
 * @param values its values as typed, distinct, at least one
 */
record SweepAxis(String key, List<String> values) {
    /** Copies the values. */
    SweepAxis {
        values = List.copyOf(values);
    }

    /**
     * Reads {@code KEY=VALUE,VALUE} or, where there is a semicolon, {@code KEY=VALUE;VALUE}.
     *
     * @throws InvalidOptionException if the option is unknown, fixed or given beside, or values are missing or double
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
        // "low,high;" is the one value "low,high".
        if (list.endsWith(";")) {
            values = values.subList(0, values.size() - 1);
        }
        if (values.contains("")) {
            throw new InvalidOptionException("--sweep " + text + ": an empty value; expected KEY=VALUE,VALUE");
        }
        Set<String> seen = new HashSet<>();
        for (String value : values) {
            if (!seen.add(value)) {
                throw new InvalidOptionException("--sweep " + text + ": the value " + value + " stands there twice");
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
                    "--sweep " + key + ": --" + key + " cannot be swept, it is the same for all" + " runs of a sweep");
        }
        known.retainAll(OptionSection.resultOptions());
        if (!known.contains(key)) {
            List<String> near = new CommonsNearestNames().nearest(key, known);
            throw new InvalidOptionException("--sweep " + key + ": no such option of " + spec.qualifiedName()
                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
        }
        if (command.hasMatchedOption("--" + key)) {
            throw new InvalidOptionException("--sweep " + key + ": --" + key + " is given too; leave one of them out");
        }
    }
}
