package org.biggantune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.SettingsConflictException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("s.yaml"), text);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            seed: 1\\nbatch: 2\\nseed: 3                  | seed   | 1 | 3
            seed: 1\\nseed: 1                             | seed   | 1 | 2
            improve:\\n  seed: 1\\n  "seed": 2             | seed   | 2 | 3
            improve:\\n  seed: 1\\nbatch: 2\\nimprove: {} | improve | 1 | 4
            defaults: {seed: 1, batch: 2, seed: 3}         | seed   | 1 | 1
            """)
    void read_nameTwice_isRefusedWithBothLines(String text, String name, int first, int second) throws IOException {
        Path file = file(text.replace("\\n", "\n"));
        assertThatThrownBy(() -> YamlFile.read(file))
                .isInstanceOf(SettingsConflictException.class)
                .hasMessage(file + ": '" + name + "' is set twice, in line " + first + " and in line " + second
                        + "; remove one of them");
    }

    @Test
    void read_nameInTwoSections_isTaken() throws IOException {
        Path file = file("seed: 1\nimprove: {seed: 2}\nsample: {seed: 3}\n");
        assertThat(YamlFile.read(file).at("/improve/seed").asInt()).isEqualTo(2);
    }

    @Test
    void read_largeFile_isRefusedBeforeParsing() throws IOException {
        Path file = file("seed: " + "a".repeat(5_000_000));
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThatThrownBy(() -> YamlFile.read(file))
                        .isInstanceOf(UnsupportedInputException.class)
                        .hasMessage(file + ": larger than the limit of 1048576 bytes"));
    }

    @Test
    void read_largestFile_isReadInTime() throws IOException {
        Path file = file("seed: " + "a".repeat((1 << 20) - 6));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(YamlFile.read(file).path("seed").asText()).hasSize((1 << 20) - 6));
    }

    @Test
    void read_noYaml_namesTheLine() throws IOException {
        Path file = file("seed: 1\nbatch: [1\n");
        assertThatThrownBy(() -> YamlFile.read(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageStartingWith(file + ", line 2: not valid YAML: ");
    }
}
