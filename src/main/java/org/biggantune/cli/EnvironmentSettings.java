package org.biggantune.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.biggantune.domain.CommonsNearestNames;
import org.biggantune.domain.failure.SettingsConflictException;
import picocli.CommandLine;

/** Defaults from environment variables: {@code BIGGAN_TUNE_LEARNING_RATE} for {@code --learning-rate}. */
record EnvironmentSettings(Map<String, String> environment) {
    private static final String PREFIX = "BIGGAN_TUNE_";

    /** What the launcher reads, and where the user's folder is. */
    private static final Set<String> NO_OPTIONS = Set.of(PREFIX + "JAVA", PREFIX + "JAVA_OPTS", UserFolder.VARIABLE);

    /** The variable of an option. */
    static String variable(String option) {
        return PREFIX + option.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** What the environment says of an option, if it does. */
    Optional<String> value(String option) {
        return Optional.ofNullable(environment.get(variable(option)));
    }

    /**
     * Refuses a variable that looks like a default but is none of any command.
     *
     * @param tree the command line, whose options are looked at first
     * @throws SettingsConflictException if a variable has the prefix and no option goes with it
     */
    void requireKnown(CommandTree tree, InstallDir home) {
        Set<String> unknown = environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !NO_OPTIONS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        unknown.removeAll(variables(tree));
        if (unknown.isEmpty()) {
            return;
        }
        // Another command's, perhaps: reading every command's options takes time, so it is the exception.
        Set<String> known = variables(tree.withAllOptions(home));
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            String name = unknown.iterator().next();
            // Without the prefix, which makes all of them look alike.
            Set<String> options = known.stream()
                    .map(variable -> variable.substring(PREFIX.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
            List<String> near = new CommonsNearestNames()
                    .nearest(name.substring(PREFIX.length()), options).stream()
                            .map(option -> PREFIX + option)
                            .toList();
            throw new SettingsConflictException("environment variable " + name + ": no option that it could set"
                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
        }
    }

    private static Set<String> variables(CommandTree tree) {
        Set<String> variables = new TreeSet<>();
        for (CommandLine command : tree.line().getSubcommands().values()) {
            ConfiguredDefaults.options(command).forEach(option -> variables.add(variable(option)));
        }
        return variables;
    }
}
