package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.biggantune.archive.pickle.PickleBytes;
import org.biggantune.archive.zip.ZipArchiveFile;
import org.biggantune.archive.zip.ZipRecord;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageReplacementTest {
    @TempDir
    Path folder;

    private static byte[] littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** What the copy must be: the old file with data and CRC put in, wherever they stand. */
    private static byte[] patched(Path source, String entryName, float[] values, boolean headerToo) throws IOException {
        byte[] bytes = Files.readAllBytes(source);
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] data = littleEndian(values);
        try (ZipArchiveFile archive = ZipArchiveFile.open(source)) {
            ZipRecord entry = archive.find(entryName).orElseThrow();
            view.put((int) entry.dataOffset(), data);
            view.putInt((int) entry.directoryOffset() + 16, crc(data));
            if (headerToo) {
                view.putInt((int) entry.headerOffset() + 14, crc(data));
            }
            if (entry.descriptorCrcOffset() >= 0) {
                view.putInt((int) entry.descriptorCrcOffset(), crc(data));
            }
        }
        return bytes;
    }

    @Test
    void replaceTensor_inATorchScriptFile_changesThatStorageAlone() throws IOException {
        Path source = ArchiveFiles.resource("tiny_torchscript.pt");
        Path target = folder.resolve("out.pt");
        float[] values = {1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12};
        try (TorchScriptArchive archive = TorchScriptArchive.open(source)) {
            archive.replaceTensor(target, "shared.weight", values);
        }
        byte[] written = Files.readAllBytes(target);
        assertThat(written).isEqualTo(patched(source, "tiny_torchscript/data/6", values, false));
        Set<Integer> changed = new HashSet<>();
        byte[] before = Files.readAllBytes(source);
        for (int i = 0; i < before.length; i++) {
            if (before[i] != written[i]) {
                changed.add(i);
            }
        }
        assertThat(changed).hasSizeLessThanOrEqualTo(48 + 8);
        try (TorchScriptArchive archive = TorchScriptArchive.open(target);
                ZipFile zip = new ZipFile(target.toFile())) {
            assertThat(archive.tensors().get("shared.weight").floats()).containsExactly(values);
            assertThat(archive.tensors().get("blocks.0.0.bias").floats()).containsExactly(.25f, -.5f, 1);
            ZipEntry entry = zip.getEntry("tiny_torchscript/data/6");
            byte[] data = zip.getInputStream(entry).readAllBytes();
            assertThat((int) entry.getCrc()).isEqualTo(crc(data));
            assertThat(data).isEqualTo(littleEndian(values));
        }
    }

    @Test
    void replaceTensor_withTheOldValues_isTheSameFile() throws IOException {
        Path source = ArchiveFiles.resource("tiny_torchscript.pt");
        Path target = folder.resolve("out.pt");
        try (TorchScriptArchive archive = TorchScriptArchive.open(source)) {
            archive.replaceTensor(
                    target,
                    "shared.weight",
                    archive.tensors().get("shared.weight").floats());
        }
        assertThat(target).hasSameBinaryContentAs(source);
    }

    @Test
    void replaceTensor_ontoItsOwnFile_replacesIt() throws IOException {
        Path file = ArchiveFiles.write(folder.resolve("same.pth"), ArchiveFiles.bytes("mini_zip.pth"));
        float[] values = {4, 3, 2, 1};
        byte[] expected = patched(file, "mini_zip/data/0", values, false);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            checkpoint.replaceTensor(file, "a", values);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.stateDict().get("a").floats()).containsExactly(values);
        }
    }

    @Test
    void replaceTensor_whereTheHeaderHoldsTheChecksum_changesItThereToo() throws IOException {
        long[] six = {6};
        byte[] pickle = new PickleBytes()
                .op(0x80, 2, '}')
                .text("w")
                .tensor("FloatStorage", "0", 6, 0, six, new long[] {1})
                .op('s')
                .stop();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("m/data.pkl", pickle);
        entries.put("m/data/0", new byte[24]);
        Path source = ArchiveFiles.write(folder.resolve("m.pth"), ArchiveFiles.zip(entries, ZipEntry.STORED));
        Path target = folder.resolve("out.pth");
        float[] values = {1, 2, 3, 4, 5, 6};
        try (Checkpoint checkpoint = Checkpoint.open(source)) {
            checkpoint.replaceTensor(target, "w", values);
        }
        assertThat(Files.readAllBytes(target)).isEqualTo(patched(source, "m/data/0", values, true));
        try (Checkpoint checkpoint = Checkpoint.open(target)) {
            assertThat(checkpoint.stateDict().get("w").floats()).containsExactly(values);
        }
    }

    @Test
    void replaceTensor_inALegacyFile_changesItsBytesAlone() throws IOException {
        Path source = ArchiveFiles.resource("mini_legacy.pth");
        Path target = folder.resolve("out.pth");
        float[] values = {9, 8, 7, 6};
        try (Checkpoint checkpoint = Checkpoint.open(source)) {
            checkpoint.replaceTensor(target, "a", values);
        }
        byte[] expected = Files.readAllBytes(source);
        int at = ArchiveFiles.indexOf(expected, littleEndian(new float[] {0, 1, 2, 3}), 0);
        System.arraycopy(littleEndian(values), 0, expected, at, 16);
        assertThat(Files.readAllBytes(target)).isEqualTo(expected);
    }

    @Test
    void replaceTensor_thatCannotBeReplacedAlone_isRefusedAndNothingWritten() {
        Path target = folder.resolve("out.pth");
        try (Checkpoint checkpoint = Checkpoint.open(ArchiveFiles.resource("tiny_zip.pth"))) {
            assertRefused(checkpoint, target, "turned", 12, "another tensor (state_dict.module.turned, state_dict.m");
            assertRefused(checkpoint, target, "part", 4, "shares its storage with another tensor");
            assertRefused(checkpoint, target, "expanded", 4, "repeats elements (shape [2, 2], strides [0, 0])");
            assertRefused(checkpoint, target, "long", 2, "is int64 [1, 2], expected floating-point numbers");
            assertThatThrownBy(() -> checkpoint.replaceTensor(target, "half", new float[] {0, 65520, 0, 0}))
                    .hasMessageEndingWith("is float16 [4], which cannot represent 65520.0");
            assertRefused(checkpoint, target, "plain", 5, "has 6 elements, but 5 new ones were given");
            assertRefused(checkpoint, target, "none", 5, "has no tensor 'none'");
        }
        Path robust = ArchiveFiles.shared("fixtures/classifiers/resnet50-narrow-robust/ImageNet.pt");
        try (Checkpoint checkpoint = Checkpoint.open(robust)) {
            assertRefused(checkpoint, target, "fc.bias", 1000, "shares its storage with another tensor (model.module.");
        }
        assertThat(target).doesNotExist();
    }

    private static void assertRefused(Checkpoint checkpoint, Path target, String name, int count, String message) {
        assertThatThrownBy(() -> checkpoint.replaceTensor(target, name, new float[count]))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining(message);
    }
}
