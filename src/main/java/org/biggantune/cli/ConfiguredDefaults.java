package org.biggantune.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.biggantune.domain.CorruptInputException;
import org.biggantune.domain.MissingInputException;
import org.biggantune.domain.SettingsConflictException;
import org.biggantune.run.CommonsNearestNames;
import org.biggantune.run.Home;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Defaults of options from layers: {@code configs/default.yaml}, then the files given with {@code --preset} and {@code
 * --config}, then environment variables such as {@code BIGGAN_TUNE_LEARNING_RATE}. A YAML file has long option names as
 * keys and one section a command; unknown keys are errors.
 */
final class ConfiguredDefaults implements IDefaultValueProvider {
    private static final String VARIABLE = "BIGGAN_TUNE_";
    private static final YAMLMapper YAML = new YAMLMapper();

    /** "option" or "command.option" to its value. */
    private final Map<String, String> values;

    private final Map<String, String> environment;

    private ConfiguredDefaults(Map<String, String> values, Map<String, String> environment) {
        this.values = values;
        this.environment = environment;
    }

    static ConfiguredDefaults load(CommandLine line, Home home, Map<String, String> environment, String[] arguments) {
        Map<String, String> values = new HashMap<>();
        List<Path> files = new ArrayList<>(List.of(home.configs().resolve("default.yaml")));
        argument(arguments, "--preset").map(home::preset).ifPresent(files::add);
        argument(arguments, "--config").map(home::config).ifPresent(files::add);
        for (Path file : files) {
            read(file, line, values);
        }
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

    private static void read(Path file, CommandLine line, Map<String, String> values) {
        for (Map.Entry<String, JsonNode> entry : parse(file).properties()) {
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
            List<String> near = new CommonsNearestNames().nearest(key, known);
            throw new SettingsConflictException(file + ": unknown key '" + section + key + "'"
                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(item.asText()));
            values.put(section + key, String.join(",", items));
        } else if (value.isValueNode() && !value.isNull()) {
            values.put(section + key, value.asText());
        } else {
            throw new SettingsConflictException(file + ": '" + section + key + "' needs a plain value");
        }
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

    private static JsonNode parse(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MissingInputException(file + ": no such settings file");
        }
        JsonNode root;
        try {
            root = YAML.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new CorruptInputException(
                    file + ", line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()) + ": not valid YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new MissingInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        if (!root.isObject()) {
            throw new SettingsConflictException(file + ": expected option names and values, such as 'seed: 1'");
        }
        return root;
    }
}
