package org.biggantune.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.domain.CorruptInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrailingLinesTest {
    private static final TrailingLines LINES = new TrailingLines("a:");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("lines");
    }

    /** Line feeds are written as slashes. */
    @ParameterizedTest
    @CsvSource({
        "a:1/b:1/a:2/a:3/, 8",
        "a:1/a:2/, 0",
        "b:1/b:2/, 8",
        "b:1/, 4",
        "b:1/a:1/, 4",
        "a:1/ab/a:/, 7",
        "/a:1/, 1",
        "a:1//, 5"
    })
    void start_ofLines_isThatOfTheLastRun(String text, long expected) throws IOException {
        write(text.replace('/', '\n'));
        assertThat(LINES.start(file, Files.size(file))).isEqualTo(expected);
    }

    @Test
    void start_ofAnEmptyFile_isZero() throws IOException {
        write("");
        assertThat(LINES.start(file, 0)).isZero();
    }

    @Test
    void start_beforeOtherLines_looksOnlyInFront() throws IOException {
        write("b:1\na:1\na:2\nb:2\n");
        assertThat(LINES.start(file, 12)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"70000, 3", "200000, 2", "65535, 1", "65536, 1", "65534, 5", "1, 100000", "300, 5000"})
    void start_linesAcrossBlocks_isFound(int length, int count) throws IOException {
        String line = "a:" + "x".repeat(length) + "\n";
        String front = "b:" + "y".repeat(length) + "\n";
        write(front + line.repeat(count));
        assertThat(LINES.start(file, Files.size(file))).isEqualTo(front.length());
        write(line.repeat(count));
        assertThat(LINES.start(file, Files.size(file))).isZero();
    }

    @Test
    void start_behindTheEnd_isRefused() throws IOException {
        write("a:1\n");
        assertThatThrownBy(() -> LINES.start(file, 5))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("it has 4 bytes, expected at least 5");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
