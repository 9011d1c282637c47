package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.biggantune.domain.failure.CorruptInputException;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileCheckTest {
    @TempDir
    Path folder;

    private static CheckedEntry entry(FileCheck.Result result, String name) {
        return result.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> damaged(FileCheck.Result result) {
        return result.entries().stream()
                .filter(entry -> entry.problem().isPresent())
                .map(entry -> entry.name() + ": " + entry.problem().get())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "tiny_zip.pth, PyTorch checkpoint (zip), 23",
        "tiny_legacy.pth, PyTorch checkpoint (legacy), 18",
        "tiny_torchscript.pt, TorchScript, 25",
        "frozen_quantized.pt, TorchScript, 13",
        "tiny.safetensors, safetensors, 18",
        "tiny.npz, NumPy arrays (.npz), 2",
        "packed.npz, NumPy arrays (.npz), 1",
        "c_f4.npy, NumPy array, 1"
    })
    void of_soundFile_listsEveryPartAndNoProblem(String name, String format, int parts) {
        FileCheck.Result result = FileCheck.of(ArchiveFiles.resource(name));
        assertThat(damaged(result)).isEmpty();
        assertThat(result.format()).isEqualTo(format);
        assertThat(result.entries()).hasSize(parts);
    }

    @Test
    void of_numbersThatAreNotFinite_countsThem() {
        // The tensor "bad" is (1, ∞, NaN).
        assertThat(entry(FileCheck.of(ArchiveFiles.resource("tiny.safetensors")), "module.bad")
                        .notFinite())
                .isEqualTo(2);
        FileCheck.Result zip = FileCheck.of(ArchiveFiles.resource("tiny_zip.pth"));
        assertThat(zip.entries().stream().mapToLong(CheckedEntry::notFinite).sum())
                .isEqualTo(2);
    }

    @Test
    void of_aFrozenProgram_readsTheConstantsOfItsCode() throws IOException {
        Path frozen = ArchiveFiles.resource("frozen_quantized.pt");
        FileCheck.Result sound = FileCheck.of(frozen);
        assertThat(entry(sound, "frozen_quantized/constants/0").kind()).isEqualTo("storage, float32");
        assertThat(entry(sound, "frozen_quantized/data/0").kind()).isEqualTo("storage, qint8");
        byte[] infinite = {0, 0, (byte) 0x80, 0x7f, 0, 0, 0, 0};
        Path changed = ZipContent.read(frozen)
                .with("frozen_quantized/constants/1", infinite)
                .with("frozen_quantized/constants/0", new byte[20])
                .write(folder.resolve("changed.pt"));
        FileCheck.Result result = FileCheck.of(changed);
        assertThat(damaged(result)).singleElement().asString().contains("storage '0' has 20 bytes, expected 24");
        Path infinity = ZipContent.read(frozen)
                .with("frozen_quantized/constants/1", infinite)
                .write(folder.resolve("infinite.pt"));
        assertThat(entry(FileCheck.of(infinity), "frozen_quantized/constants/1").notFinite())
                .isEqualTo(1);
    }

    @Test
    void of_damagedZipEntries_namesEachOfThem() {
        byte[] bytes = ArchiveFiles.bytes("mini_zip.pth");
        byte[] three = {0, 0, 0x40, 0x40};
        bytes[ArchiveFiles.indexOf(bytes, three, 0)] ^= 1;
        bytes[ArchiveFiles.indexOf(bytes, new byte[] {'l', 'i', 't', 't', 'l', 'e'}, 0)] = 'L';
        FileCheck.Result result = FileCheck.of(ArchiveFiles.write(folder.resolve("d.pth"), bytes));
        assertThat(damaged(result)).hasSize(3);
        assertThat(entry(result, "mini_zip/data/0").problem().orElseThrow())
                .startsWith("entry 'mini_zip/data/0' is damaged");
        assertThat(entry(result, "mini_zip/byteorder").problem()).isPresent();
        assertThat(entry(result, "mini_zip/data/1").problem()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mini_zip.pth, zip file",
        "mini_legacy.pth, PyTorch checkpoint (legacy)",
        "tiny.safetensors, safetensors",
        "c_f4.npy, NumPy array"
    })
    void of_truncatedFile_saysSo(String name, String format) {
        byte[] bytes = ArchiveFiles.bytes(name);
        Path file = ArchiveFiles.write(folder.resolve("t"), Arrays.copyOf(bytes, bytes.length - 3));
        FileCheck.Result result = FileCheck.of(file);
        assertThat(result.format()).isEqualTo(format);
        assertThat(damaged(result))
                .singleElement()
                .asString()
                .contains("truncated?")
                .doesNotContain(file.toString());
    }

    @Test
    void of_somethingElse_isRefused() {
        Path file = ArchiveFiles.write(folder.resolve("t.txt"), new byte[] {'h', 'i'});
        assertThatThrownBy(() -> FileCheck.of(file))
                .isInstanceOf(CorruptInputException.class)
                .hasMessageContaining("is not a file that can be checked");
    }
}
