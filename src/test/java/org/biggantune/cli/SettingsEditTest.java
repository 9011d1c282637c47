package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.biggantune.domain.failure.BigganTuneException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsEditTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            generator: demo\\n                               | generator: new\\n
            `# mine\\ngenerator:   demo   # that\\nseed: 1`  | `# mine\\ngenerator:   new   # that\\nseed: 1`
            `seed: 1 # one`                                  | `seed: 1 # one\\ngenerator: new\\n`
            `# nothing yet`                                  | `# nothing yet\\ngenerator: new\\n`
            `generator: "a b"\\nseed: 1\\n`                  | `generator: new\\nseed: 1\\n`
            `é: x\\ngenerator: 'ü'\\n`                       | `é: x\\ngenerator: new\\n`
            `"\uD83D\uDC27": x\\ngenerator: y\\n`              | `"\uD83D\uDC27": x\\ngenerator: new\\n`
            `improve:\\n  generator: other\\nseed: 1\\n`     | `improve:\\n  generator: other\\nseed: 1\\ngenerator: new\\n`
            `{generator: demo, seed: 1}`                     | `{generator: new, seed: 1}`
            `generator: >-\\n  a long\\n  name\\nseed: 1\\n` | `generator: new\\nseed: 1\\n`
            """)
    void set_changesTheValueAndNothingElse(String before, String after) throws IOException {
        Path file = file(before.replace("\\n", "\n"));
        SettingsEdit edit = SettingsEdit.of(file);
        edit.set("generator", "new");
        edit.write();
        assertThat(file).hasContent(after.replace("\\n", "\n"));
    }

    @Test
    void set_withoutAFile_makesItWithItsFolder() {
        Path file = folder.resolve("a/b/config.yaml");
        SettingsEdit edit = SettingsEdit.of(file);
        edit.set("generator", "C: #1");
        edit.set("judge", "none");
        edit.write();
        assertThat(file).hasContent("generator: \"C: #1\"\njudge: none\n");
    }

    @Test
    void set_whereTheFormDoesNotAllowIt_isRefusedAndChangesNothing() throws IOException {
        Path file = file("{seed: 1}\n");
        SettingsEdit edit = SettingsEdit.of(file);
        assertThatThrownBy(() -> edit.set("generator", "new"))
                .isInstanceOf(BigganTuneException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("{seed: 1}\n");
    }

    @Test
    void of_brokenFile_isRefusedWithTheLine() throws IOException {
        Path file = file("seed: 1\ngenerator: [demo\n");
        assertThatThrownBy(() -> SettingsEdit.of(file))
                .isInstanceOf(BigganTuneException.class)
                .hasMessageStartingWith(file + ", line ");
    }

    @Test
    void hidden_sectionsThatSayOtherwise_areNamedWithTheirLine() throws IOException {
        Path file = file("improve:\n  seed: 1\n  generator: other\n");
        SettingsEdit edit = SettingsEdit.of(file);
        edit.set("generator", "new");
        edit.write();
        assertThat(edit.hidden(List.of("generator", "judge")))
                .containsExactly("For improve, the file overrides this: " + file + ", line 3 (other).");
    }
}
