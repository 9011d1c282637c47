package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would take all memory or all time ends in one line before it does. */
final class BoundsTest {
    private static final Path ENDLESS = Path.of("/dev/zero");

    @TempDir
    private Path folder;

    private static void assertRefused(int code, String message, Object... arguments) {
        ToolRun run = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> ToolRun.of(arguments));
        assertThat(run.err().lines().findFirst())
                .hasValueSatisfying(
                        line -> assertThat(line).startsWith("biggan-tune: ").contains(message));
        // Another line only for what else is wrong with the options.
        assertThat(run.err().lines().skip(1))
                .allSatisfy(line -> assertThat(line).startsWith("biggan-tune: --"));
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(code);
    }

    /** Fails where the tool looks for a variable. */
    private static Map<String, String> failing(Error failure) {
        return new AbstractMap<>() {
            @Override
            public boolean containsKey(Object key) {
                throw failure;
            }

            @Override
            public Set<Entry<String, String>> entrySet() {
                throw failure;
            }
        };
    }

    @Test
    void memory_exhausted_isReportedInOneLine() {
        ToolRun run = ToolRun.with(failing(new OutOfMemoryError("Java heap space")), "inspect", "models/demo.pt");
        assertThat(run.err())
                .startsWith("biggan-tune: out of memory: Java heap space; the Java heap is limited to ")
                .contains("BIGGAN_TUNE_JAVA_OPTS=-Xmx8g")
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(69);
    }

    @Test
    void stack_exhausted_isReportedInOneLine() {
        ToolRun run = ToolRun.with(failing(new StackOverflowError()), "inspect", "models/demo.pt");
        assertThat(run.err())
                .startsWith("biggan-tune: internal error: StackOverflowError: input nested too deeply")
                .hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"sample --class @/dev/zero", "classify models/demo.pt --labels /dev/zero"})
    void listFile_withoutEnd_isRefused(String command) {
        assumeTrue(Files.exists(ENDLESS));
        assertRefused(65, "/dev/zero: larger than the limit of ", (Object[]) command.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            improve --class 1 --batch             | 2147483646 | an even number from 2 to 65536
            improve --class 1 --micro-batch       | 2147483646 | an even number from 2 to 65536
            improve --class 1 --validation-samples | 2147483646 | an even number from 2 to 100000
            improve --class 1 --test-samples    | 2147483646 | an even number from 2 to 100000
            improve --class 1 --ranking-samples       | 2147483647 | 1 to 100000
            improve --class 1 --starts            | 2147483647 | 1 to 10000
            improve --class 1 --parallel-starts   | 2147483647 | 1 to 10000
            improve --class 1 --parallel-starts   | 2147483648 | auto or a number from 1 to 10000
            improve --class 1 --parallel-parts    | 2147483647 | 1 to 1024
            improve --class 1 --iterations        | 2147483647 | 1 to 1000000
            improve --class 1 --steps-per-latents | 2147483647 | 1 to 1000000
            improve --class 1 --evaluate-every   | 2147483647 | 1 to 1000000
            improve --class 1 --patience          | 2147483647 | 0 to 1000000
            improve --class 1 --checkpoint-every       | 2147483647 | 1 to 1000000
            improve --class 1 --save-every        | 2147483647 | 0 to 1000000
            improve --class 1 --grid              | 2147483647 | 0 (no pictures) to 1024
            improve --class 1 --threads           | 100000     | 0 to 1024
            sample --class 1 --threads            | 2147483647 | 0 to 1024
            classify models --top                 | 2147483647 | 1 to 1000000
            evaluate --class 1 --real . --samples | 2147483646 | an even number from 2 to 100000
            evaluate --class 1 --real . --real-samples | 2147483647 | 2 to 100000
            evaluate --class 1 --real . --neighbours   | 2147483647 | 1 to 100000
            bench --batch                         | 2147483646 | an even number from 2 to 4096
            bench --steps                         | 2147483647 | 1 to 100000
            bench --parallel-parts                | 2147483647 | 1 to 1024
            import generator x -o y --latent-size | 2147483647 | 1 to 8192
            import generator x -o y --resolution  | 2147483647 | 1 to 8192
            import classifier x -o y --input-size | 2147483647 | 8 to 1024
            """)
    void option_beyondAnyMachine_isRefused(String command, String value, String expected) {
        String[] words = (command + " " + value).split(" ");
        String option = words[words.length - 2];
        assertRefused(2, option + " " + value + ": expected " + expected, (Object[]) words);
    }

    @Test
    void labelsFrom_fileWithoutEnd_isRefused() throws IOException {
        assumeTrue(Files.exists(ENDLESS));
        Path target = folder.resolve("endless.yaml");
        Files.writeString(target, "labels-from: \"@/dev/zero\"\nclassifier: demo-classifier\n");
        assertRefused(65, "/dev/zero: larger than the limit of 16777216 bytes", "repurpose", "--target", target);
    }
}
