package org.biggantune.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.biggantune.domain.failure.CannotCreateException;
import org.biggantune.domain.failure.WriteFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
    @TempDir
    private Path folder;

    private record Step(int step, double loss, String note) {}

    @Test
    void write_values_areThereBeforeClosing() throws IOException {
        Path file = folder.resolve("events.jsonl");
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", 1.5f);
        map.put("a", List.of(1, 2));
        try (JsonLines lines = JsonLines.append(file)) {
            lines.write(new Step(1, 0.25, "two\nlines → ä"));
            lines.write(map);
            assertThat(Files.readString(file))
                    .isEqualTo("{\"step\":1,\"loss\":0.25,\"note\":\"two\\nlines → ä\"}\n{\"b\":1.5,\"a\":[1,2]}\n");
        }
    }

    @Test
    void write_noObject_isRefusedAndNothingWritten() throws IOException {
        Path file = folder.resolve("events.jsonl");
        try (JsonLines lines = JsonLines.append(file)) {
            assertThatThrownBy(() -> lines.write(List.of(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("is not a JSON object");
            assertThatThrownBy(() -> lines.write(new Object())).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(file).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"step\":2,", "{\"step\":2}", "\0\0\0"})
    void append_toAFileWithAHalfLine_cutsIt(String half) throws IOException {
        Path file = Files.writeString(folder.resolve("events.jsonl"), "{\"step\":1}\n" + half);
        try (JsonLines lines = JsonLines.append(file)) {
            lines.write(Map.of("step", 3));
        }
        assertThat(file).hasContent("{\"step\":1}\n{\"step\":3}\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {65535, 65536, 65537, 200_000})
    void append_toAFileWithALongHalfLine_cutsIt(int length) throws IOException {
        Path file = Files.writeString(folder.resolve("events.jsonl"), "{}\n" + "x".repeat(length));
        JsonLines.append(file).close();
        assertThat(Files.readString(file)).isEqualTo("{}\n");
        Files.writeString(file, "x".repeat(length));
        JsonLines.append(file).close();
        assertThat(file).isEmptyFile();
    }

    @Test
    void append_whereItCannot_saysWhich() {
        Path file = folder.resolve("no/events.jsonl");
        assertThatThrownBy(() -> JsonLines.append(file))
                .isInstanceOf(CannotCreateException.class)
                .hasMessage(file + ": cannot be opened for writing: NoSuchFileException; "
                        + "expected a file in an existing, writable folder");
        assertThatThrownBy(() -> JsonLines.append(folder)).isInstanceOf(CannotCreateException.class);
    }

    @Test
    void write_onAFullDisk_fails() {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();
        JsonLines lines = JsonLines.append(full);
        assertThatThrownBy(() -> lines.write(Map.of("a", 1)))
                .isInstanceOf(WriteFailedException.class)
                .hasMessageStartingWith("/dev/full: writing a line failed: ")
                .hasMessageEndingWith("; earlier lines are kept; check free space and quota and run again");
    }

    @Test
    void write_afterClose_fails() {
        JsonLines lines = JsonLines.append(folder.resolve("events.jsonl"));
        lines.close();
        lines.close();
        assertThatThrownBy(() -> lines.write(Map.of())).isInstanceOf(WriteFailedException.class);
    }
}
