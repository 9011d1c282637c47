package org.biggantune.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.biggantune.domain.failure.SettingsConflictException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Defaults of options from layers, the later ones stronger: {@code configs/default.yaml}, then the user's own settings
 * ({@link UserFolder}), then the target of {@code repurpose}, then the files given with {@code --preset} and {@code
 * --config}, then environment variables such as {@code BIGGAN_TUNE_LEARNING_RATE}, then what the command line says of all
 * classes for options that are for some of them. A YAML file has long option names as keys and one section a command, which
 * within the file
 * is stronger than a key outside; unknown keys and keys given twice are errors.
 */
public final class ConfiguredDefaults implements IDefaultValueProvider {
    /** Options that stand on the command line alone: they say where settings come from, or what is shown. */
    static final Set<String> COMMAND_LINE_ONLY =
            Set.of("help", "version", "config", "preset", "print-config", "sweep", "worker", TrustOptions.NAME);

    /** Where a value comes from that was typed. */
    static final String COMMAND_LINE = "command line";

    /** Options for some classes, and those for all of them that on the command line set them too. */
    private static final Map<String, String> LEADERS = Map.of(
            "collapsed-iterations",
            "iterations",
            "collapsed-proximity",
            "proximity",
            "collapsed-diversity-weight",
            "diversity-weight",
            "known-proximity",
            "proximity");

    /** The value that switches such an option off. */
    private static final String NONE = "none";

    private static final String REPURPOSE = "repurpose";
    private static final Set<String> TUNING = Set.of("improve", REPURPOSE, "diversify");
    private static final String LINE = "\n";

    /** The layers above {@code configs/default.yaml}, the strongest one first. */
    private final List<Layer> chosen;

    private final CommandTree tree;
    private final Path shippedFile;
    private final EnvironmentSettings environment;
    private final String[] arguments;

    /** What {@code configs/default.yaml} says; null where no command is asked for. */
    private @Nullable Layer shipped;

    private ConfiguredDefaults(
            List<Layer> chosen,
            CommandTree tree,
            InstallDir home,
            EnvironmentSettings environment,
            String... arguments) {
        this.arguments = arguments.clone();
        this.chosen = chosen;
        this.tree = tree;
        this.shippedFile = home.configs().resolve("default.yaml");
        this.environment = environment;
    }

    /**
     * What one file says.
     *
     * @param source the file in words
     * @param values "option" or "command.option" to its values, more than one for a list
     */
    private record Layer(String source, Map<String, List<String>> values) {
        Layer(String source) {
            this(source, new HashMap<>());
        }

        Optional<List<String>> find(String section, String name) {
            return Optional.ofNullable(values.getOrDefault(section + "." + name, values.get(name)));
        }
    }

    /**
     * A value and where it comes from.
     *
     * @param values one value, or the items of a list
     * @param source where they come from, in words
     */
    record Setting(List<String> values, String source) {}

    public static ConfiguredDefaults load(
            CommandTree tree, InstallDir home, Map<String, String> variables, String[] arguments) {
        CommandLine line = tree.line();
        EnvironmentSettings environment = new EnvironmentSettings(variables);
        if (tree.hasCommand()) {
            environment.requireKnown(tree, home);
        }
        Deque<Layer> layers = new ArrayDeque<>();
        Optional<Layer> own = userLayer(tree, home);
        own.ifPresent(layers::push);
        List<Layer> chosen = chosenFiles(tree, home, arguments);
        if (Arrays.asList(arguments).contains(REPURPOSE)) {
            Optional<String> target = argument(arguments, "--target")
                    .or(() -> environment.value("target"))
                    .or(() -> Stream.concat(own.stream(), chosen.stream())
                            .flatMap(layer -> layer.find(REPURPOSE, "target").stream())
                            .reduce((weaker, stronger) -> stronger)
                            .map(values -> String.join(",", values)));
            target.ifPresent(name -> layers.push(read(TargetFile.read(home, name), line)));
        }
        chosen.forEach(layers::push);
        ConfiguredDefaults defaults = new ConfiguredDefaults(List.copyOf(layers), tree, home, environment, arguments);
        if (tree.hasCommand()) {
            // Now and not when picocli asks, which would take what is wrong with the file for a wrong option.
            defaults.shipped();
        }
        return defaults;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String separator = LINE.equals(option.splitRegex()) ? LINE : ",";
        return setting(option)
                .map(setting -> String.join(separator, setting.values()))
                .orElse(null);
    }

    /** What the strongest layer says of an option; empty where none does. */
    Optional<Setting> setting(OptionSpec option) {
        String name = name(option);
        if (COMMAND_LINE_ONLY.contains(name)) {
            return Optional.empty();
        }
        Optional<Setting> configured = configured(option, name);
        return leading(name)
                .filter(leader -> configured
                        .filter(setting -> setting.values().contains(NONE))
                        .isEmpty())
                .or(() -> configured);
    }

    /** What the command line says of all classes, where an option is for some of them. */
    private Optional<Setting> leading(String name) {
        return Optional.ofNullable(LEADERS.get(name))
                .map(leader -> "--" + leader)
                .flatMap(leader -> argument(arguments, leader)
                        .map(value -> new Setting(List.of(value), COMMAND_LINE + ", " + leader)));
    }

    private Optional<Setting> configured(OptionSpec option, String name) {
        Optional<String> variable = environment.value(name);
        if (variable.isPresent()) {
            return variable.map(
                    value -> new Setting(List.of(value), "environment " + EnvironmentSettings.variable(name)));
        }
        String section = section(option.command());
        for (Layer layer : chosen) {
            Optional<List<String>> values = layer.find(section, name);
            if (values.isPresent()) {
                return values.map(found -> new Setting(found, layer.source()));
            }
        }
        return shipped().find(section, name).map(found -> new Setting(found, "default"));
    }

    private Layer shipped() {
        if (shipped == null) {
            shipped = read("default", shippedFile, tree);
        }
        return shipped;
    }

    /** The name of the command below the tool itself: {@code import} for {@code import generator}. */
    static String section(CommandSpec command) {
        CommandSpec top = command;
        while (top.parent() != null && top.parent().parent() != null) {
            top = top.parent();
        }
        return top.name();
    }

    /**
     * What the user's own settings say. Where neither the shipped defaults nor the commands asked for know all of its keys,
     * those of every command are looked at, which takes time.
     */
    private static Optional<Layer> userLayer(CommandTree tree, InstallDir home) {
        Optional<Path> settings = home.user().settings().filter(Files::exists);
        if (settings.isEmpty() || !tree.hasCommand()) {
            return Optional.empty();
        }
        Path file = settings.get();
        Layer layer = read(file.toString(), file, tree);
        Set<String> unknown = new TreeSet<>(layer.values().keySet());
        // Most that is set differs from a shipped default.
        Set<String> shipped = read("default", home.configs().resolve("default.yaml"), tree)
                .values()
                .keySet();
        unknown.removeAll(shipped);
        // What stands outside the sections is an option of every command that tunes.
        unknown.removeIf(key -> TUNING.contains(key.replaceFirst("\\..*", ""))
                && shipped.contains(key.substring(key.indexOf('.') + 1)));
        tree.line().getSubcommands().values().forEach(command -> unknown.removeAll(keys(command)));
        if (!unknown.isEmpty() && !tree.whole()) {
            read(file.toString(), file, tree.withAllOptions(home));
        }
        return Optional.of(layer);
    }

    /** The keys that a command's options may have in a file: within its section, and outside. */
    private static Set<String> keys(CommandLine command) {
        Set<String> keys = new TreeSet<>(options(command));
        options(command).forEach(option -> keys.add(command.getCommandName() + "." + option));
        return keys;
    }

    /** The files that the command line names, the stronger one last. */
    private static List<Layer> chosenFiles(CommandTree tree, InstallDir home, String[] arguments) {
        List<Layer> layers = new ArrayList<>();
        argument(arguments, "--preset").ifPresent(name -> layers.add(read("preset " + name, home.preset(name), tree)));
        argument(arguments, "--config")
                .map(home::config)
                .ifPresent(file -> layers.add(read(file.toString(), file, tree)));
        return layers;
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

    private static Layer read(Target target, CommandLine line) {
        Set<String> known = options(Objects.requireNonNull(line.getSubcommands().get(REPURPOSE)));
        Layer layer = new Layer("target " + target.name());
        target.defaults().forEach((option, value) -> {
            if (!known.contains(option)) {
                throw YamlFile.unknown(target.file(), "defaults.", option, known);
            }
            if (!ResultOptions.NAMES.contains(option)) {
                throw new SettingsConflictException(
                        target.file() + ": 'defaults." + option + "': a target describes a data"
                                + " set and may set options that change results alone; give --" + option
                                + " on the command line or with --config");
            }
            layer.values().put(REPURPOSE + "." + option, List.of(value));
        });
        return layer;
    }

    /** Reads a file; keys are checked where the tree knows the options that they name. */
    private static Layer read(String source, Path file, CommandTree tree) {
        Map<String, CommandLine> commands = tree.line().getSubcommands();
        Set<String> anywhere = new TreeSet<>();
        if (tree.whole()) {
            anywhere.addAll(commands.keySet());
            commands.values().forEach(command -> anywhere.addAll(options(command)));
        }
        Layer layer = new Layer(source);
        for (Map.Entry<String, JsonNode> entry : YamlFile.read(file).properties()) {
            CommandLine command = commands.get(entry.getKey());
            // "batch" is a command and an option; a section is told by its shape.
            boolean option = ResultOptions.NAMES.contains(entry.getKey())
                    && !entry.getValue().isObject();
            if (command == null || option) {
                put(file, "", entry.getKey(), entry.getValue(), anywhere, layer);
            } else if (entry.getValue().isObject()) {
                Set<String> known = CommandTree.isOutline(command) ? Set.of() : options(command);
                for (Map.Entry<String, JsonNode> each : entry.getValue().properties()) {
                    put(file, entry.getKey() + ".", each.getKey(), each.getValue(), known, layer);
                }
            } else {
                throw new SettingsConflictException(
                        file + ": '" + entry.getKey() + "' is a command; expected a section of its options");
            }
        }
        return layer;
    }

    /** Puts a value into a layer; an empty set of known keys stands for unknown ones. */
    private static void put(Path file, String section, String key, JsonNode value, Set<String> known, Layer layer) {
        if (!known.isEmpty() && !known.contains(key)) {
            throw YamlFile.unknown(file, section, key, known);
        }
        layer.values().put(section + key, YamlFile.items(file, section + key, value));
    }

    /** The names of a command's options that may stand in a file. */
    static Set<String> options(CommandLine command) {
        Set<String> names = new TreeSet<>();
        command.getCommandSpec().options().forEach(option -> names.add(name(option)));
        command.getSubcommands().values().forEach(sub -> names.addAll(options(sub)));
        names.removeAll(COMMAND_LINE_ONLY);
        return names;
    }

    /** An option's long name without dashes, as files have it. */
    public static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }
}
