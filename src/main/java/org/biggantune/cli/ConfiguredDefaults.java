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
 * Option defaults in layers, each overriding the ones before it: {@code configs/default.yaml}, the user's settings file
 * ({@link UserFolder}), the target of {@code repurpose}, the files given with {@code --preset} and {@code --config},
 * environment variables such as {@code BIGGAN_TUNE_LEARNING_RATE}, and, for an option that applies to some classes only,
 * its counterpart for all classes on the command line. The keys of a YAML file are long option names, at the top level or
 * in a section named after a command, which takes precedence. Unknown and duplicate keys are errors.
 */
public final class ConfiguredDefaults implements IDefaultValueProvider {
    /** Options that are accepted on the command line only: they select settings files or a command, or say what to print. */
    static final Set<String> COMMAND_LINE_ONLY =
            Set.of("help", "version", "config", "preset", "print-config", "sweep", "worker", "kind", TrustOptions.NAME);

    /** The source of a value given on the command line. */
    static final String COMMAND_LINE = "command line";

    /** Options for some classes, and the option for all classes that sets each of them from the command line. */
    private static final Map<String, String> LEADERS = Map.of(
            "collapsed-iterations",
            "iterations",
            "collapsed-batch",
            "batch",
            "collapsed-proximity",
            "proximity",
            "collapsed-diversity-weight",
            "diversity-weight",
            "known-proximity",
            "proximity");

    /** The value that turns such an option off. */
    private static final String NONE = "none";

    private static final String REPURPOSE = "repurpose";
    private static final Set<String> TUNING = Set.of("improve", REPURPOSE, "diversify");
    private static final String LINE = "\n";

    /** The layers above {@code configs/default.yaml}, highest precedence first. */
    private final List<Layer> chosen;

    private final CommandTree tree;
    private final Path shippedFile;
    private final EnvironmentSettings environment;
    private final String[] arguments;

    /** The content of {@code configs/default.yaml}; null until it is needed. */
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
     * The settings of one file.
     *
     * @param source the file, as {@code --print-config} names it
     * @param values maps "option" or "command.option" to its values, several for a list
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
     * A setting and its source.
     *
     * @param values one value, or the items of a list
     * @param source the source, as {@code --print-config} names it
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
            // Read now: picocli would report an error in the file as an invalid option.
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

    /** Returns the setting of the layer with the highest precedence; empty if no layer sets the option. */
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

    /** Returns the command line's setting for all classes, for an option that applies to some. */
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

    /** Returns the name of the top-level command: {@code import} for {@code import generator}. */
    static String section(CommandSpec command) {
        CommandSpec top = command;
        while (top.parent() != null && top.parent().parent() != null) {
            top = top.parent();
        }
        return top.name();
    }

    /**
     * Reads the user's settings file. Its keys are checked against the options of all commands, which is slow, only if the
     * shipped defaults and the commands in use do not account for all of them.
     */
    private static Optional<Layer> userLayer(CommandTree tree, InstallDir home) {
        Optional<Path> settings = home.user().settings().filter(Files::exists);
        if (settings.isEmpty() || !tree.hasCommand()) {
            return Optional.empty();
        }
        Path file = settings.get();
        Layer layer = read(file.toString(), file, tree);
        Set<String> unknown = new TreeSet<>(layer.values().keySet());
        // Most users override options that have a shipped default.
        Set<String> shipped = read("default", home.configs().resolve("default.yaml"), tree)
                .values()
                .keySet();
        unknown.removeAll(shipped);
        // A top-level key in the shipped file is an option of all tuning commands.
        unknown.removeIf(key -> TUNING.contains(key.replaceFirst("\\..*", ""))
                && shipped.contains(key.substring(key.indexOf('.') + 1)));
        tree.line().getSubcommands().values().forEach(command -> unknown.removeAll(keys(command)));
        if (!unknown.isEmpty() && !tree.whole()) {
            read(file.toString(), file, tree.withAllOptions(home));
        }
        return Optional.of(layer);
    }

    /** Returns the keys that set a command's options in a file: at the top level and in its section. */
    private static Set<String> keys(CommandLine command) {
        Set<String> keys = new TreeSet<>(options(command));
        options(command).forEach(option -> keys.add(command.getCommandName() + "." + option));
        return keys;
    }

    /** Reads the files named on the command line, highest precedence last. */
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
            if (!OptionSection.resultOptions().contains(option)) {
                throw new SettingsConflictException(
                        target.file() + ": 'defaults." + option + "': a target describes a data"
                                + " set and may only set options that change results; give --" + option
                                + " on the command line or in a --config file");
            }
            layer.values().put(REPURPOSE + "." + option, List.of(value));
        });
        return layer;
    }

    /** Reads a file, checking the keys of those commands that the tree has built. */
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
            // "batch" is both a command and an option: only an object is a section.
            boolean option = OptionSection.resultOptions().contains(entry.getKey())
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

    /** Puts a value into a layer; the key is not checked if {@code known} is empty. */
    private static void put(Path file, String section, String key, JsonNode value, Set<String> known, Layer layer) {
        if (!known.isEmpty() && !known.contains(key)) {
            throw YamlFile.unknown(file, section, key, known);
        }
        layer.values().put(section + key, YamlFile.items(file, section + key, value));
    }

    /** Returns the names of a command's options that are accepted in a file. */
    static Set<String> options(CommandLine command) {
        Set<String> names = new TreeSet<>();
        command.getCommandSpec().options().forEach(option -> names.add(name(option)));
        command.getSubcommands().values().forEach(sub -> names.addAll(options(sub)));
        names.removeAll(COMMAND_LINE_ONLY);
        return names;
    }

    /** Returns an option's long name without dashes, as used in files. */
    public static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }
}
