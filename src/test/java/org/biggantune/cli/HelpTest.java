package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.biggantune.support.ToolCommands;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} looks like. */
final class HelpTest {
    private static final Pattern BLANK = Pattern.compile(" ");

    /** The beginning of an option's or an argument's text. */
    private static final Pattern ROW = Pattern.compile("(?m)^ {2,6}(-\\w, )?--|^ {6}\\[?[A-Z]");

    private static final Pattern EMPTY_LINES = Pattern.compile("\\n\\n+");

    @Test
    void tool_commands_standInGroupsWithOneLineEach() {
        assertThat(words(paragraph(ToolRun.of("--help").out(), "Tune:"))).contains("improve", "repurpose", "diversify");
        assertThat(words(paragraph(ToolRun.of("--help").out(), "Look:")))
                .contains("classes", "sample", "classify", "evaluate");
        assertThat(words(paragraph(ToolRun.of("--help").out(), "Files:")))
                .contains("models", "import", "export", "inspect", "check", "verify");
        assertThat(words(paragraph(ToolRun.of("--help").out(), "Machine:"))).contains("doctor", "bench", "completion");
        assertThat(ToolRun.of("--help").out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(80));
    }

    @Test
    void command_line_isShortAndNotRepeatedInItsOwnHelp() {
        for (String line : paragraph(ToolRun.of("--help").out(), "Look:")) {
            String text = line.strip().split(" +", 2)[1];
            assertThat(text.length()).isBetween(10, 60);
            assertThat(ToolRun.of(line.strip().split(" ", 2)[0], "--help").out())
                    .doesNotContain(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"improve", "repurpose", "diversify"})
    void tuningCommand_options_standUnderOneHeadingEach(String command) {
        String text = ToolRun.of(command, "--help").out();
        List<String> paragraphs = Arrays.stream(EMPTY_LINES.split(text))
                .filter(paragraph ->
                        Pattern.compile("(?m)^ {2,6}-").matcher(paragraph).find())
                .toList();
        assertThat(paragraphs)
                .hasSizeGreaterThan(7)
                .allSatisfy(paragraph -> assertThat(paragraph.lines().findFirst())
                        .hasValueSatisfying(heading ->
                                assertThat(heading).matches("[A-Z][a-z ]+:").isNotEqualTo("Other options:")));
        List<OptionSpec> options = ToolCommands.of(command).getCommandSpec().options();
        assertThat(options)
                .hasSizeGreaterThan(40)
                .filteredOn(option -> !option.hidden())
                .allSatisfy(option -> {
                    String name = option.negatable()
                            ? option.longestName().replaceFirst("^--", "--[no-]")
                            : option.longestName();
                    Pattern entry = Pattern.compile("(?m)^ {2,6}(-\\w, )?" + Pattern.quote(name) + "(?![\\w-])");
                    assertThat(entry.matcher(text).results()).as(name).hasSize(1);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "improve, improve (--class CLASS... | --from-scan FILE) [OPTIONS]",
        "repurpose, repurpose --target NAME|FILE [--class CLASS]... [OPTIONS]",
        "diversify, diversify --class CLASS... [OPTIONS]",
    })
    void tuningCommand_help_beginsWithAShortSynopsisAndTwoExamples(String command, String synopsis) {
        String text = ToolRun.of(command, "--help").out();
        assertThat(text).startsWith("Usage: biggan-tune " + synopsis + "\n");
        List<String> examples = paragraph(text, "Examples:");
        assertThat(examples)
                .hasSizeBetween(2, 3)
                .allSatisfy(line -> assertThat(line).startsWith("  biggan-tune " + command + " --"));
        assertThat(text.indexOf("Examples:"))
                .isLessThan(text.indexOf("Classes:"))
                .isLessThan(600);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_help_beginsWithAShortSynopsisOfWhatIsRequired(CommandSpec command) {
        List<String> lines = help(command).lines().toList();
        List<String> synopsis = lines.stream()
                .takeWhile(line -> line.startsWith("Usage: ") || line.startsWith("       "))
                .toList();
        assertThat(synopsis)
                .hasSizeBetween(1, 2)
                .allSatisfy(line -> assertThat(line.substring("Usage: ".length()))
                        .startsWith(command.qualifiedName() + " ")
                        .endsWith(command.subcommands().isEmpty() ? " [OPTIONS]" : "]")
                        .hasSizeLessThan(74));
        command.args().stream().filter(ArgSpec::required).forEach(argument -> {
            String required = argument instanceof OptionSpec option ? option.shortestName() : argument.paramLabel();
            assertThat(synopsis).allSatisfy(line -> assertThat(line).containsPattern(" " + required + "(?![\\w-])"));
        });
        assertThat(lines.get(synopsis.size())).matches("[A-Z][a-z]+ .*");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_help_showsTwoExamplesBeforeTheOptions(CommandSpec command) {
        String text = help(command);
        assertThat(paragraph(text, "Examples:"))
                .hasSizeGreaterThan(1)
                .allSatisfy(line -> assertThat(line).matches("  (source <\\()?biggan-tune .*"));
        assertThat(text).containsOnlyOnce("Examples:").doesNotContain("\n\n\n");
        Matcher row = ROW.matcher(text);
        assertThat(row.find()).isTrue();
        assertThat(row.start()).isGreaterThan(text.indexOf("Examples:"));
    }

    /** All commands but the tool itself. */
    static Stream<Named<CommandSpec>> commands() {
        return ToolCommands.from(ToolCommands.tool())
                .skip(1)
                .map(command -> Named.of(command.qualifiedName(), command));
    }

    private static String help(CommandSpec command) {
        return ToolRun.of(BLANK.splitAsStream(command.qualifiedName() + " --help")
                        .skip(1)
                        .toArray())
                .out();
    }

    @Test
    void printConfig_options_standInTheOrderOfTheHelp() {
        List<String> keys = ToolRun.of("improve", "--print-config")
                .out()
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.replaceAll("^[ #]+|:.*", ""))
                .toList();
        assertThat(keys)
                .startsWith("class")
                .containsSubsequence("generator", "classifier", "out", "iterations", "initial", "device");
    }

    private static List<String> paragraph(String text, String heading) {
        return Arrays.stream(EMPTY_LINES.split(text))
                .filter(paragraph -> paragraph.startsWith(heading + "\n"))
                .flatMap(paragraph -> paragraph.lines().skip(1))
                .toList();
    }

    private static List<String> words(List<String> lines) {
        return lines.stream().map(line -> line.strip().split(" ", 2)[0]).toList();
    }
}
