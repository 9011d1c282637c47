package org.biggantune.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.biggantune.domain.NearestNames;
import org.biggantune.domain.failure.SettingsConflictException;
import picocli.CommandLine;

/** Option defaults from environment variables, such as {@code BIGGAN_TUNE_LEARNING_RATE} for {@code --learning-rate}. */
record EnvironmentSettings(Map<String, String> environment) {
    private static final String PREFIX = "BIGGAN_TUNE_";

    /** Variables that set no option: those of the launcher, and the user's folder. */
    private static final Set<String> NO_OPTIONS = Set.of(PREFIX + "JAVA", PREFIX + "JAVA_OPTS", UserFolder.VARIABLE);

    /** Returns the name of the variable that sets an option. */
    static String variable(String option) {
        return PREFIX + option.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Returns the value that the environment gives an option, if any. */
    Optional<String> value(String option) {
        return Optional.ofNullable(environment.get(variable(option)));
    }

    /**
     * Refuses a variable that has the tool's prefix but names no option of any command.
     *
     * @param tree the command line; its options are tried first
     * @throws SettingsConflictException if there is such a variable
     */
    void requireKnown(CommandTree tree, InstallDir home) {
        Set<String> unknown = environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !NO_OPTIONS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        unknown.removeAll(variables(tree));
        if (unknown.isEmpty()) {
            return;
        }
        // It may belong to another command. Building all commands is slow, so only do it now.
        Set<String> known = variables(tree.withAllOptions(home));
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            String name = unknown.iterator().next();
            // Compare without the shared prefix, which would make all names similar.
            Set<String> options = known.stream()
                    .map(variable -> variable.substring(PREFIX.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
            List<String> near = NearestNames.nearest(name.substring(PREFIX.length()), options).stream()
                    .map(option -> PREFIX + option)
                    .toList();
            throw new SettingsConflictException(
                    "environment variable " + name + " matches no option" + NearestNames.question(near));
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
