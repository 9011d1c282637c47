package org.biggantune.command.completion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.biggantune.BigganTuneCommand;
import org.biggantune.support.RequiredProgram;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

/** The scripts are read by the shells themselves, the pages by groff, where they are installed. */
class CompletionCommandTest {
    /** Calls the function that bash calls at TAB, with what was typed in $1. */
    private static final String BASH = """
            source "$0"
            compopt() { :; }
            COMP_LINE=$1
            read -ra COMP_WORDS <<<"$1"
            [[ $1 != *' ' ]] || COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _complete_biggan-tune
            printf '%s ' "${COMPREPLY[@]}"
            """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void install() {
        ToolRun run = ToolRun.of("completion", "--install", folder);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.strip();
    }

    @ParameterizedTest
    @CsvSource({
        "biggan-tune imp, improve import",
        "biggan-tune improve --schedu, --schedule",
        "'biggan-tune improve --schedule ', constant cosine",
        "'biggan-tune improve --diversity-reduction ', mean sum",
        "biggan-tune improve --schedule cosine --initial t, target top",
        "biggan-tune repurpose --weight-de, --weight-decay",
        "'biggan-tune import ', generator classifier",
        "biggan-tune import generator --grap, --graph",
        "biggan-tune completion f, fish",
        "biggan-tune inspect pom, pom.xml",
        "biggan-tune improve --config po, pom.xml",
        "biggan-tune improve --worke, ''"
    })
    void bash_whatIsTyped_isCompleted(String typed, String expected) throws Exception {
        String script = folder.resolve(Shell.BASH.file()).toString();
        assertThat(output("bash", "--norc", "-c", BASH, script, typed)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "biggan-tune imp, import improve",
        "'biggan-tune improve --schedule ', constant cosine",
        "biggan-tune import generator --grap, --graph",
        "'biggan-tune import ', classifier generator",
        "biggan-tune inspect pom, pom.xml",
        "biggan-tune improve --config po, pom.xml",
        "biggan-tune improve --worke, ''"
    })
    void fish_whatIsTyped_isCompleted(String typed, String expected) throws Exception {
        RequiredProgram.assumeInstalled("fish");
        String script = folder.resolve(Shell.FISH.file()).toString();
        String found =
                output("fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2] | cut -f 1", script, typed);
        assertThat(found.replace("\n", " ")).isEqualTo(expected);
    }

    @Test
    void zsh_scriptThatIsSourced_registersItsFunction() throws Exception {
        RequiredProgram.assumeInstalled("zsh");
        String script = folder.resolve(Shell.ZSH.file()).toString();
        assertThat(script).endsWith("/_biggan-tune");
        assertThat(output("zsh", "-f", "-c", "source $1; print -r -- $_comps[biggan-tune]", "-", script))
                .isEqualTo("_bash_complete -F _complete_biggan-tune -o default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void script_ofAShell_isPrintedAsItIsInstalled(String shell) {
        ToolRun run = ToolRun.of("completion", shell);
        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve(Shell.valueOf(shell.toUpperCase(Locale.ROOT)).file()))
                .content()
                .isEqualTo(run.out());
    }

    @Test
    void pages_ofAllCommands_haveTheirOptions() throws Exception {
        Path pages = folder.resolve("man/man1");
        for (Class<?> type : BigganTuneCommand.COMMANDS.groups().stream()
                .flatMap(group -> group.types().stream())
                .toList()) {
            String name = type.getAnnotation(Command.class).name();
            assertThat(pages.resolve("biggan-tune-" + name + ".1")).isRegularFile();
            assertThat(Files.readString(pages.resolve("biggan-tune.1"))).contains("biggan\\-tune\\-" + name + "(1)");
        }
        assertThat(pages.resolve("biggan-tune-import-generator.1")).isRegularFile();
        assertThat(Files.readString(pages.resolve("biggan-tune-import.1"))).contains("\\fB\\-\\-kind=KIND\\fR\n");
        assertThat(Files.readString(pages.resolve("biggan-tune-improve.1")))
                .contains(
                        "\\fB\\-\\-schedule=KIND\\fR\nSchedule of Adam\\(aqs learning rate, unless steps are averaged:")
                .contains("\\fB\\-\\-learning\\-rate=RATE\\fR\nLearning rate (default: 0.05).\n")
                .contains(".SS Choosing the result\n")
                .doesNotContain("\\-\\-worker")
                .contains(".nf\n  biggan\\-tune improve \\-\\-class shirt\n.fi\n");
    }

    @Test
    void pages_inGroff_giveNoWarnings() throws Exception {
        RequiredProgram.assumeInstalled("groff");
        try (Stream<Path> pages = Files.list(folder.resolve("man/man1"))) {
            for (Path page : pages.toList()) {
                assertThat(output("groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-z", page.toString()))
                        .as(page.toString())
                        .isEmpty();
                assertThat(output("groff", "-man", "-Tutf8", "-Kutf8", page.toString()))
                        .containsPattern("(?i)\\A\\s*(\\S+\\(1\\)) +biggan-tune +\\1\\n");
            }
        }
    }

    @Test
    void completion_withoutShellOrFolderOrWithBoth_isRefused() {
        for (List<String> arguments : List.of(List.of("completion"), List.of("completion", "zsh", "--install", "x"))) {
            ToolRun run = ToolRun.of(arguments.toArray());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("give either a shell (bash, zsh or fish) or --install DIR");
        }
    }
}
