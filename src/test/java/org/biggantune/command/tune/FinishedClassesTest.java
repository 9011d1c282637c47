package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of several classes tells on standard error where that is no terminal. */
final class FinishedClassesTest {
    @TempDir
    Path folder;

    @Test
    void improve_severalClasses_tellsEachOneThatIsFinishedAndLogsIt() throws IOException {
        ToolRun first = improve("shirt");
        assertThat(first.err()).hasLineCount(1).startsWith("5 shirt: ");
        List<String> lines = improve("coat,shirt,bag").err().lines().toList();
        // The one in between was finished already.
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("class 1 of 3, 3 coat: ");
        assertThat(lines.get(1)).startsWith("class 3 of 3, 7 bag: ");
        assertThat(Files.readString(folder.resolve("run").resolve("run.log")))
                .contains(first.err().strip(), lines.get(0), lines.get(1));
    }

    private ToolRun improve(String classes) {
        List<Object> arguments =
                new ArrayList<>(List.of("improve", "--out", folder.resolve("run"), "--class", classes));
        arguments.addAll(List.of("--iterations", 2, "--batch", 4, "--validation-samples", 8, "--test-samples", 8));
        arguments.addAll(List.of("--grid", 0, "--collapsed-below", 0));
        ToolRun run = ToolRun.of(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }
}
