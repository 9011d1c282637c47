package org.biggantune.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.biggantune.archive.scalar.ScalarType;
import org.biggantune.domain.failure.MissingInputException;
import org.biggantune.domain.failure.UnsupportedInputException;
import org.biggantune.support.OldProgram;
import org.biggantune.support.ZipContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptArchiveTest {
    private static final Path TINY = ArchiveFiles.resource("tiny_torchscript.pt");
    private static final Path FROZEN = ArchiveFiles.resource("frozen_quantized.pt");

    @TempDir
    Path folder;

    @Test
    void tensors_ofASavedModule_haveTheirDottedNamesAndValues() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(TINY)) {
            assertThat(archive.path()).isEqualTo(TINY);
            assertThat(archive.rootClass()).isEqualTo("__torch__.Tiny");
            assertThat(archive.tensors().names())
                    .containsExactly(
                            "count",
                            "plain",
                            "parts.0",
                            "parts.1",
                            "blocks.0.0.weight",
                            "blocks.0.0.bias",
                            "shared.weight");
            assertThat(ExactNumbers.of(archive.tensors().get("count"))).containsExactly(3);
            assertThat(archive.tensors().get("plain", 3, 2).floats()).containsExactly(0, 3, 1, 4, 2, 5);
            assertThat(archive.tensors().get("parts.1").floats()).containsExactly(0.5f, 0.5f);
            assertThat(archive.tensors().get("blocks.0.0.weight", 3, 2, 1, 1).floats())
                    .containsExactly(-2, -1, 0, 1, 2, 3);
            assertThat(archive.tensors().get("blocks.0.0.bias").floats()).containsExactly(.25f, -.5f, 1);
            assertThat(archive.tensors().get("shared.weight", 4, 3).floats())
                    .startsWith(0, .25f, .5f)
                    .endsWith(2.75f);
        }
    }

    @Test
    void attributes_ofASavedModule_arePlainValues() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(TINY)) {
            assertThat(archive.attributes())
                    .containsEntry("title", "tiny")
                    .containsEntry("width", 5L)
                    .containsEntry("scale", 1.5)
                    .containsEntry("flag", true)
                    .containsEntry("training", false)
                    .containsEntry("sizes.2", 3L)
                    .containsEntry("triple.2", "x")
                    .containsEntry("table.b", 2L)
                    .containsEntry("blocks.0.0.transposed", false);
        }
    }

    @Test
    void constants_ofAFrozenProgram_haveTheNamesInItsCode() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(FROZEN)) {
            assertThat(archive.constants().names()).containsExactly("CONSTANTS.c0", "CONSTANTS.c1");
            assertThat(archive.constants().get("CONSTANTS.c0", 2, 3).floats()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(archive.constants().get("CONSTANTS.c1").floats()).containsExactly(.25f, -.5f);
        }
        try (TorchScriptArchive archive = TorchScriptArchive.open(TINY)) {
            assertThat(archive.constants().names()).isEmpty();
        }
    }

    @Test
    void quantizedTensors_haveTheirTypesAndCodes() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(FROZEN)) {
            StoredTensor codes = archive.tensors().get("codes");
            assertThat(codes.type()).isEqualTo(ScalarType.QINT8);
            // round(x / 0.5) + 2 of -1, 0 and 1.5
            assertThat(ExactNumbers.of(codes)).containsExactly(0, 2, 5);
            assertThat(archive.tensors().get("rows", 2, 2).type().label()).isEqualTo("quint8");
            assertThatThrownBy(codes::floats).isInstanceOf(UnsupportedInputException.class);
        }
    }

    @Test
    void open_aProgramInAnOldLayout_readsTheSame() throws IOException {
        Path old = OldProgram.write(TINY, "1", folder.resolve("old.pt"));
        try (TorchScriptArchive archive = TorchScriptArchive.open(old);
                TorchScriptArchive tiny = TorchScriptArchive.open(TINY)) {
            assertThat(archive.rootClass()).isEqualTo("__torch__.Tiny");
            assertThat(archive.attributes()).isEqualTo(tiny.attributes());
            assertThat(archive.tensors().names()).isEqualTo(tiny.tensors().names());
            assertThat(archive.tensors().get("plain", 3, 2).floats()).containsExactly(0, 3, 1, 4, 2, 5);
            assertThat(archive.extra("biggan-tune.json")).isEmpty();
        }
    }

    @Test
    void open_aProgramBeforeDataPickles_saysHowToSaveItAgain() throws IOException {
        Path old = new ZipContent()
                .with("m/version", "1\n".getBytes(StandardCharsets.US_ASCII))
                .with("m/code/m.py", "op_version_set = 0\n".getBytes(StandardCharsets.US_ASCII))
                .with("m/attributes.pkl", new byte[] {(byte) 0x80, 2, ']', '.'})
                .with("m/model.json", "{}".getBytes(StandardCharsets.US_ASCII))
                .write(folder.resolve("m.pt"));
        assertThat(TorchScriptArchive.isTorchScript(old)).isTrue();
        assertThatThrownBy(() -> TorchScriptArchive.open(old))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessage(
                        old + ": is a TorchScript program of PyTorch 1.2 or older (it has a model.json); load it with"
                                + " torch.jit.load of PyTorch 1.4 to 2.x and save it again with torch.jit.save");
    }

    @Test
    void extra_savedWithTheProgram_isFound() {
        try (TorchScriptArchive archive = TorchScriptArchive.open(TINY)) {
            assertThat(archive.extra("biggan-tune.json").orElseThrow())
                    .isEqualTo("{\"schema\": 1}".getBytes(StandardCharsets.US_ASCII));
            assertThat(archive.extra("other")).isEmpty();
            assertThat(archive.entries()).hasSize(25);
        }
    }

    @Test
    void isTorchScript_ofEachKindOfFile_tellsThemApart() {
        assertThat(TorchScriptArchive.isTorchScript(TINY)).isTrue();
        assertThat(TorchScriptArchive.isTorchScript(ArchiveFiles.resource("mini_zip.pth")))
                .isFalse();
        assertThat(TorchScriptArchive.isTorchScript(ArchiveFiles.resource("mini_legacy.pth")))
                .isFalse();
        assertThat(TorchScriptArchive.isTorchScript(ArchiveFiles.resource("c_f4.npy")))
                .isFalse();
        assertThatThrownBy(() -> TorchScriptArchive.isTorchScript(folder.resolve("none")))
                .isInstanceOf(MissingInputException.class);
    }

    @Test
    void open_aCheckpoint_isRefused() {
        assertThatThrownBy(() -> TorchScriptArchive.open(ArchiveFiles.resource("mini_zip.pth")))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("is not a TorchScript program (it has no code)");
        assertThatThrownBy(() -> TorchScriptArchive.open(ArchiveFiles.resource("mini_legacy.pth")))
                .isInstanceOf(UnsupportedInputException.class)
                .hasMessageContaining("is not a zip file: it seems to be a Python pickle");
    }
}
