package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code --devices}: what is refused before a worker starts, and what help and settings say of it. */
final class WorkerOptionsTest {
    @TempDir
    Path folder;

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        78,
                        "--devices 0,1 with --device cpu: both select devices; leave one of them out",
                        new String[] {"--devices=0,1", "--device=cpu"}),
                Arguments.of(2, "--devices 0,x: 'x' is not a device; expected none", new String[] {"--devices=0,x"}),
                Arguments.of(2, "--sweep devices: --devices cannot be swept", new String[] {"--sweep=devices=0,1"}));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void devices_wrong_isRefusedInOneLine(int code, String message, String[] options) {
        Path out = folder.resolve("run");
        for (String command : new String[] {"improve", "diversify"}) {
            ToolRun run =
                    ToolRun.of(Stream.concat(Stream.of(command, "--class=shirt", "--out=" + out), Stream.of(options))
                            .toArray());
            assertThat(run.err()).startsWith("biggan-tune: " + message).hasLineCount(1);
            assertThat(run.exitCode()).isEqualTo(code);
        }
        assertThat(out).doesNotExist();
    }

    @Test
    void help_namesDevicesButNotTheWorkersOption() {
        for (String command : new String[] {"improve", "repurpose", "diversify"}) {
            assertThat(ToolRun.of(command, "--help").out())
                    .contains("--devices=LIST")
                    .doesNotContain("--worker");
        }
    }

    @Test
    void printConfig_namesDevicesButNotTheWorkersOption() {
        assertThat(ToolRun.of("improve", "--print-config", "--devices=0,1").out())
                .containsPattern("devices: \"?0,1\"? +# command line")
                .doesNotContain("worker:");
    }
}
