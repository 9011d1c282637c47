package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.biggantune.support.ToolRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a command line that nobody can run, and ways to help that work all the same. */
final class WrongUsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "improve --clas shirt | Unknown option: '--clas'; did you mean --class? (see biggan-tune improve --help)",
                "improve --clas=shirt | Unknown option: '--clas'; did you mean --class? (see",
                "improve --clas shirt --iterations ten | Unknown option: '--clas'; did you mean --class? (see",
                "improve --class 1 --iteration 10 | Unknown option: '--iteration'; did you mean --iterations? (see",
                "improve --class 1 --gird 4 | Unknown option: '--gird'; did you mean --grid? (see",
                "improve --class 1 --iteration -1 | Unknown option: '--iteration'; did you mean --iterations? (see",
                "improve --class 1 --learn 1 --grids 2 | Unknown options: '--learn', '--grids'; did you mean --learning-rate or --grid?",
                "improve --class 1 --warp 9 | Unknown option: '--warp' (see",
                "improve shirt | Unexpected argument: 'shirt'; did you mean --class shirt? (see",
                "improve --class 1 shirt coat | Unexpected arguments: 'shirt', 'coat'; did you mean --class shirt? (see",
                "repurpose fashion10 | Unexpected argument: 'fashion10'; did you mean --target fashion10? (see",
                "sample shirt | Unexpected argument: 'shirt'; did you mean --class shirt? (see",
                "improv | Unknown command: 'improv'; did you mean improve? (see biggan-tune --help)",
                "help improv | Unknown command: 'improv'; did you mean improve? (see",
                "version | Unknown command: 'version'; did you mean --version? (see",
                "dance | Unknown command: 'dance' (see",
                "improve --class 1 --iterations ten | --iterations ten: expected a whole number (see",
                "improve --class 1 --iterations 1.5 | --iterations 1.5: expected a whole number (see",
                "improve --class 1 --iterations 99999999999 | --iterations 99999999999: expected a whole number from -2147483648 to",
                "improve --class 1 --seed one | --seed one: expected a whole number (see",
                "improve --class 1 --proximity much | --proximity much: expected a number (see",
                "improve --class 1 --schedule linear | --schedule linear: expected constant or cosine (see",
            })
    void commandLine_wrong_isSaidInOneLine(String words, String message) {
        ToolRun run = ToolRun.of((Object[]) words.split(" "));
        assertThat(run.err()).startsWith("biggan-tune: " + message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "improve --class 1 --preset fast | --preset fast: | long, reference",
                "repurpose --target foo | --target foo: | fashion10, places365",
            })
    void name_unknown_isAnsweredWithTheNamesThereAre(String words, String start, String names) {
        ToolRun run = ToolRun.of((Object[]) words.split(" "));
        assertThat(run.err())
                .startsWith("biggan-tune: " + start)
                .contains(names)
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(66);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help improve",
                "improve -h",
                "improve --class shirt -h",
                "improve -h --clas shirt",
                "improve --clas shirt --help",
                "improve --iterations ten -h",
                "improve --class -h",
                "improve --preset fast -h",
                "improve --config no-such.yaml --help",
                "improve --sweep nonsense -h",
            })
    void improve_helpAskedFor_isShownWhateverElseIsWrong(String words) {
        assertHelp(words, "Usage: biggan-tune improve (--class CLASS... | --from-scan FILE) [OPTIONS]");
    }

    @ParameterizedTest
    @CsvSource({
        "help, Usage: biggan-tune [-hV] COMMAND",
        "--wrong -h, Usage: biggan-tune [-hV] COMMAND",
        "help import, Usage: biggan-tune import CHECKPOINT",
        "import no-such.pth -h, Usage: biggan-tune import CHECKPOINT",
        "help import generator, Usage: biggan-tune import generator",
        "import generator x.pth --sn-eps x -h, Usage: biggan-tune import generator",
        "repurpose --target foo -h, Usage: biggan-tune repurpose",
    })
    void otherCommands_helpAskedFor_isShown(String words, String start) {
        assertHelp(words, start);
    }

    private static void assertHelp(String words, String start) {
        ToolRun run = ToolRun.of((Object[]) words.split(" "));
        assertThat(run.out()).startsWith(start);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }
}
