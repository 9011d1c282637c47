package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that this process could not take from its command line, or cannot give to the file system. */
final class UndecodedArgumentTest {
    @TempDir
    Path folder;

    @Test
    void classNames_withUndecodableBytes_areRefusedBeforeAnythingIsWritten() {
        Path out = folder.resolve("model.pt");
        ToolRun run = ToolRun.of(
                "import", "generator", "models/demo.pt", "-o", out, "--class-names", "\uFFFD\uFFFD,b,c,d,e,f,g,h");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("biggan-tune: argument '\uFFFD\uFFFD,b,c,d,e,f,g,h': its bytes are no text in the locale's")
                .endsWith("; set LC_ALL to a locale that has it, such as C.UTF-8\n");
        assertThat(Files.exists(out)).isFalse();
    }

    @Test
    void config_ofANameThatNoFileCanHave_isWrongUsage() {
        for (String option : new String[] {"--config", "--preset", "--target"}) {
            ToolRun run = ToolRun.of("repurpose", option, "a\0b");
            assertThat(run.exitCode()).as(option).isEqualTo(2);
            assertThat(run.err()).as(option).contains("Nul character not allowed: a\\u0000b");
        }
    }
}
