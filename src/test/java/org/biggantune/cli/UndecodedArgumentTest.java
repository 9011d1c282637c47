package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.support.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                .startsWith("biggan-tune: argument '\uFFFD\uFFFD,b,c,d,e,f,g,h': not valid text in the locale's")
                .endsWith("; set LC_ALL to a locale that supports it, such as C.UTF-8\n");
        assertThat(Files.exists(out)).isFalse();
    }

    @Test
    void config_ofANameThatNoFileCanHave_isWrongUsage() {
        for (String option : new String[] {"--config", "--preset", "--target"}) {
            ToolRun run = ToolRun.of("repurpose", option, "a\0b");
            assertThat(run.exitCode()).as(option).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("biggan-tune: " + option + " 'a\\u0000b")
                    .endsWith("': not a valid path: Nul character not allowed\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator", "out", "raw", "embedding", "noise-layer", "libtorch"})
    void settings_withANameThatNoFileCanHave_areWrongUsageThatNamesTheOption(String option) throws IOException {
        Path file = folder.resolve("settings.yaml");
        Files.writeString(file, "sample:\n  " + option + ": \"a\\0b\"\n");
        ToolRun run = ToolRun.of("sample", "--config", file, "--class", "shirt", "--seeds", "0");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
                .hasLineCount(1)
                .contains("--" + option, "a\\u0000b", ": Nul character not allowed")
                .doesNotContain("java.nio");
    }

    @Test
    void labels_inAFileOfANameThatNoFileCanHave_areWrongUsage() {
        ToolRun run = ToolRun.of(
                "import", "generator", "models/demo.pt", "-o", folder.resolve("m.pt"), "--class-names", "@a\0b");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("--class-names 'a\\u0000b': not a valid path");
    }
}
