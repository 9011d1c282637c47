package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.biggantune.support.ShortRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TensorBoardTest {
    @TempDir
    private Path folder;

    /** A file for each restart, of as many events as there are steps and candidates besides its two first. */
    @Test
    void improve_tensorboard_writesAFileForEachRestart() throws IOException {
        Path out = folder.resolve("run");
        ShortRun.improved(out, "shirt", "--tensorboard", "--starts", 2, "--initial-noise", 0.1);
        for (String restart : List.of("restart-1", "restart-2")) {
            byte[] bytes = only(out.resolve("tensorboard/0005-shirt").resolve(restart));
            int candidates = ShortRun.STEPS / 4;
            assertThat(events(bytes)).isEqualTo(2 + ShortRun.STEPS + 2 * candidates);
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .contains("step/loss", "validation/judge_top1", "samples", "IHDR");
        }
        Path without = folder.resolve("without");
        ShortRun.improved(without, "shirt", "--starts", 2, "--initial-noise", 0.1);
        assertThat(without.resolve("tensorboard")).doesNotExist();
        assertThat(Files.readAllLines(out.resolve("events.jsonl")))
                .isEqualTo(Files.readAllLines(without.resolve("events.jsonl")));
    }

    private static byte[] only(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return Files.readAllBytes(all.get(0));
        }
    }

    /** How many records there are, by their lengths. */
    private static int events(byte[] bytes) {
        int events = 0;
        for (int at = 0; at < bytes.length; events++) {
            at += 16
                    + (int) ByteBuffer.wrap(bytes, at, 8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong();
        }
        return events;
    }
}
