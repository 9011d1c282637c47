package org.biggantune.command.completion;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Determines the possible values of an option or argument. */
final class ArgumentValues {
    private static final Pattern FILE = Pattern.compile("\\b(FILE|DIR|IMAGE)");

    private ArgumentValues() {}

    /** Returns the possible values; empty if any text is accepted. */
    static List<String> choices(ArgSpec argument) {
        return argument.completionCandidates() == null
                ? List.of()
                : StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                        .toList();
    }

    /** Returns whether the value may be a file or folder. */
    static boolean isFile(ArgSpec argument) {
        return Path.class.isAssignableFrom(argument.auxiliaryTypes()[0])
                || FILE.matcher(argument.paramLabel()).find();
    }

    /** Returns whether an option takes a value. */
    static boolean isTaken(OptionSpec option) {
        return option.arity().max() > 0;
    }
}
