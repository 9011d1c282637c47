package org.biggantune.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.biggantune.domain.failure.CorruptInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
    @TempDir
    Path folder;

    @Test
    void read_fileLargerThanAnyRecord_isRefusedBeforeItIsRead() throws IOException {
        Path file = folder.resolve("run.json");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write('{');
            sparse.setLength(1L << 32);
        }
        assertThatThrownBy(() -> JsonFile.read(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessage(file + ": 4294967296 bytes, expected at most 67108864");
    }

    @Test
    void read_brokenOffOrWrong_isRefusedWithThePlaceAndNoWordsOfTheParser() throws IOException {
        Path file = Files.writeString(folder.resolve("run.json"), "{\n  \"classes\" : [ {");
        assertThatThrownBy(() -> JsonFile.read(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageStartingWith(file + ": not JSON: Unexpected end-of-input")
                .hasMessageContaining("line 2, column ")
                .hasMessageNotContaining("Source");
        Files.writeString(file, "[\"a\", ");
        assertThatThrownBy(() -> JsonFile.texts(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("line 1, column ")
                .hasMessageNotContaining("Source");
    }
}
