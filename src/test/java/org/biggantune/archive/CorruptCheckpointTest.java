package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.assertj.core.api.AbstractThrowableAssert;
import org.biggantune.archive.pickle.PickleBytes;
import org.biggantune.domain.failure.BigganTuneException;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptCheckpointTest {
    private static final long[] ONE = {1};

    @TempDir
    Path folder;

    private PickleBytes dict() {
        return new PickleBytes().op(0x80, 2, '}').text("w");
    }

    private Path checkpoint(byte[] pickle, String... order) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("m/data.pkl", pickle);
        entries.put("m/data/0", new byte[24]);
        for (String text : order) {
            entries.put("m/byteorder", text.getBytes(StandardCharsets.US_ASCII));
        }
        return ArchiveFiles.write(folder.resolve("m.pth"), ArchiveFiles.zip(entries, ZipEntry.STORED));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertOpening(Path file) {
        Throwable thrown = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> catchThrowable(() -> Checkpoint.open(file).close()));
        return assertThat(thrown).isInstanceOf(BigganTuneException.class).hasMessageNotContaining("\n");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertTensor(
            String storage, String key, long count, long offset, long[] shape, long[] strides) {
        byte[] pickle = dict().tensor(storage, key, count, offset, shape, strides)
                .op('s')
                .stop();
        return assertOpening(checkpoint(pickle)).isInstanceOf(CorruptInputException.class);
    }

    @Test
    void open_soundHandMadeFile_isRead() {
        byte[] pickle = dict().tensor("FloatStorage", "0", 6, 1, new long[] {5}, ONE)
                .op('s')
                .stop();
        try (Checkpoint checkpoint = Checkpoint.open(checkpoint(pickle, "little"))) {
            assertThat(checkpoint.stateDict().get("w", 5).floats()).hasSize(5).containsOnly(0f);
        }
    }

    @Test
    void open_sizesThatDoNotFit_areRefused() {
        assertTensor("FloatStorage", "7", 6, 0, new long[] {6}, ONE)
                .hasMessageContaining("a tensor refers to storage '7', but there is no entry 'm/data/7'");
        assertTensor("FloatStorage", "0", 7, 0, new long[] {6}, ONE)
                .hasMessageContaining("storage '0' has 24 bytes, expected 28 for 7 x float32");
        assertTensor("FloatStorage", "0", -6, 0, new long[] {6}, ONE).hasMessageContaining("impossible size of -6");
        assertTensor("DoubleStorage", "0", Long.MAX_VALUE / 2, 0, new long[] {6}, ONE)
                .hasMessageContaining("impossible size of");
        assertTensor("FloatStorage", "0", 6, 1, new long[] {6}, ONE)
                .hasMessageContaining("tensor 'w' reaches element 6 of storage '0', which has 6");
        assertTensor("FloatStorage", "0", 6, 0, new long[] {2, 3}, new long[] {4, 1})
                .hasMessageContaining("reaches element 6");
        assertTensor("FloatStorage", "0", 6, -1, new long[] {6}, ONE).hasMessageContaining("'w'");
        assertTensor("FloatStorage", "0", 6, 0, new long[] {-1}, ONE)
                .hasMessageContaining("negative size or stride: shape [-1], strides [1]");
        assertTensor("FloatStorage", "0", 6, 0, new long[] {2}, new long[] {-1}).hasMessageContaining("negative");
        assertTensor("FloatStorage", "0", 6, 0, new long[] {1L << 40, 1L << 40}, new long[] {0, 0})
                .hasMessageContaining("impossible size");
        assertTensor("FloatStorage", "0", 6, 0, new long[] {3, 3}, new long[] {Long.MAX_VALUE, 1})
                .hasMessageContaining("impossible size");
        assertTensor("FloatStorage", "0", 6, 0, new long[] {1L << 40}, new long[] {0})
                .hasMessageContaining("elements in a storage of 6");
        assertTensor("FloatStorage", "0", 6, 0, new long[] {6}, new long[] {1, 1})
                .hasMessageContaining("inconsistent");
    }

    @Test
    void open_storageDescribedInTwoWays_isRefused() {
        byte[] pickle = dict().tensor("FloatStorage", "0", 6, 0, ONE, ONE)
                .op('s')
                .text("v")
                .tensor("IntStorage", "0", 6, 0, ONE, ONE)
                .op('s')
                .stop();
        assertOpening(checkpoint(pickle)).hasMessageContaining("storage '0' is described inconsistently");
    }

    @Test
    void open_unknownTensorForms_areRefused() {
        byte[] noStorage = dict().global("torch._utils", "_rebuild_tensor_v2")
                .op('(', 'N')
                .number(0)
                .numbers(1)
                .numbers(1)
                .op('t', 'R', 's')
                .stop();
        assertOpening(checkpoint(noStorage)).hasMessageContaining("has an unknown description");
        byte[] complex = dict().tensor("ComplexFloatStorage", "0", 6, 0, ONE, ONE)
                .op('s')
                .stop();
        assertOpening(checkpoint(complex))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("'torch.ComplexFloatStorage'");
    }

    @Test
    void open_pickleThatCallsTheSystem_isRefused() {
        byte[] pickle = new PickleBytes()
                .op(0x80, 2)
                .global("os", "system")
                .text("true")
                .op(0x85, 'R')
                .stop();
        Path file = checkpoint(pickle);
        assertOpening(file)
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage(file + ": refused: the pickle calls 'os.system' (byte 2); only tensors and plain containers"
                        + " are read");
    }

    @Test
    void open_laughingBomb_isRefusedPromptly() {
        PickleBytes bomb = new PickleBytes().op(0x80, 2, '}').text("w").op(']', 'q', 0);
        for (int level = 1; level < 9; level++) {
            bomb.op('0', ']', 'q', level, '(');
            for (int i = 0; i < 200; i++) {
                bomb.op('h', level - 1);
            }
            bomb.op('e');
        }
        assertOpening(checkpoint(bomb.op('s').stop()))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("it contains more than 2000000 values");
    }

    @Test
    void open_longNameRepeatedManyTimes_isRefusedPromptly() {
        PickleBytes names =
                new PickleBytes().op(0x80, 2, '}').text("k".repeat(4000)).op('}', '(');
        for (int i = 0; i < 100_000; i++) {
            names.op('J').u4(i).op('J').u4(i);
        }
        assertOpening(checkpoint(names.op('u', 's').stop()))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("the names of its values have more than 67108864 characters");
    }

    @Test
    void open_valueThatHoldsItself_isRefused() {
        byte[] pickle = new PickleBytes()
                .op(0x80, 2, '}', 'q', 0)
                .text("again")
                .op('h', 0, 's')
                .stop();
        assertOpening(checkpoint(pickle)).hasMessageContaining("nest deeper than 256 levels");
        PickleBytes tuples = new PickleBytes().op(')');
        for (int i = 0; i < 100_000; i++) {
            tuples.op(0x85);
        }
        assertOpening(checkpoint(tuples.stop())).hasMessageContaining("nest deeper than 256 levels");
    }

    @Test
    void open_bytesAfterThePickle_areRefused() {
        byte[] pickle =
                dict().tensor("FloatStorage", "0", 6, 0, ONE, ONE).op('s').stop();
        assertOpening(checkpoint(Arrays.copyOf(pickle, pickle.length + 3)))
                .hasMessageContaining("3 bytes follow the end of its 'm/data.pkl'");
    }

    @Test
    void open_bigEndianFile_isRefused() {
        byte[] pickle =
                dict().tensor("FloatStorage", "0", 6, 0, ONE, ONE).op('s').stop();
        assertOpening(checkpoint(pickle, "big"))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("its byte order is 'big', only 'little' is supported");
    }

    @Test
    void open_fileWithoutStateDict_listsWhatItHolds() {
        byte[] pickle = new PickleBytes()
                .op(0x80, 2, '}')
                .text("epoch")
                .number(3)
                .op('s')
                .stop();
        assertOpening(checkpoint(pickle))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("contains no state dict at top level or under G_ema, g_ema, state_dict")
                .hasMessageEndingWith("found: epoch");
        assertOpening(checkpoint(new PickleBytes().number(3).stop()))
                .hasMessageContaining("contains no dictionary of tensors");
    }

    @Test
    void open_zipOfSomethingElse_isRefused() {
        Map<String, byte[]> entries = Map.of("readme.txt", new byte[3]);
        Path file = ArchiveFiles.write(folder.resolve("x.pth"), ArchiveFiles.zip(entries, ZipEntry.STORED));
        assertOpening(file).hasMessageContaining("is a zip file, but not a PyTorch one");
    }

    @Test
    void open_deflatedStorage_isRefused() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] pickle =
                dict().tensor("FloatStorage", "0", 6, 0, ONE, ONE).op('s').stop();
        entries.put("m/data.pkl", pickle);
        entries.put("m/data/0", new byte[24]);
        Path file = ArchiveFiles.write(folder.resolve("d.pth"), ArchiveFiles.zip(entries, ZipEntry.DEFLATED));
        assertOpening(file)
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("entry 'm/data/0' is compressed (method 8); tensors must be stored uncompressed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mini_zip.pth", "mini_legacy.pth"})
    void open_truncatedAnywhere_isRefused(String name) {
        byte[] whole = ArchiveFiles.bytes(name);
        for (int length = 0; length < whole.length; length++) {
            Path file = ArchiveFiles.write(folder.resolve("t.pth"), Arrays.copyOf(whole, length));
            AbstractThrowableAssert<?, ? extends Throwable> refusal = assertOpening(file);
            if (length > 20) {
                refusal.isInstanceOf(CorruptInputException.class).hasMessageContaining("truncated?");
            }
        }
    }

    @Test
    void open_legacyFileWithMore_isRefused() {
        byte[] whole = ArchiveFiles.bytes("mini_legacy.pth");
        Path file = ArchiveFiles.write(folder.resolve("t.pth"), Arrays.copyOf(whole, whole.length + 4));
        assertOpening(file).hasMessageContaining("4 bytes follow its last storage");
        byte[] count = whole.clone();
        int storage = whole.length - 2 * (8 + 16);
        count[storage] = 5;
        assertOpening(ArchiveFiles.write(file, count)).hasMessageContaining("has 5 elements, expected 4");
    }

    @Test
    void floats_ofADamagedStorage_nameEntryAndBothChecksums() {
        byte[] bytes = ArchiveFiles.bytes("mini_zip.pth");
        byte[] three = {0, 0, 0x40, 0x40};
        bytes[ArchiveFiles.indexOf(bytes, three, 0)] ^= 1;
        Path file = ArchiveFiles.write(folder.resolve("crc.pth"), bytes);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.stateDict().get("b").floats()).containsOnly(1f);
            assertThatThrownBy(() -> checkpoint.stateDict().get("a").floats())
                    .isInstanceOf(CorruptInputException.class)
                    .hasMessageMatching(".*crc.pth: entry 'mini_zip/data/0' is damaged: its CRC-32 is [0-9a-f]{8},"
                            + " expected [0-9a-f]{8}; copy or download the file again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mini_zip.pth", "mini_legacy.pth", "tiny_legacy.pth", "tiny_torchscript.pt"})
    void open_randomlyChangedFile_readsOrRefuses(String name) {
        byte[] whole = ArchiveFiles.bytes(name);
        Random random = new Random(20_240_508);
        Path file = folder.resolve("mutated");
        int refused = 0;
        long start = System.nanoTime();
        for (int round = 0; round < 1500; round++) {
            byte[] bytes = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            refused += readsAll(ArchiveFiles.write(file, bytes), name.endsWith(".pt")) ? 0 : 1;
        }
        assertThat(refused).isBetween(100, 1499);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }

    private static boolean readsAll(Path file, boolean script) {
        try {
            if (script) {
                try (TorchScriptArchive archive = TorchScriptArchive.open(file)) {
                    readAll(archive.tensors());
                    archive.extra("biggan-tune.json");
                }
            } else {
                try (Checkpoint checkpoint = Checkpoint.open(file)) {
                    readAll(checkpoint.allTensors());
                    readAll(checkpoint.stateDict());
                }
            }
            return true;
        } catch (BigganTuneException e) {
            assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
            return false;
        }
    }

    private static void readAll(StateDict tensors) {
        for (StoredTensor tensor : tensors.all()) {
            ExactNumbers.of(tensor);
        }
    }
}
