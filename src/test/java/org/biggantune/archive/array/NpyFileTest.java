package org.biggantune.archive.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.biggantune.archive.ArchiveFiles;
import org.biggantune.archive.ArrayFile;
import org.biggantune.archive.ExactNumbers;
import org.biggantune.archive.FileCheck;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.AllocatedMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were made by NumPy with make_tiny_checkpoints.py. */
class NpyFileTest {
    @TempDir
    Path folder;

    private static NpyArray numpy(String name) {
        return NpyFile.read(ArchiveFiles.resource(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c_f4.npy", "big_f4.npy", "f2.npy", "version2.npy", "version3.npy"})
    void read_everyVersionAndByteOrder_givesTheSameNumbers(String name) {
        NpyArray array = numpy(name);
        assertThat(array.shape()).containsExactly(2, 3);
        assertThat(array.floats()).containsExactly(0, .25f, .5f, .75f, 1, 1.25f);
        assertThat(array.type()).isEqualTo(name.equals("f2.npy") ? ScalarType.FLOAT16 : ScalarType.FLOAT32);
    }

    @Test
    void read_otherTypes_giveTheirNumbers() {
        assertThat(ExactNumbers.of(numpy("c_f8.npy"))).containsExactly(0, 1 / 3., 2 / 3., 1, 4 / 3., 5 / 3.);
        assertThat(numpy("big_i8.npy").floats()).containsExactly(-3, -2, -1, 0, 1, 2);
        assertThat(numpy("i4.npy").floats()).containsExactly(-3, -2, -1, 0, 1, 2);
        assertThat(numpy("u1.npy").floats()).containsExactly(0, 50, 100, 150, 200, 250);
        assertThat(numpy("b1.npy").floats()).containsExactly(1, 0, 1, 0, 1, 0);
        assertThat(numpy("scalar.npy").shape()).isEmpty();
        assertThat(numpy("scalar.npy").floats()).containsExactly(1.25f);
        assertThat(numpy("vector.npy").shape()).containsExactly(3);
    }

    @Test
    void read_columnMajorFile_isTurnedToRowMajor() {
        NpyArray array = numpy("fortran_f8.npy");
        double[] expected = new double[24];
        Arrays.setAll(expected, i -> i);
        assertThat(array.shape()).containsExactly(2, 3, 4);
        assertThat(ExactNumbers.of(array)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c_f4.npy", "c_f8.npy", "i4.npy", "u1.npy", "b1.npy", "f2.npy", "scalar.npy", "vector.npy"})
    void write_whatNumPyWrote_givesTheSameBytes(String name) {
        Path target = folder.resolve("out/copy.npy");
        NpyFile.write(target, numpy(name));
        assertThat(target).hasSameBinaryContentAs(ArchiveFiles.resource(name));
    }

    @Test
    void writeFloats_inPieces_givesTheBytesThatNumPyWrote() {
        Path target = folder.resolve("pieces.npy");
        NpyFile.writeFloats(target, new long[] {2, 3}, taker -> {
            taker.accept(new float[] {0, .25f});
            taker.accept(new float[0]);
            taker.accept(new float[] {.5f, .75f, 1, 1.25f});
        });
        assertThat(target).hasSameBinaryContentAs(ArchiveFiles.resource("c_f4.npy"));
    }

    @Test
    void writeFloats_thatFails_leavesNothing() {
        Path target = folder.resolve("failed.npy");
        long[] shape = {2, 3};
        assertThatThrownBy(() -> NpyFile.writeFloats(target, shape, taker -> taker.accept(new float[5])))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("20 bytes");
        assertThatThrownBy(() -> NpyFile.writeFloats(target, shape, taker -> {
                    taker.accept(new float[6]);
                    throw new CorruptInputException("stop");
                }))
                .isInstanceOf(CorruptInputException.class)
                .hasMessage("stop");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void write_thenRead_givesTheArrayBack() {
        Path target = folder.resolve("x.npy");
        NpyArray array = NpyArray.ofFloats(new long[] {0, 4}, new float[0]);
        NpyFile.write(target, array);
        assertThat(NpyFile.read(target)).isEqualTo(array);
        NpyArray doubles = ExactNumbers.array(new long[] {2}, Math.PI, -0.0);
        NpyFile.write(target, doubles);
        assertThat(NpyFile.read(target)).isEqualTo(doubles).hasToString("float64 [2]");
        assertThatThrownBy(() -> NpyArray.ofFloats(new long[] {3}, new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("8 bytes for shape [3] of float32");
    }

    @Test
    void read_fixtures_haveTheirShapes() {
        NpyArray z = NpyFile.read(ArchiveFiles.shared("fixtures/generators/biggan-128/z.npy"));
        assertThat(z.type()).isEqualTo(ScalarType.FLOAT32);
        assertThat(z.shape()).hasSize(2);
        assertThat(z.elementCount()).isEqualTo(360);
    }

    @Test
    void describeAll_ofAnArchive_tellsOfEveryArrayByName() {
        Map<String, ArrayDescription> arrays = NpyFile.describeAll(ArchiveFiles.resource("tiny.npz"));
        assertThat(arrays.keySet()).containsExactly("rows", "count");
        assertThat(arrays.get("rows")).hasToString("float32 [2, 3]");
        assertThat(arrays.get("count")).hasToString("int64 [2]");
        assertThat(NpyFile.isNpz(ArchiveFiles.resource("tiny.npz"))).isTrue();
        assertThat(NpyFile.isNpz(ArchiveFiles.resource("tiny_zip.pth"))).isFalse();
        assertThat(NpyFile.isNpz(ArchiveFiles.resource("c_f4.npy"))).isFalse();
    }

    @Test
    void read_anArchiveOfOneArray_isThatArrayAndOfMoreRefused() {
        assertThat(numpy("packed.npz").shape()).containsExactly(4, 100);
        assertRefused(
                ArchiveFiles.bytes("tiny.npz"),
                UnsupportedInputException.class,
                "holds 2 entries (rows.npy, count.npy), expected one array");
        byte[] damaged = ArchiveFiles.bytes("packed.npz");
        damaged[60] ^= 1;
        assertRefused(damaged, CorruptInputException.class, "array 'arr_0': does not begin like a .npy array");
        byte[] otherSum = ArchiveFiles.bytes("packed.npz");
        otherSum[ArchiveFiles.indexOf(otherSum, new byte[] {'P', 'K', 1, 2}, 0) + 16] ^= 1;
        otherSum[14] ^= 1;
        assertRefused(otherSum, CorruptInputException.class, "entry 'arr_0.npy' is damaged: its CRC-32 is ");
        byte[] huge = ArchiveFiles.bytes("packed.npz");
        int record = ArchiveFiles.indexOf(huge, new byte[] {'P', 'K', 1, 2}, 0);
        huge[record + 27] = 0x3f;
        // The local header leaves its sizes to the Zip64 field, so the table of contents alone tells the size.
        assertRefused(huge, CorruptInputException.class, "cannot inflate from ");
        byte[] inside = ArchiveFiles.zip(Map.of("x.npy", new byte[] {1, 2, 3}), ZipEntry.STORED);
        assertRefused(inside, CorruptInputException.class, "array 'x': ends within its header (truncated?)");
    }

    /** A deflated array of zeros, whose header may say anything. */
    private Path zeros(String shape, int members, long bytes) throws IOException {
        Path file = folder.resolve("zeros.npz");
        byte[] piece = new byte[1 << 20];
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int member = 0; member < members; member++) {
                zip.putNextEntry(new ZipEntry("m" + member + ".npy"));
                String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
                text += " ".repeat(117 - text.length()) + "\n";
                zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
                zip.write(text.getBytes(StandardCharsets.US_ASCII));
                for (long left = bytes; left > 0; left -= piece.length) {
                    zip.write(piece, 0, (int) Math.min(piece.length, left));
                }
                zip.closeEntry();
            }
        }
        return file;
    }

    @Test
    void describeAll_ofLargeArrays_readsNoElements() throws IOException {
        Path file = zeros("8, 1048576", 8, 1 << 25);
        long before = AllocatedMemory.ofThisThread();
        assertThat(NpyFile.describeAll(file))
                .hasSize(8)
                .allSatisfy((name, array) -> assertThat(array).hasToString("float32 [8, 1048576]"));
        assertThat(AllocatedMemory.ofThisThread() - before).isLessThan(4 << 20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            9, 1048576  | shape [9, 1048576] of float32 needs 37748736 bytes, the file has 33554432 (truncated?)
            8, 1048575  | (extended?)
            8, 1048576  | array 'm0': not wanted
            8, x        | array 'm0': its .npy header is damaged
            """)
    void read_whatIsRefusedByItsHeader_isNotInflated(String shape, String message) throws IOException {
        Path file = zeros(shape, 1, 1 << 25);
        long before = AllocatedMemory.ofThisThread();
        assertThatThrownBy(() -> ArrayFile.read(file, found -> {
                    throw new UnsupportedInputException("array 'm0': not wanted");
                }))
                .hasMessageContaining(message);
        assertThat(AllocatedMemory.ofThisThread() - before).isLessThan(1 << 20);
    }

    @Test
    void read_anArray_takesItsSizeInMemory() throws IOException {
        Path file = zeros("8, 1048576", 1, 1 << 25);
        long before = AllocatedMemory.ofThisThread();
        assertThat(NpyFile.read(file).elementCount()).isEqualTo(1 << 23);
        assertThat(AllocatedMemory.ofThisThread() - before).isLessThan((1 << 25) + (1 << 20));
    }

    @Test
    void check_ofLargeArrays_keepsNoElements() throws IOException {
        Path file = zeros("8, 1048576", 8, 1 << 25);
        long before = AllocatedMemory.ofThisThread();
        FileCheck.Result result = FileCheck.of(file);
        assertThat(result.entries())
                .hasSize(8)
                .allSatisfy(entry -> assertThat(entry.problem()).isEmpty());
        assertThat(AllocatedMemory.ofThisThread() - before).isLessThan(4 << 20);
    }

    private void assertRefused(byte[] content, Class<?> type, String message) {
        Path file = ArchiveFiles.write(folder.resolve("bad.npy"), content);
        assertThatThrownBy(() -> NpyFile.read(file))
                .isInstanceOf(type)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    private static byte[] withHeader(String header) {
        byte[] bytes = ArchiveFiles.bytes("c_f4.npy");
        byte[] text = (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, bytes, 10, 118);
        return bytes;
    }

    @Test
    void read_damagedFiles_areRefused() {
        byte[] sound = ArchiveFiles.bytes("c_f4.npy");
        assertRefused(
                Arrays.copyOf(sound, sound.length - 1),
                CorruptInputException.class,
                "shape [2, 3] of float32 needs 24 bytes, the file has 23 (truncated?)");
        assertRefused(
                Arrays.copyOf(sound, sound.length + 1), CorruptInputException.class, "the file has 25 (extended?)");
        assertRefused(Arrays.copyOf(sound, 60), CorruptInputException.class, "its header has 118 bytes");
        assertRefused(Arrays.copyOf(sound, 7), CorruptInputException.class, "truncated?");
        assertRefused(new byte[0], CorruptInputException.class, "is empty");
        byte[] version = sound.clone();
        version[6] = 9;
        assertRefused(version, UnsupportedInputException.class, "version 9, expected 1, 2 or 3");
        assertRefused(ArchiveFiles.bytes("mini_zip.pth"), UnsupportedInputException.class, "it seems to be a zip file");
        assertRefused(
                ArchiveFiles.bytes("complex.npy"), UnsupportedInputException.class, "type '<c8', expected one of");
        assertRefused(
                ArchiveFiles.bytes("records.npy"), UnsupportedInputException.class, "records with several fields");
        assertThatThrownBy(() -> NpyFile.read(folder.resolve("none"))).isInstanceOf(MissingInputException.class);
    }

    @Test
    void read_headersThatAreNoneOfNumPys_areRefused() {
        String huge = "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }";
        assertRefused(
                withHeader(huge.replace("4611686018427387904", "999999999999999999")),
                CorruptInputException.class,
                "is impossible");
        for (String header : new String[] {
            huge,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (6), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (-6,), }",
            "{'descr': '<f4', 'fortran_order': 0, 'shape': (6,), }",
            "{'descr': '<f4', 'fortran_order': False, }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'more': 1}",
            "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,), }",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), } + 1",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (6 6), }",
            "__import__('os').system('true')",
        }) {
            assertRefused(withHeader(header), CorruptInputException.class, "its .npy header is damaged at character");
        }
        String flat = "{\"shape\": (6,), 'fortran_order': True, 'descr': '>f4'}";
        Path file = ArchiveFiles.write(folder.resolve("flat.npy"), withHeader(flat));
        assertThat(NpyFile.read(file).shape()).containsExactly(6);
    }

    @Test
    void read_randomlyChangedFile_readsOrRefuses() {
        byte[] whole = ArchiveFiles.bytes("c_f4.npy");
        Random random = new Random(7);
        Path file = folder.resolve("mutated.npy");
        int refused = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                NpyFile.read(ArchiveFiles.write(file, bytes)).floats();
            } catch (BigganTuneException e) {
                assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(150);
    }
}
