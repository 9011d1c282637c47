package org.biggantune.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.biggantune.cli.SelfCommand;
import org.biggantune.domain.DeviceChoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads where the user leaves them to the tool, in processes that Java takes for containers with a CPU quota. */
class ThreadQuotaTest {
    @ParameterizedTest
    @CsvSource({"1, 0, 1", "1, 3, 3"})
    void threads_ofAProcessWithAQuota_areTheQuotaUnlessTheUserSays(int quota, int asked, int expected)
            throws Exception {
        List<String> command = new ArrayList<>(SelfCommand.command(
                Asking.class.getName(),
                List.of("-XX:ActiveProcessorCount=" + quota),
                List.of(Integer.toString(asked))));
        // Tests themselves use one thread.
        command.removeIf(argument -> argument.startsWith("-Dai.djl.pytorch.num_threads"));
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(out.lines().reduce((first, last) -> last)).hasValue("threads " + expected);
    }

    /** The process: loads libtorch on the processor and prints how many threads it uses. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] arguments) {
            int asked = Integer.parseInt(arguments[0]);
            try (TorchRuntime runtime = TorchRuntime.open(
                    DeviceChoice.parse("cpu"), asked == 0 ? OptionalInt.empty() : OptionalInt.of(asked))) {
                System.out.println("threads " + runtime.threads());
            }
        }
    }
}
