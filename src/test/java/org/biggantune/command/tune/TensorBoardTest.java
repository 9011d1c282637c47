package org.biggantune.command.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** Every class and restart has one writer, whichever process tunes it. */
    @Test
    void improve_severalWorkers_writeAFileForEachRestartWithItsStepsInOrder() throws IOException {
        Path out = folder.resolve("run");
        ShortRun.improved(
                out, "shirt,bag,coat", "--tensorboard", "--starts", 2, "--initial-noise", 0.1, "--devices", "cpu,cpu");
        for (String name : List.of("0003-coat", "0005-shirt", "0007-bag")) {
            for (String restart : List.of("restart-1", "restart-2")) {
                Path ofRestart = out.resolve("tensorboard").resolve(name).resolve(restart);
                only(ofRestart);
                Map<String, List<Long>> shown = shown(ofRestart);
                assertThat(shown.get("step/loss")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
                assertThat(shown.get("validation/top1")).containsExactly(4L, 8L);
                assertThat(shown.get("samples")).containsExactly(4L, 8L);
            }
        }
    }

    /** It stops in step 6, two after the state that it continues from. */
    @Test
    void improve_continued_showsNoStepTwice() throws IOException {
        Path out = folder.resolve("run");
        ShortRun.improved(out, "coat", "--tensorboard");
        ShortRun.breakOff(out, "shirt", "0005-shirt", "--tensorboard");
        ShortRun.improved(out, "shirt", "--tensorboard");
        Path files = out.resolve("tensorboard/0005-shirt");
        try (Stream<Path> written = Files.list(files)) {
            assertThat(written).hasSize(2);
        }
        Map<String, List<Long>> shown = shown(files);
        assertThat(shown.get("step/loss")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(shown.get("validation/top1")).containsExactly(4L, 8L);
        assertThat(shown.get("samples")).containsExactly(4L, 8L);
    }

    /**
     * The steps of each tag as TensorBoard shows them: of a folder's files in the order of their names; a session that
     * starts (event.proto: session_log, field 7) takes back what came from its step on.
     */
    private static Map<String, List<Long>> shown(Path folder) throws IOException {
        Map<String, List<Long>> shown = new TreeMap<>();
        List<Path> all;
        try (Stream<Path> files = Files.list(folder)) {
            all = files.sorted().toList();
        }
        for (Path file : all) {
            ByteBuffer records = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            while (records.hasRemaining()) {
                byte[] event = new byte[(int) records.getLong()];
                records.getInt();
                records.get(event);
                records.getInt();
                take(event, shown);
            }
        }
        return shown;
    }

    private static void take(byte[] event, Map<String, List<Long>> shown) throws IOException {
        long[] step = {0};
        List<String> tags = new ArrayList<>();
        boolean[] session = {false};
        each(event, (number, in) -> {
            switch (number) {
                case 2 -> step[0] = in.readInt64();
                case 5 ->
                    each(
                            in.readByteArray(),
                            (value, summary) -> each(summary.readByteArray(), (field, tag) -> {
                                if (field == 1) {
                                    tags.add(tag.readString());
                                } else {
                                    tag.skipField(tag.getLastTag());
                                }
                            }));
                case 7 -> {
                    session[0] = true;
                    in.skipField(in.getLastTag());
                }
                default -> in.skipField(in.getLastTag());
            }
        });
        if (session[0]) {
            shown.values().forEach(steps -> steps.removeIf(earlier -> earlier >= step[0]));
        }
        tags.forEach(
                tag -> shown.computeIfAbsent(tag, unused -> new ArrayList<>()).add(step[0]));
    }

    /** Reads a field, whose number is given, or skips it. */
    private interface Field {
        void read(int number, CodedInputStream in) throws IOException;
    }

    private static void each(byte[] message, Field field) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            field.read(WireFormat.getTagFieldNumber(tag), in);
        }
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
