package org.biggantune.report;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TensorBoardFileTest {
    @TempDir
    private Path folder;

    /** RFC 3720, B.4: the CRC-32C of 32 zeros is 8a9136aa, of 32 ones 62a8ab43; the mask is that of TensorFlow's crc32c.h. */
    @Test
    void masked_ofKnownChecksums_isRotatedAndShifted() {
        assertThat(TensorBoardFile.masked(new byte[32])).isEqualTo(unmasked(0x8a9136aa));
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        assertThat(TensorBoardFile.masked(ones)).isEqualTo(unmasked(0x62a8ab43));
    }

    private static int unmasked(int crc) {
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    @Test
    void records_holdWhatWasWritten() throws IOException {
        List<byte[]> events = new ArrayList<>();
        ByteBuffer file = ByteBuffer.wrap(written()).order(ByteOrder.LITTLE_ENDIAN);
        while (file.hasRemaining()) {
            byte[] length = new byte[8];
            file.get(length);
            assertThat(file.getInt()).isEqualTo(TensorBoardFile.masked(length));
            byte[] event = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            file.get(event);
            assertThat(file.getInt()).isEqualTo(TensorBoardFile.masked(event));
            events.add(event);
        }
        assertThat(events).hasSize(4);
        assertThat(fields(events.get(1))).containsEntry("2", 7L).containsEntry("7.1", 1L);
        assertThat(fields(events.get(2)))
                .containsEntry("2", 8L)
                .containsEntry("5.1.1", "loss")
                .containsEntry("5.1.2", 0.25f);
        assertThat(fields(events.get(3)))
                .containsEntry("5.1.1", "samples")
                .containsEntry("5.1.4.1", 2L)
                .containsEntry("5.1.4.2", 3L)
                .containsEntry("5.1.4.3", 3L)
                .containsEntry("5.1.4.4", "0123456789abcdef\0\0\0\3\0\0\0\2");
    }

    @Test
    void begin_twice_makesFilesThatSortInOrder() throws IOException {
        written();
        TensorBoardFile.begin(folder, 0).close();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    private byte[] written() throws IOException {
        try (TensorBoardFile file = TensorBoardFile.begin(folder, 7)) {
            file.scalars(8, Map.of("loss", 0.25));
            file.picture(8, "samples", "0123456789abcdef\0\0\0\3\0\0\0\2".getBytes(StandardCharsets.US_ASCII));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return Files.readAllBytes(files.findFirst().orElseThrow());
        }
    }

    /** All fields of a message and those in it, by their numbers; a message is what parses as one. */
    private static Map<String, Object> fields(byte[] message) throws IOException {
        Map<String, Object> found = new TreeMap<>();
        collect("", message, found);
        return found;
    }

    private static void collect(String path, byte[] message, Map<String, Object> found) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            String name = path + WireFormat.getTagFieldNumber(tag);
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> found.put(name, in.readInt64());
                case WireFormat.WIRETYPE_FIXED64 -> found.put(name, in.readDouble());
                case WireFormat.WIRETYPE_FIXED32 -> found.put(name, in.readFloat());
                default -> {
                    byte[] bytes = in.readByteArray();
                    if (List.of("5", "5.1", "5.1.4", "7").contains(name)) {
                        collect(name + ".", bytes, found);
                    } else {
                        found.put(name, new String(bytes, StandardCharsets.US_ASCII));
                    }
                }
            }
        }
    }
}
