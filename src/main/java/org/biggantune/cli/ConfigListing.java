package org.biggantune.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.biggantune.cli.ConfiguredDefaults.Setting;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The effective settings of a command line, as YAML that {@code --config} accepts:
 *
 * <pre>
 * # biggan-tune improve
 * improve:
 *   learning-rate: 0.1         # preset reference
 *   # out: DIR                 # not set
 * </pre>
 */
public final class ConfigListing {
    private final ParseResult parsed;
    private final CommandSpec command;
    private final ConfiguredDefaults defaults;

    /** Creates the listing of a parsed command and its defaults. */
    public ConfigListing(ParseResult parsed, ConfiguredDefaults defaults) {
        this.parsed = parsed;
        this.command = parsed.commandSpec();
        this.defaults = defaults;
    }

    /** Returns the YAML, with a line feed after every line. */
    public String yaml() {
        List<String[]> lines = new ArrayList<>();
        for (OptionSpec option : OptionSection.inOrder(command)) {
            String name = ConfiguredDefaults.name(option);
            if (ConfiguredDefaults.COMMAND_LINE_ONLY.contains(name)) {
                continue;
            }
            Optional<Setting> setting = setting(option);
            lines.add(
                    setting.isPresent()
                            ? new String[] {
                                name + ": " + value(setting.get().values()),
                                setting.get().source()
                            }
                            : new String[] {"# " + name + ": " + option.paramLabel(), "not set"});
        }
        int width = lines.stream().mapToInt(line -> line[0].length()).max().orElse(0);
        StringBuilder text = new StringBuilder("# " + command.qualifiedName() + "\n");
        text.append(ConfiguredDefaults.section(command)).append(":\n");
        for (String[] line : lines) {
            String blanks = " ".repeat(width - line[0].length() + 2);
            text.append("  ")
                    .append(line[0])
                    .append(blanks)
                    .append("# ")
                    .append(line[1])
                    .append('\n');
        }
        return text.toString();
    }

    private Optional<Setting> setting(OptionSpec option) {
        if (parsed.hasMatchedOption(option)) {
            return Optional.of(new Setting(typed(option), ConfiguredDefaults.COMMAND_LINE));
        }
        Optional<Setting> configured = defaults.setting(option);
        if (configured.isPresent()) {
            return configured;
        }
        Object value = option.getValue();
        return value instanceof Boolean
                ? Optional.of(new Setting(List.of(value.toString()), "default"))
                : Optional.empty();
    }

    private static List<String> typed(OptionSpec option) {
        return option.getValue() instanceof Boolean value ? List.of(value.toString()) : option.originalStringValues();
    }

    private static String value(List<String> values) {
        return values.size() == 1
                ? YamlFile.scalar(values.get(0))
                : values.stream().map(YamlFile::scalar).collect(Collectors.joining(", ", "[", "]"));
    }
}
