package org.biggantune.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.biggantune.domain.SettingsConflictException;
import org.biggantune.run.Home;
import org.biggantune.run.Target;
import org.biggantune.run.TargetFile;
import org.biggantune.run.YamlFile;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Defaults of options from layers: {@code configs/default.yaml}, then the target of {@code repurpose}, then the files given with {@code --preset} and {@code
 * --config}, then environment variables such as {@code BIGGAN_TUNE_LEARNING_RATE}. A YAML file has long option names as
 * keys and one section a command; unknown keys are errors.
 */
final class ConfiguredDefaults implements IDefaultValueProvider {
    private static final String VARIABLE = "BIGGAN_TUNE_";
    private static final String REPURPOSE = "repurpose";

    /** "option" or "command.option" to its value. */
    private final Map<String, String> values;

    private final Map<String, String> environment;

    private ConfiguredDefaults(Map<String, String> values, Map<String, String> environment) {
        this.values = values;
        this.environment = environment;
    }

    static ConfiguredDefaults load(CommandLine line, Home home, Map<String, String> environment, String[] arguments) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> chosen = new HashMap<>();
        read(home.configs().resolve("default.yaml"), line, values);
        for (Path file : chosenFiles(home, arguments)) {
            read(file, line, chosen);
        }
        if (Arrays.asList(arguments).contains(REPURPOSE)) {
            Optional<String> target = argument(arguments, "--target")
                    .or(() -> Optional.ofNullable(environment.get(VARIABLE + "TARGET")))
                    .or(() -> Optional.ofNullable(chosen.getOrDefault(REPURPOSE + ".target", chosen.get("target"))));
            target.ifPresent(name -> read(TargetFile.read(home, name), line, values));
        }
        values.putAll(chosen);
        return new ConfiguredDefaults(values, environment);
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String name = name(option);
        String variable = VARIABLE + name.replace('-', '_').toUpperCase(Locale.ROOT);
        if (environment.containsKey(variable)) {
            return environment.get(variable);
        }
        return values.getOrDefault(section(option.command()) + "." + name, values.get(name));
    }

    /** The name of the command below the tool itself: {@code import} for {@code import generator}. */
    private static String section(CommandSpec command) {
        CommandSpec top = command;
        while (top.parent() != null && top.parent().parent() != null) {
            top = top.parent();
        }
        return top.name();
    }

    private static List<Path> chosenFiles(Home home, String[] arguments) {
        List<Path> files = new ArrayList<>();
        argument(arguments, "--preset").map(home::preset).ifPresent(files::add);
        argument(arguments, "--config").map(home::config).ifPresent(files::add);
        return files;
    }

    private static Optional<String> argument(String[] arguments, String option) {
        Optional<String> found = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith(option + "=")) {
                found = Optional.of(arguments[i].substring(option.length() + 1));
            } else if (arguments[i].equals(option) && i + 1 < arguments.length) {
                found = Optional.of(arguments[i + 1]);
            }
        }
        return found;
    }

    private static void read(Target target, CommandLine line, Map<String, String> values) {
        Set<String> known = options(line.getSubcommands().get(REPURPOSE));
        target.defaults().forEach((option, value) -> {
            if (!known.contains(option)) {
                throw YamlFile.unknown(target.file(), "defaults.", option, known);
            }
            values.put(REPURPOSE + "." + option, value);
        });
    }

    private static void read(Path file, CommandLine line, Map<String, String> values) {
        for (Map.Entry<String, JsonNode> entry : YamlFile.read(file).properties()) {
            CommandLine command = line.getSubcommands().get(entry.getKey());
            if (command == null) {
                Set<String> known = new TreeSet<>(line.getSubcommands().keySet());
                line.getSubcommands().values().forEach(sub -> known.addAll(options(sub)));
                put(file, "", entry.getKey(), entry.getValue(), known, values);
            } else if (entry.getValue().isObject()) {
                Set<String> known = options(command);
                for (Map.Entry<String, JsonNode> option : entry.getValue().properties()) {
                    put(file, entry.getKey() + ".", option.getKey(), option.getValue(), known, values);
                }
            } else {
                throw new SettingsConflictException(
                        file + ": '" + entry.getKey() + "' is a command; expected a section of its options");
            }
        }
    }

    private static void put(
            Path file, String section, String key, JsonNode value, Set<String> known, Map<String, String> values) {
        if (!known.contains(key)) {
            throw YamlFile.unknown(file, section, key, known);
        }
        values.put(section + key, YamlFile.text(file, section + key, value));
    }

    private static Set<String> options(CommandLine command) {
        Set<String> names = new TreeSet<>();
        command.getCommandSpec().options().forEach(option -> names.add(name(option)));
        command.getSubcommands().values().forEach(sub -> names.addAll(options(sub)));
        return names;
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }
}
