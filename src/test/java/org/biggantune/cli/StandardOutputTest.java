package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StandardOutputTest {
    @Test
    void exitCode_everythingWritten_isTheCommandsOwn() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput output = new StandardOutput(bytes);
        print(output);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("result");
        assertThat(output.exitCode(0)).isZero();
        assertThat(output.errorLine()).isEmpty();
    }

    @Test
    void exitCode_outputLost_isThatOfAFailedWriteUnlessTheCommandFailed() {
        StandardOutput output = new StandardOutput(failing("No space left on device"));
        print(output);
        assertThat(output.exitCode(0)).isEqualTo(74);
        assertThat(output.exitCode(70)).isEqualTo(70);
        assertThat(output.errorLine())
                .hasValue(
                        "biggan-tune: standard output: writing failed: No space left on device; the printed results are"
                                + " incomplete; check the free space and run again");
    }

    @Test
    void complaint_readerWentAway_isEmpty() {
        StandardOutput output = new StandardOutput(failing("Broken pipe"));
        print(output);
        assertThat(output.errorLine()).isEmpty();
        assertThat(output.exitCode(0)).isEqualTo(74);
    }

    private static void print(StandardOutput output) {
        PrintWriter writer = new PrintWriter(output, true, StandardCharsets.UTF_8);
        writer.print("result");
        writer.flush();
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
