package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.biggantune.archive.array.NpyArray;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.AllocatedMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file tiny.safetensors was made with make_tiny_checkpoints.py from the tensors of tiny_zip.pth. */
class SafetensorsFileTest {
    @TempDir
    Path folder;

    private Path file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        return ArchiveFiles.write(folder.resolve("f.safetensors"), bytes.array());
    }

    private void assertCorrupt(String header, int dataBytes, String message) {
        Path file = file(header, dataBytes);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void open_everyType_hasTheNumbersOfTheSameTensorsInAZipFile() {
        try (Checkpoint safe = Checkpoint.open(ArchiveFiles.resource("tiny.safetensors"));
                Checkpoint zip = Checkpoint.open(ArchiveFiles.resource("tiny_zip.pth"))) {
            assertThat(safe.format()).isEqualTo(Checkpoint.Format.SAFETENSORS);
            assertThat(safe.metadata()).containsEntry("format", "pt").containsEntry("note", "café");
            assertThat(safe.stateDict().names()).isEqualTo(zip.stateDict().names());
            for (StoredTensor expected : zip.stateDict().all()) {
                StoredTensor tensor = safe.stateDict().get(expected.name(), expected.shape());
                assertThat(tensor.type()).isEqualTo(expected.type());
                assertThat(ExactNumbers.of(tensor)).isEqualTo(ExactNumbers.of(expected));
            }
        }
    }

    private static String names(int count, IntFunction<String> name) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + name.apply(i) + "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void open_moreTensorsThanAnyModelHas_isRefused() {
        Path file = file(names(100_001, Integer::toString), 0);
        long before = AllocatedMemory.ofThisThread();
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage(file + ": its safetensors header has more than the limit of 100000 tensors");
        assertThat(AllocatedMemory.ofThisThread() - before).isLessThan(256L << 20);
    }

    /** "Aa" and "BB" have one hash code in Java, and so have all texts made of them. */
    @Test
    void open_namesOfOneHashCode_takesTimeInProportion() {
        Path file = file(
                names(
                        1 << 16,
                        i -> IntStream.range(0, 16)
                                .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                                .collect(Collectors.joining())),
                0);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.stateDict().names()).hasSize(1 << 16);
            }
        });
    }

    @Test
    void open_headerOfLongNames_keepsThemOnce() {
        // 16 MB of text.
        Path file = file(names(4000, i -> "x".repeat(4000) + i), 0);
        long before = AllocatedMemory.ofThisThread();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.stateDict().names()).hasSize(4000);
        }
        assertThat(AllocatedMemory.ofThisThread() - before).isLessThan(64L << 20);
    }

    @Test
    void write_severalArrays_isByteForByteTheLibrarysLayout() throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("b", NpyArray.ofFloats(new long[] {2}, new float[] {1, -2}));
        arrays.put("a", NpyArray.ofFloats(new long[] {1, 1}, new float[] {.5f}));
        arrays.put("z", ExactNumbers.array(new long[] {1}, 3));
        Path target = folder.resolve("w.safetensors");
        SafetensorsFile.write(target, arrays, Map.of("format", "pt"));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(target)).order(ByteOrder.LITTLE_ENDIAN);
        String expected = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"z\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[8,12]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[12,20]}}";
        int length = (int) bytes.getLong();
        byte[] text = new byte[length];
        bytes.get(text);
        assertThat(length % 8).isZero();
        assertThat(new String(text, StandardCharsets.UTF_8))
                .isEqualTo(expected + " ".repeat(length - expected.length()));
        assertThat(bytes.getDouble()).isEqualTo(3);
        assertThat(new float[] {bytes.getFloat(), bytes.getFloat(), bytes.getFloat()})
                .containsExactly(.5f, 1, -2);
        assertThat(bytes.hasRemaining()).isFalse();
        try (Checkpoint checkpoint = Checkpoint.open(target)) {
            assertThat(checkpoint.stateDict().get("b", 2).floats()).containsExactly(1, -2);
        }
    }

    @Test
    void open_damagedHeaders_areRefused() {
        String a = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        assertCorrupt("{" + a + "}", 4, "its tensors have 8 bytes, the file holds 4 (truncated?)");
        assertCorrupt("{" + a + "}", 12, "the file holds 12 (extended?)");
        assertCorrupt("{" + a + "," + a + "}", 8, "Duplicate field 'a'");
        assertCorrupt(
                "{" + a + "," + a.replace("\"a\"", "\"b\"") + "}", 8, "its tensors overlap at byte 0 of the data");
        assertCorrupt("{" + a.replace("[0,8]", "[4,12]") + "}", 12, "its tensors leave a gap at byte 0 of the data");
        assertCorrupt("{" + a.replace("[0,8]", "[0,4]") + "}", 4, "tensor 'a' of 8 bytes is declared from byte 0 to 4");
        assertCorrupt("{" + a.replace("[0,8]", "[8,0]") + "}", 8, "from byte 8 to 0");
        assertCorrupt("{" + a.replace("[0,8]", "[0]") + "}", 8, "lacks dtype, shape or two data_offsets");
        assertCorrupt("{" + a.replace("[2]", "[-2]") + "}", 8, "'shape' of tensor 'a' holds -2, expected a size");
        assertCorrupt("{" + a.replace("[2]", "[2.5]") + "}", 8, "'shape' of tensor 'a' is not whole numbers");
        assertCorrupt("{" + a.replace("[2]", "[99999999999999999999]") + "}", 8, "expected a size");
        assertCorrupt("{" + a.replace("[2]", "[4611686018427387904,4]") + "}", 8, "has an impossible shape");
        assertCorrupt("{" + a.replace("shape", "form") + "}", 8, "'form' of tensor 'a' is unknown");
        assertCorrupt("{\"a\":3}", 8, "'a' is not an object");
        assertCorrupt("{\"__metadata__\":{\"k\":1}," + a + "}", 8, "__metadata__ 'k' is not a text");
        assertCorrupt("{" + a + "} {}", 8, "there is more text after the end");
        assertCorrupt("{" + a, 8, "header is damaged");
        assertCorrupt("{" + "\"a\":{\"shape\":" + "[".repeat(5000), 8, "header is damaged");
    }

    @Test
    void open_unknownType_isRefusedByName() {
        Path file = file("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage(file + ": tensor 'a' is of type 'F8_E4M3', which is not supported");
    }

    @ParameterizedTest
    @CsvSource({"100000001, 100000001", "2000, 2000"})
    void open_headerLongerThanFileOrLimit_isRefused(long length, String shown) {
        ByteBuffer bytes =
                ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        bytes.put("{\"a\":{}}".getBytes(StandardCharsets.US_ASCII));
        Path file = ArchiveFiles.write(folder.resolve("long.safetensors"), bytes.array());
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("header is declared as " + shown + " bytes, expected 2 to 56 (truncated?)");
    }

    @Test
    void replaceTensor_changesItsBytesAlone() throws IOException {
        Path source = ArchiveFiles.resource("tiny.safetensors");
        Path target = folder.resolve("out.safetensors");
        try (Checkpoint checkpoint = Checkpoint.open(source)) {
            checkpoint.replaceTensor(target, "half", new float[] {1.5f, 0.1f, -2, 4});
        }
        byte[] before = Files.readAllBytes(source);
        byte[] after = Files.readAllBytes(target);
        int changed = 0;
        for (int i = 0; i < before.length; i++) {
            changed += before[i] == after[i] ? 0 : 1;
        }
        assertThat(after).hasSameSizeAs(before);
        assertThat(changed).isBetween(3, 6);
        try (Checkpoint checkpoint = Checkpoint.open(target)) {
            // 0.1 in binary16 is 0x2e66.
            assertThat(ExactNumbers.of(checkpoint.stateDict().get("half")))
                    .containsExactly(1.5, 0.0999755859375, -2, 4);
        }
    }
}
