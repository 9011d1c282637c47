package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.biggantune.support.ToolCommands;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class SettingsPageTest {
    private static final Path PAGE = Path.of("docs", "settings.md");
    private static final String NO = "--no-";
    private static final Pattern HEADING = Pattern.compile("(?m)^## ");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BLANK = Pattern.compile(" ");

    /** An option's long name or an argument's label, not a short name such as {@code -o}. */
    private static final Pattern NAME = Pattern.compile("--[a-z].*|[A-Z]+");

    @Test
    void page_ofAllOptions_isCurrent() throws IOException {
        String text = new SettingsPage(ToolCommands.tool()).text();
        assertThat(text)
                .contains("--learning-rate", "(default: 0.05)", "`--report`, `--no-report`")
                .doesNotContain("${", "%");
        if (Boolean.getBoolean("biggantune.update")) {
            Files.writeString(PAGE, text);
        }
        assertThat(PAGE).content().isEqualTo(text);
        assertThat(Files.size(PAGE)).isLessThanOrEqualTo(35 * 1024);
    }

    @Test
    void section_ofEachCommand_namesAllItsOptionsAndArgumentsOnce() {
        Map<String, String> sections = sections(new SettingsPage(ToolCommands.tool()).text());
        SoftAssertions softly = new SoftAssertions();
        ToolCommands.from(ToolCommands.tool()).forEach(command -> {
            String name = command.qualifiedName().replaceFirst("^biggan-tune ", "");
            softly.assertThat(entries(sections.getOrDefault("`" + name + "`", "")))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(names(command));
        });
        softly.assertAll();
    }

    @Test
    void sharedOptions_namedInASection_areExplainedAbove() {
        Map<String, String> sections = sections(new SettingsPage(ToolCommands.tool()).text());
        assertThat(sections).allSatisfy((heading, body) -> assertThat(body).isNotBlank());
        List<String> explained = entries(sections.get("Shared options"));
        assertThat(explained).contains("--class", "--help").doesNotHaveDuplicates();
        sections.values().stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("Shared"))
                .forEach(line -> assertThat(explained).containsAll(entries(line)));
    }

    /** What a command accepts, as picocli knows it. */
    private static List<String> names(CommandSpec command) {
        return command.args().stream()
                .filter(argument -> !argument.hidden())
                .map(argument -> argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel())
                .toList();
    }

    /** The page's text below each heading. */
    private static Map<String, String> sections(String page) {
        Map<String, String> sections = new LinkedHashMap<>();
        HEADING.splitAsStream(page).skip(1).forEach(section -> {
            int end = section.indexOf('\n');
            assertThat(sections.put(section.substring(0, end), section.substring(end + 1)))
                    .isNull();
        });
        return sections;
    }

    /** The names in a section's first column and in the lines around its table, without {@code --no-grid} after {@code --grid}. */
    private static List<String> entries(String section) {
        List<String> entries = new ArrayList<>();
        section.lines().forEach(line -> {
            boolean row = line.startsWith("|");
            CODE.matcher(row ? line.replaceFirst(" \\| [^|].*", "") : line)
                    .results()
                    .forEach(code -> {
                        String[] words = BLANK.split(code.group(1));
                        entries.addAll(row ? List.of(words[0]) : Arrays.asList(words));
                    });
        });
        entries.removeIf(entry -> !NAME.matcher(entry).matches());
        entries.removeIf(entry -> entry.startsWith(NO) && entries.contains("--" + entry.substring(NO.length())));
        return entries;
    }
}
