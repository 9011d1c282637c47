package org.biggantune.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.cli.LoggedProgress;
import org.biggantune.domain.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class RunLogTest {
    private static final Logger LOG = LoggerFactory.getLogger(RunLogTest.class);

    @TempDir
    Path folder;

    @Test
    @SuppressWarnings("try") // Nobody speaks to the log: it need only be open meanwhile.
    void open_messagesAndTracesWithEscapes_areWrittenHarmless() throws IOException {
        Path file = folder.resolve("run.log");
        try (RunLog log = RunLog.open(file)) {
            LOG.info("class {} done", "\u001b[2J\n2026 ERROR forged");
            LOG.error("failed", new IllegalStateException("\u001b]0;pwn\u0007 ä"));
        }
        String text = Files.readString(file);
        assertThat(text).contains("class \\u001b[2J\\u000a2026 ERROR forged done\n");
        assertThat(text).contains("IllegalStateException: \\u001b]0;pwn\\u0007 ä\n    at org.biggantune");
        assertThat(text.chars().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
    }

    @Test
    @SuppressWarnings("try") // Nobody speaks to the log: it need only be open meanwhile.
    void open_whatTheUserWasTold_isThereAndLittleOfDjl() throws IOException {
        Path file = folder.resolve("run.log");
        try (RunLog log = RunLog.open(file)) {
            new LoggedProgress(Progress.NONE).say("5 shirt: resuming at step 120 of 200");
            LoggerFactory.getLogger("ai.djl.engine").debug("noise");
            LoggerFactory.getLogger("ai.djl.engine").warn("a warning");
        }
        assertThat(Files.readString(file))
                .contains("5 shirt: resuming at step 120 of 200\n", "a warning\n")
                .doesNotContain("noise");
    }
}
